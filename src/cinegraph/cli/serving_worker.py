"""A worker that `cinegraph serve` has started: the same as `cinegraph worker`, until whoever started it lets go."""

import os
import signal
import sys
import threading

from cinegraph.cli import worker
from cinegraph.cli.printing import print
from cinegraph.cli.problems import KNOWN, one_line
from cinegraph.settings import QUEUES

_BEHIND = 19
"""Who looks at a page goes before the work, which takes what is left: where both want the processor, the site has nearly all of it."""


def main() -> int:
    """Work until standard input ends. Exit code 1, with one line, if that cannot be."""
    os.nice(_BEHIND)
    threading.Thread(target=_end_with_stdin, daemon=True).start()
    try:
        worker.run(QUEUES, "--offline" in sys.argv, quiet=True, behind=True)
    except KNOWN as wrong:
        print(f"cinegraph: a worker: {one_line(wrong)}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


def _end_with_stdin() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    raise SystemExit(main())

"""The command line: each command checks its words, calls one verb, and shows what came of it.

Exit codes: 0 done · 1 refused or failed, with one line that says why · 2 not understood · 3 films still wait ·
130 interrupted.
"""

import os
import sys

import cyclopts

from cinegraph import __version__, telemetry
from cinegraph.cli import (
    again,
    datasets,
    db,
    exporting,
    importing,
    jobs,
    lookup,
    movies,
    offline,
    reviewing,
    sources,
    status,
    worker,
)
from cinegraph.cli.problems import KNOWN, one_line

app = cyclopts.App(
    name="cinegraph",
    version=__version__,
    help="Award ceremonies and film festivals as one clean, queryable film graph.",
    help_format="plaintext",
    suppress_keyboard_interrupt=False,
)
PARTS = (
    importing,
    status,
    reviewing,
    lookup,
    again,
    exporting,
    worker,
    jobs,
    sources,
    datasets,
    movies,
    db,
    offline,
)
for part in PARTS:
    part.register(app)


def main() -> None:
    """Run one command. Whatever goes wrong becomes one line on standard error, and an exit code."""
    try:
        answer = app(exit_on_error=False, print_error=False, result_action="return_value")
    except cyclopts.CycloptsError as wrong:
        _end(" ".join(str(wrong).split()), 2)
    except BrokenPipeError:  # whoever read our output has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
    except KNOWN as wrong:
        _end(one_line(wrong), 1)
    except KeyboardInterrupt:
        _end("interrupted; nothing is lost, the same command goes on", 130)
    except Exception as wrong:  # noqa: BLE001 the last line of defence: a person sees one line, the log the whole
        telemetry.log().debug("an error of ours", exc_info=True)
        told = f"{type(wrong).__name__}: {' '.join(str(wrong).split())[:300]}"
        _end(f"an error of ours, please report it: {told} (CINEGRAPH_LOG_LEVEL=DEBUG shows where)", 70)
    raise SystemExit(answer if isinstance(answer, int) else 0)


def _end(line: str, code: int) -> None:
    print(f"cinegraph: {line}", file=sys.stderr)
    raise SystemExit(code)

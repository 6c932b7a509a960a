"""The `cinegraph` command, and `python -m cinegraph`: everything else is loaded within reach of a Ctrl-C."""

import io
import os
import sys
from pathlib import Path


def main() -> None:
    """Run one command; see `cinegraph.cli` for its exit codes."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 for as long as we run
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # titles of every script, whatever the locale can write
    try:
        from cinegraph.cli import run  # noqa: PLC0415 loading takes a second, in which a Ctrl-C may come

        code = run()
    except KeyboardInterrupt:
        print("cinegraph: interrupted; nothing is lost, the same command goes on", file=sys.stderr)
        code = 130
    raise SystemExit(code)


if __name__ == "__main__":
    main()

"""The command line: each command checks its words, calls one verb, and shows what came of it.

Exit codes: 0 done · 1 refused or failed, with one line that says why · 2 not understood · 3 films still wait ·
130 interrupted ·
141 whoever read the output has gone.
"""

import os
import sys

import cyclopts

from cinegraph import __version__, telemetry
from cinegraph.cli import (
    acknowledging,
    again,
    categories,
    comparing,
    datasets,
    db,
    diffing,
    enriching,
    exporting,
    festivals,
    graph,
    importing,
    jobs,
    lists,
    lookup,
    movies,
    nominations,
    offline,
    people,
    reparsing,
    reviewing,
    scoring,
    searching,
    serve,
    sources,
    status,
    syncing,
    users,
    worker,
)
from cinegraph.cli.printing import print
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
    syncing,
    festivals,
    status,
    diffing,
    reparsing,
    nominations,
    acknowledging,
    reviewing,
    searching,
    lookup,
    again,
    exporting,
    lists,
    worker,
    jobs,
    sources,
    datasets,
    movies,
    enriching,
    comparing,
    categories,
    people,
    graph,
    scoring,
    db,
    offline,
    serve,
    users,
)
for part in PARTS:
    part.register(app)


def run() -> int:
    """Run one command; the answer is its exit code. Whatever goes wrong becomes one line on standard error."""
    if wrong_word := next((word for word in sys.argv[1:] if not _is_text(word)), None):
        return _told(f"{wrong_word!a} is no text in UTF-8", 2)
    try:
        answer = app(
            _words(sys.argv[1:]), exit_on_error=False, print_error=False, result_action="return_value"
        )
        sys.stdout.flush()
    except cyclopts.CycloptsError as wrong:
        return _told(" ".join(str(wrong).split()), 2)
    except (BrokenPipeError, SystemExit) as left:
        if not isinstance(left, BrokenPipeError) and not isinstance(left.__context__, BrokenPipeError):
            raise  # with it rich ends so, and the parser's help
        return _left_alone()
    except KNOWN as wrong:
        return _told(one_line(wrong), 1)
    except Exception as wrong:  # noqa: BLE001 the last line of defence: a person sees one line, the log the whole
        if telemetry.configured():
            telemetry.log().debug("an error of ours", exc_info=True)
        told = f"{type(wrong).__name__}: {' '.join(str(wrong).split())[:300]}"
        return _told(
            f"an error of ours, please report it: {told} (CINEGRAPH_LOG_LEVEL=DEBUG shows where)", 70
        )
    return answer if isinstance(answer, int) else 0


def _left_alone() -> int:
    """Whoever read our output has gone, and the work stopped with it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141


def _is_text(word: str) -> bool:
    """Whether it came as UTF-8."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


def _words(typed: list[str]) -> list[str]:
    """What was typed, with a lone "-" (standard input) joined to the option before it: alone, it would be read as an
    option itself."""
    words: list[str] = []
    for word in typed:
        if word == "-" and words and words[-1].startswith("--") and "=" not in words[-1]:
            words[-1] += "=-"
        else:
            words.append(word)
    return words


def _told(line: str, code: int) -> int:
    print(f"cinegraph: {line}", file=sys.stderr)
    return code

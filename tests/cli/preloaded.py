"""`cinegraph …` in a process of its own that need not load the program: it is forked from one that has it.

To load it costs more than a second of CPU, and the tests start it hundreds of times. What runs is the function that
`python -m cinegraph` runs, with its own environment, folder, standard streams and exit code.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    [
        "cinegraph.cli",
        "cinegraph.__main__",
        "anyio._backends._asyncio",
        "httpcore2",
        "procrastinate.builtin_tasks",
        "truststore",
    ]
)
"""The program, and what it loads no sooner than it runs."""


def run(words: Sequence[str], env: dict[str, str], timeout: float) -> subprocess.CompletedProcess[str]:
    """What these words do and print. Raises TimeoutExpired after so many seconds; the process is ended."""
    with tempfile.TemporaryDirectory() as folder:
        out, error = Path(folder, "out"), Path(folder, "error")
        process = _FORKS.Process(target=_main, args=(tuple(words), env, Path.cwd(), out, error))
        process.start()
        process.join(timeout)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(list(words), timeout)
        printed = (path.read_text(encoding="utf-8") for path in (out, error))
        return subprocess.CompletedProcess(list(words), process.exitcode, *printed)


def _main(words: tuple[str, ...], env: dict[str, str], folder: Path, out: Path, error: Path) -> None:
    from cinegraph.__main__ import main  # noqa: PLC0415 it is there already

    os.chdir(folder)
    os.environ.clear()
    os.environ.update(env)
    sys.argv = ["cinegraph", *words]
    sys.stdout = out.open("w", encoding="utf-8")
    sys.stderr = error.open("w", encoding="utf-8", buffering=1)
    for stream, number in ((sys.stdout, 1), (sys.stderr, 2)):
        os.dup2(stream.fileno(), number)
    main()

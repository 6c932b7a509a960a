"""The folder of a run of tests: locked for as long as the run lives, so that a later one can tell what a killed one left."""

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from cinegraph.postgres.errors import ServerUnavailable
from cinegraph.postgres.sharing import SharedServer

_PREFIX = "cinegraph-tests-"
_LOCK = "run.lock"


def made(within: Path) -> Path:
    """A folder for this run. It is there unlocked for no moment: the lock is taken before it has its name."""
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=within))
    fresh = folder / "fresh.lock"
    fcntl.flock(os.open(fresh, os.O_RDWR | os.O_CREAT, 0o600), fcntl.LOCK_EX)  # until this process ends
    fresh.rename(folder / _LOCK)
    return folder


def sweep(within: Path) -> None:
    """Remove the folders of runs that were killed, after their server, if it still runs for nobody, is stopped."""
    for folder in within.glob(f"{_PREFIX}*"):
        try:
            lock = os.open(folder / _LOCK, os.O_RDWR)
        except OSError:
            continue  # another user's, or just being made
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            SharedServer(folder / "server").stop()
            shutil.rmtree(folder, ignore_errors=True)
        except (BlockingIOError, ServerUnavailable):
            continue  # it lives, or one of its processes does
        finally:
            os.close(lock)

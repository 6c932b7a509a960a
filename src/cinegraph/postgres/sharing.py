"""Several processes, one server: the first starts it, the last stops it.

Who uses the server holds a shared lock on a file; the kernel drops it when the process ends in whatever
way. Starting and stopping happen under a second, exclusive lock.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from cinegraph.postgres.cluster import Cluster, Running
from cinegraph.postgres.errors import ServerUnavailable

_LOCK_SECONDS = 30.0
_POLL_SECONDS = 0.05


class SharedServer:
    """The embedded server of one data folder, shared by every process that enters it.

    >>> with SharedServer(folder) as url: ...

    Raises ServerUnavailable with the reason, in one line.
    """

    def __init__(self, data_dir: Path, options: dict[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.cluster = Cluster(data_dir, options)
        self._in_use = data_dir / "in-use.lock"
        self._keep = data_dir / "keep-running"
        self._fd: int | None = None

    def __enter__(self) -> str:
        with self._exclusively():
            server = self.cluster.start()
            self._fd = _open_lock(self._in_use)
            fcntl.flock(self._fd, fcntl.LOCK_SH)
            return self.cluster.url(server)

    def __exit__(
        self, kind: type[BaseException] | None, wrong: BaseException | None, trace: TracebackType | None
    ) -> None:
        fd, self._fd = self._fd, None
        if fd is None:
            return
        with self._exclusively():
            last = _is_free(fd)
            os.close(fd)
            if last and not self._keep.exists():
                self.cluster.stop()

    def start(self) -> Running:
        """Start the server and leave it running until `stop`."""
        with self._exclusively():
            server = self.cluster.start()
            self._keep.touch()
            return server

    def stop(self, force: bool = False) -> bool:
        """Stop the server; False if none ran. Raises ServerUnavailable while others use it, unless forced."""
        with self._exclusively():
            fd = _open_lock(self._in_use)
            try:
                if not force and not _is_free(fd):
                    raise ServerUnavailable(
                        f"another Cinegraph process uses the server of {self.data_dir}: end it first, or add --force"
                    )
            finally:
                os.close(fd)
            self._keep.unlink(missing_ok=True)
            ran = self.cluster.running() is not None
            self.cluster.stop()
            return ran

    @property
    def kept_running(self) -> bool:
        """Whether the server stays up when its last user goes."""
        return self._keep.exists()

    @contextmanager
    def _exclusively(self) -> Iterator[None]:
        try:
            self.data_dir.mkdir(parents=True, exist_ok=True)
            fd = _open_lock(self.data_dir / "start.lock")
        except OSError as wrong:
            raise ServerUnavailable(
                f"the data folder {self.data_dir} cannot be used: {wrong.strerror}; CINEGRAPH_DATA_DIR names another"
            ) from None
        try:
            deadline = time.monotonic() + _LOCK_SECONDS
            while not _is_free(fd):
                if time.monotonic() > deadline:
                    raise ServerUnavailable(
                        f"another process has held {self.data_dir / 'start.lock'} for {_LOCK_SECONDS:.0f} s:"
                        " it starts or stops this server, or hangs"
                    )
                time.sleep(_POLL_SECONDS)
            yield
        finally:
            os.close(fd)


def _open_lock(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)


def _is_free(fd: int) -> bool:
    """Take the lock for ourselves alone, if nobody else holds any of it."""
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True

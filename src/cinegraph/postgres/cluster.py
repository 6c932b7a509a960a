"""One PostgreSQL cluster in one folder: made, started, found again and stopped."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
from psycopg import sql

from cinegraph.postgres import binaries
from cinegraph.postgres.errors import ServerUnavailable
from cinegraph.postgres.privilege import Reach, server_user
from cinegraph.telemetry import log

SUPERUSER = "cinegraph"
DATABASE = "cinegraph"
_START_SECONDS = 60.0
_STOP_SECONDS = 60.0
_POLL_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Running:
    """A server that is up: its process and the loopback port it listens on."""

    pid: int
    port: int


class Cluster:
    """The cluster below `data_dir`. Its methods are not safe against each other: hold the lock of `sharing`."""

    def __init__(self, data_dir: Path, options: dict[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.home = data_dir / "cluster"
        self.pgdata = self.home / "data"
        self.log = data_dir / "server.log"
        self._password_file = data_dir / "password"
        self._options = options or {}

    def running(self) -> Running | None:
        """The server of this cluster, or None. A leftover pid that now belongs to another program is None."""
        try:
            lines = (self.pgdata / "postmaster.pid").read_text().splitlines()
            pid, port = int(lines[0]), int(lines[3])
            process = psutil.Process(pid)
            ours = process.name() == "postgres" and Path(process.cwd()).samefile(self.pgdata)
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        return Running(pid, port) if ours else None

    def url(self, server: Running, database: str = DATABASE) -> str:
        """Where to connect. Raises ServerUnavailable if the password file is gone."""
        try:
            password = self._password_file.read_text().strip()
        except OSError as wrong:
            raise ServerUnavailable(
                f"the cluster's password cannot be read from {self._password_file}: {wrong.strerror}"
            ) from None
        if not password:
            raise ServerUnavailable(f"the cluster's password file {self._password_file} is empty")
        return f"postgresql://{SUPERUSER}:{password}@127.0.0.1:{server.port}/{database}"

    def start(self) -> Running:
        """The running server: found, or started (and first made, if the folder is new)."""
        deadline = time.monotonic() + _START_SECONDS
        server = self._up(deadline) or self._begin(deadline)
        self._make_database(server)
        return server

    def _begin(self, deadline: float) -> Running:
        self._prepare_folder()
        (self.pgdata / "postmaster.pid").unlink(missing_ok=True)  # not ours, see running()
        while True:
            try:
                return self._launch(deadline)
            except _TryAgain as reason:
                if time.monotonic() > deadline:
                    raise ServerUnavailable(str(reason)) from None

    def stop(self) -> None:
        """Stop the server and wait for its end; nothing to do if none runs. Open connections are closed."""
        server = self.running()
        if server is None:
            return
        try:
            os.kill(server.pid, signal.SIGINT)  # fast shutdown: connections are closed, nothing is lost
        except ProcessLookupError:
            return
        deadline = time.monotonic() + _STOP_SECONDS
        while not _ended(server.pid):
            if time.monotonic() > deadline:
                raise ServerUnavailable(
                    f"PostgreSQL (pid {server.pid}) did not stop in {_STOP_SECONDS:.0f} s"
                )
            time.sleep(_POLL_SECONDS)

    def _up(self, deadline: float) -> Running | None:
        """The server that runs and answers; one that is just dying, or just beginning, is waited for."""
        while server := self.running():
            if self._answers(server):
                return server
            if time.monotonic() > deadline:
                raise ServerUnavailable(
                    f"PostgreSQL (pid {server.pid}) runs and does not answer, see {self.log}"
                )
            time.sleep(_POLL_SECONDS)
        return None

    def _prepare_folder(self) -> None:
        for ours in (self.home, self.pgdata, self.log, self._password_file):
            if ours.is_symlink():  # root would change the owner of, or write into, whatever it leads to
                raise ServerUnavailable(
                    f"{ours} is a link, and has to be of the data folder itself; CINEGRAPH_DATA_DIR names another folder"
                )
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            if (user := server_user(self.home)) is not None and self.home.stat().st_uid != user.pw_uid:
                os.chown(self.home, user.pw_uid, user.pw_gid)
            self.home.chmod(0o700)
            for left_over in self.home.glob("making-*"):
                shutil.rmtree(left_over)
            self._set_aside_half_made()
            if not self.pgdata.exists():
                self._make()
        except OSError as wrong:
            raise ServerUnavailable(
                f"the data folder {self.data_dir} cannot be used: {wrong}; CINEGRAPH_DATA_DIR names another"
            ) from None

    def _set_aside_half_made(self) -> None:
        """A folder that never held a database is moved away; one that may hold data is left for a person."""
        if not self.pgdata.exists() or (self.pgdata / "global" / "pg_control").exists():
            return
        databases = [
            d for d in (self.pgdata / "base").glob("*") if d.name.isdecimal() and int(d.name) >= 16384
        ]
        if databases:
            raise ServerUnavailable(
                f"{self.pgdata} holds databases but no global/pg_control: it is damaged; restore it from a"
                " backup, or move it away to begin anew"
            )
        aside = self.home / f"set-aside-{time.strftime('%Y%m%d-%H%M%S')}-{os.getpid()}"
        self.pgdata.rename(aside)
        log().warning("a half-made cluster without any database was set aside", folder=str(aside))

    def _make(self) -> None:
        """initdb into a folder beside, then rename: a cluster that exists is complete."""
        making = Path(tempfile.mkdtemp(prefix="making-", dir=self.home))
        password = secrets.token_urlsafe(24)
        password_file = making / "password"
        password_file.write_text(password)
        if (user := server_user(self.home)) is not None:
            os.chown(making, user.pw_uid, user.pw_gid)
            os.chown(password_file, user.pw_uid, user.pw_gid)
        place = making.name
        arguments = [f"--username={SUPERUSER}", "--auth=scram-sha-256", "--encoding=UTF8"]
        arguments += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        with self._reach() as reach:
            command = [reach.program("initdb"), *arguments, f"--pgdata={reach.path(place, 'data')}"]
            command += [f"--pwfile={reach.path(place, 'password')}"]
            done = subprocess.run(command, capture_output=True, text=True, check=False, **reach.how)
        if done.returncode != 0:
            last = (done.stderr.strip() or done.stdout.strip() or "no reason given").splitlines()[-1]
            raise ServerUnavailable(f"PostgreSQL cannot make its cluster in {self.home}: {last}")
        _write_private(self._password_file, password)
        (making / "data").rename(self.pgdata)
        shutil.rmtree(making)

    def _launch(self, deadline: float) -> Running:
        port = _free_port()
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "400",  # a process takes up to 40: the site, its workers, the commands beside them
            "log_min_messages": "warning",
            "log_checkpoints": "off",
            "shared_buffers": f"{_buffers_mb()}MB",
            "random_page_cost": "1.1",  # what is not in memory is on a solid-state disk
            **self._options,
        }
        with self._reach() as reach, self.log.open("wb") as log:
            command = [reach.program("postgres"), "-D", reach.path("data"), "-p", str(port)]
            for name, value in options.items():
                command += ["-c", f"{name}={value}"]
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True, **reach.how
            )
        _children.append(process)
        while process.poll() is None:
            if (server := self.running()) and server.pid == process.pid and self._answers(server):
                return server
            if time.monotonic() > deadline:
                raise ServerUnavailable(
                    f"PostgreSQL did not answer in {_START_SECONDS:.0f} s, see {self.log}"
                )
            time.sleep(_POLL_SECONDS)
        raise self._why_it_ended()

    def _why_it_ended(self) -> Exception:
        said = self.log.read_text(errors="replace").strip().splitlines()
        fatal = next(
            (line for line in said if "FATAL:" in line or "PANIC:" in line), said[-1] if said else ""
        )
        reason = fatal.split("FATAL:")[-1].split("PANIC:")[-1].strip() or "it said nothing"
        message = f"PostgreSQL ended at its start: {reason} (see {self.log})"
        passing = "still in use" in reason or any("Address already in use" in line for line in said)
        return _TryAgain(message) if passing else ServerUnavailable(message)

    def _answers(self, server: Running) -> bool:
        try:
            psycopg.connect(self.url(server, "postgres"), connect_timeout=2).close()
        except psycopg.OperationalError as wrong:
            if "password authentication failed" in str(wrong):
                raise ServerUnavailable(
                    f"PostgreSQL refuses the password in {self._password_file}: the file is not this cluster's"
                ) from None
            return False
        return True

    def _make_database(self, server: Running) -> None:
        with psycopg.connect(self.url(server, "postgres"), autocommit=True) as connection:
            known = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
            if known is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))

    def _reach(self) -> Reach:
        user = server_user(self.home)
        return Reach(self.home, user, binaries.install(self.data_dir, user.pw_uid if user else None))


_children: list[subprocess.Popen[bytes]] = []
"""Servers that this process started: kept, because who drops one is warned that it still runs."""


def _ended(pid: int) -> bool:
    """Whether the process is over, even if whoever started it has not taken notice yet."""
    for child in _children:
        child.poll()
    try:
        return bool(psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


class _TryAgain(Exception):
    """The server did not start for a reason that passes by itself."""


def _buffers_mb() -> int:
    """An eighth of the memory, at most a gigabyte."""
    return min(1024, max(128, psutil.virtual_memory().total // 2**23))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _write_private(path: Path, text: str) -> None:
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)

"""The embedded PostgreSQL: shared, and back again after whatever happened to it."""

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from cinegraph.postgres import binaries, sharing
from cinegraph.postgres.cluster import Cluster
from cinegraph.postgres.errors import ServerUnavailable
from cinegraph.postgres.sharing import SharedServer

_HOLD = """
import sys
from pathlib import Path
from cinegraph.postgres.sharing import SharedServer
with SharedServer(Path(sys.argv[1])):
    print("up", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder below one that is closed to others and has odd characters in its path."""
    home = tmp_path / 'it\'s a "home" $x; ü%s'
    home.mkdir(mode=0o700)
    folder = home / "data"
    yield folder
    SharedServer(folder).stop(force=True)


def answers(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("select 1").fetchone() == (1,)


def another_process(folder: Path) -> subprocess.Popen[str]:
    """A process of its own that holds the server until its input ends."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def test_first_starts_last_stops(folder: Path) -> None:
    first, second = SharedServer(folder), SharedServer(folder)
    with first as url:
        server = first.cluster.running()
        with second as same:
            assert url == same
        assert first.cluster.running() == server
        assert answers(url)
    assert first.cluster.running() is None


def test_two_processes_share_one_server(folder: Path) -> None:
    other = another_process(folder)
    with SharedServer(folder) as url:
        other.communicate("", timeout=60)
        assert answers(url)
    assert Cluster(folder).running() is None


def test_data_outlives_the_server(folder: Path) -> None:
    with SharedServer(folder) as url, psycopg.connect(url) as connection:
        connection.execute("create table kept (word text)")
        connection.execute("insert into kept values ('Ä')")
    with SharedServer(folder) as url, psycopg.connect(url) as connection:
        assert connection.execute("select lower(word) from kept").fetchone() == ("ä",)


def test_after_the_server_was_killed(folder: Path) -> None:
    with SharedServer(folder) as url:
        with psycopg.connect(url) as connection:
            connection.execute("create table kept as select 7 as n")
        server = Cluster(folder).running()
        assert server is not None
        os.kill(server.pid, signal.SIGKILL)
        with SharedServer(folder) as again, psycopg.connect(again) as connection:
            assert connection.execute("select n from kept").fetchone() == (7,)


def test_after_we_were_killed(folder: Path) -> None:
    other = another_process(folder)
    left = Cluster(folder).running()
    other.kill()
    other.communicate()
    assert left is not None
    assert Cluster(folder).running() == left, "nobody was there to stop it"
    with SharedServer(folder) as url:
        assert answers(url)
        assert Cluster(folder).running() == left, "it is used, not doubled"
    assert Cluster(folder).running() is None


@pytest.mark.parametrize("whose", ["ours", "another server's"])
def test_after_its_pid_was_given_to_another(folder: Path, whose: str, tmp_path: Path) -> None:
    """A leftover pid file names a process that lives, and is not this cluster's server."""
    with SharedServer(folder):
        lines = (folder / "cluster" / "data" / "postmaster.pid").read_text().splitlines()
    neighbour = SharedServer(tmp_path / "neighbour")
    with neighbour:
        server = neighbour.cluster.running()
        assert server is not None
        pid = os.getpid() if whose == "ours" else server.pid
        (folder / "cluster" / "data" / "postmaster.pid").write_text("\n".join([str(pid), *lines[1:]]) + "\n")
        with SharedServer(folder) as url:
            assert answers(url)
        assert neighbour.cluster.running() == server


def test_half_made_folder_without_data_is_set_aside(folder: Path) -> None:
    half = folder / "cluster" / "data"
    (half / "base" / "1").mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    (folder / "cluster" / "making-abc").mkdir()
    with SharedServer(folder) as url:
        assert answers(url)
    assert len(list((folder / "cluster").glob("set-aside-*"))) == 1
    assert not list((folder / "cluster").glob("making-*"))


def test_damaged_folder_with_data_is_left_for_a_person(folder: Path) -> None:
    (folder / "cluster" / "data" / "base" / "16384").mkdir(parents=True)
    with pytest.raises(ServerUnavailable, match="damaged"), SharedServer(folder):
        pass
    assert (folder / "cluster" / "data" / "base" / "16384").is_dir()


@pytest.mark.parametrize("password", [None, "another"])
def test_lost_password_is_told(folder: Path, password: str | None) -> None:
    with SharedServer(folder):
        pass
    (folder / "password").unlink()
    if password:
        (folder / "password").write_text(password)
    with pytest.raises(ServerUnavailable, match="password"), SharedServer(folder):
        pass


def test_folder_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(ServerUnavailable, match="CINEGRAPH_DATA_DIR"),
        SharedServer(tmp_path / "file" / "data"),
    ):
        pass


@pytest.mark.parametrize("sign", ['"', "$HOME", "`id`", "a\nb", "\\"])
def test_signs_that_a_shell_reads(folder: Path, sign: str) -> None:
    """initdb calls a shell; the whole way to the folder is open to all, so no other reason hides this one."""
    odd = Path("/var/tmp") / f"{folder.parent.name}-{os.getpid()}{sign}"
    try:
        with SharedServer(odd) as url:
            assert answers(url)
    finally:
        shutil.rmtree(odd, ignore_errors=True)


@pytest.mark.parametrize("name", ["cluster", "server.log", "password"])
def test_a_link_in_the_folder_is_not_followed(folder: Path, tmp_path: Path, name: str) -> None:
    """Root would change the owner of whatever it leads to, or write over it."""
    folder.mkdir(parents=True, exist_ok=True)
    victim = tmp_path / "victim"
    victim.mkdir() if name == "cluster" else victim.write_text("mine")
    before = victim.stat()
    (folder / name).symlink_to(victim)
    with pytest.raises(ServerUnavailable, match="is a link"), SharedServer(folder):
        pass
    assert (victim.stat().st_mode, victim.stat().st_uid) == (before.st_mode, before.st_uid)
    assert name == "cluster" or victim.read_text() == "mine"


def test_folder_that_is_locked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    monkeypatch.setattr(sharing, "_LOCK_SECONDS", 0.2)
    fd = os.open(folder / "start.lock", os.O_RDWR | os.O_CREAT)
    fcntl.flock(fd, fcntl.LOCK_EX)
    with pytest.raises(ServerUnavailable, match=r"start\.lock"), SharedServer(folder):
        pass
    os.close(fd)


def test_start_stays_until_stop(folder: Path) -> None:
    shared = SharedServer(folder)
    server = shared.start()
    with SharedServer(folder):
        pass
    assert shared.cluster.running() == server
    assert shared.stop()
    assert not shared.stop()


def test_stop_leaves_others_their_server(folder: Path) -> None:
    other = another_process(folder)
    with pytest.raises(ServerUnavailable, match="--force"):
        SharedServer(folder).stop()
    assert Cluster(folder).running() is not None
    assert SharedServer(folder).stop(force=True)
    other.communicate("", timeout=60)


def test_nothing_above_the_folder_is_opened(folder: Path) -> None:
    with SharedServer(folder):
        pass
    assert folder.parent.stat().st_mode & 0o777 == 0o700
    assert (folder / "password").stat().st_mode & 0o777 == 0o600
    assert (folder / "cluster").stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_as_a_normal_user() -> None:
    """The same program, run by somebody without rights, in a folder of their own."""
    user = pwd.getpwnam("nobody")
    if not binaries.reachable(Path(binaries.__file__).parent, user.pw_uid):
        pytest.skip("the installed program lies where that user cannot read it")
    home = Path(tempfile.mkdtemp(prefix="cinegraph-user-"))
    os.chown(home, user.pw_uid, user.pw_gid)
    try:
        child = os.fork()
        if child == 0:
            os._exit(_as_user(user, home / "data"))
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert (home / "data" / "cluster").stat().st_uid == user.pw_uid
    finally:
        shutil.rmtree(home)


def _as_user(user: pwd.struct_passwd, folder: Path) -> int:
    os.setgroups([])
    os.setgid(user.pw_gid)
    os.setuid(user.pw_uid)
    with SharedServer(folder) as url:
        up = answers(url)
    return 0 if up and Cluster(folder).running() is None else 1

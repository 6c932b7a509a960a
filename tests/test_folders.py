"""What a killed run of tests left is removed by the next; what lives is not."""

import os
import subprocess
import sys
from pathlib import Path

import psutil

from cinegraph.postgres.sharing import SharedServer
from tests import folders

_RUN = """
import sys, time
from pathlib import Path
from cinegraph.postgres.sharing import SharedServer
from tests import folders
folder = folders.made(Path(sys.argv[1]))
with SharedServer(folder / "server") as url:
    print(folder, flush=True)
    time.sleep(600)  # it is killed long before
"""


def test_a_killed_run_is_swept_up_and_its_server_stopped(tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    env = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), *sys.path])}
    with subprocess.Popen(
        [sys.executable, "-c", _RUN, str(tmp_path)], env=env, stdout=subprocess.PIPE, text=True
    ) as run:
        try:
            assert run.stdout is not None
            folder = Path(run.stdout.readline().strip())
            running = SharedServer(folder / "server").cluster.running()
            assert running is not None
            server = psutil.Process(running.pid)
            folders.sweep(tmp_path)
            assert folder.exists()
            assert _lives(server)
        finally:
            run.kill()
    folders.sweep(tmp_path)
    assert not folder.exists()
    assert not _lives(server)


def _lives(process: psutil.Process) -> bool:
    return process.is_running() and process.status() != psutil.STATUS_ZOMBIE


def test_what_has_no_lock_is_left_alone(tmp_path: Path) -> None:
    being_made, others = tmp_path / "cinegraph-tests-x", tmp_path / "other"
    being_made.mkdir()
    others.mkdir()
    folders.sweep(tmp_path)
    assert being_made.exists()
    assert others.exists()

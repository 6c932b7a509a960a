"""Run the world on loopback: in this process, or in one of its own that ends with us."""

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cinegraph.offline.facts import Facts, catalogue_facts, own_facts
from cinegraph.offline.faults import parse_plan

if TYPE_CHECKING:
    import uvicorn

_START_SECONDS = 30.0


class WorldUnavailable(Exception):
    """The offline world is not there; one line that says why."""


def read_facts(catalogue: Path | None, folder: Path | None) -> Facts:
    """The facts to serve: a catalogue's films, with the ceremonies and films of the project's own facts."""
    own = own_facts(folder)
    return (
        own
        if catalogue is None
        else Facts(catalogue_facts(catalogue).films | own.films, own.ceremonies, own.lists)
    )


def serve(facts: Facts, plan: str, host: str, port: int) -> None:
    """Answer until interrupted. Raises OSError if the address cannot be listened on."""
    _server(facts, plan).run(sockets=[socket.create_server((host, port))])


def serve_as_child(facts: Facts, plan: str) -> None:
    """Answer on a free port, told in one line of JSON, until whoever started us is gone."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = _server(facts, plan)
    print(json.dumps({"url": f"http://127.0.0.1:{listening.getsockname()[1]}"}), flush=True)
    threading.Thread(target=_stop_at_end_of_stdin, args=(server,), daemon=True).start()
    server.run(sockets=[listening])


def _server(facts: Facts, plan: str) -> "uvicorn.Server":
    import uvicorn  # noqa: PLC0415 only who serves needs it: the command line starts faster

    from cinegraph.offline.world import world  # noqa: PLC0415 as above

    return uvicorn.Server(
        uvicorn.Config(world(facts, parse_plan(plan)), log_level="critical", lifespan="off")
    )


def _stop_at_end_of_stdin(server: "uvicorn.Server") -> None:
    sys.stdin.buffer.read()
    server.should_exit = True


@contextmanager
def own_world(plan: str = "", catalogue: Path | None = None) -> Iterator[str]:
    """A world in a process of its own for as long as the block lasts; its address.

    It ends with us, however we end: it watches the pipe that we hold. Raises WorldUnavailable.
    """
    command = [sys.executable, "-m", "cinegraph.offline", plan, str(catalogue or "")]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        line = process.stdout.readline()
        if not line:
            said = process.stderr.read().strip().splitlines()
            raise WorldUnavailable(
                f"the offline world did not start: {said[-1] if said else 'it said nothing'}"
            )
        yield str(json.loads(line)["url"])
    finally:
        process.stdin.close()
        process.wait(_START_SECONDS)
        process.stdout.close()
        process.stderr.close()

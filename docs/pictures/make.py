"""Draw the pictures of the documents from a real run against the offline world.

    python docs/pictures/make.py

It imports the 96th Academy Awards into a database of its own, catches the display in the middle and at the end,
and writes `import.svg` beside this file.
"""

import asyncio
import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console

from cinegraph.cli import show
from cinegraph.cli.live import _Bars
from cinegraph.offline.serve import own_world
from cinegraph.postgres.sharing import SharedServer
from cinegraph.store import imports
from cinegraph.store.database import Database

HERE = Path(__file__).parent
COMMAND = "cinegraph import oscars 2024 --offline"


async def caught(url: str, console: Console) -> None:
    """Print the display once in the middle of the run, and the sum at its end."""
    async with Database(url) as database:
        half = None
        while True:
            async with database.transaction() as conn:
                counted = await imports.reconcile(conn, [1])
            if half is None and counted and counted[0].films and counted[0].pending < counted[0].films * 0.45:
                half = _Bars()
                await half.update(database, counted)
                console.print(half.picture)
            if counted and counted[0].state == "finished":
                await show.reconciliation(database, counted[0], console)
                return
            await asyncio.sleep(0.01)


def main() -> None:
    """Run, catch, write."""
    console = Console(record=True, width=92, force_terminal=True, file=io.StringIO())
    console.print(f"[bold]$ {COMMAND}[/]")
    with (
        tempfile.TemporaryDirectory() as folder,
        SharedServer(Path(folder) / "data") as url,
        own_world() as world,
    ):
        env = os.environ | {"CINEGRAPH_DATABASE_URL": url, "CINEGRAPH_OFFLINE_URL": world}
        program = [sys.executable, "-m", "cinegraph"]
        subprocess.run([*program, "import", "oscars", "2024", "--offline", "--detach"], env=env, check=True)
        with (
            subprocess.Popen([*program, "worker", "--offline"], env=env) as worker,
            contextlib.ExitStack() as stack,
        ):
            stack.callback(worker.terminate)
            asyncio.run(caught(url, console))
    without_fonts = re.sub(
        r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL
    )  # nothing is fetched
    console.save_svg(str(HERE / "import.svg"), title="cinegraph", code_format=without_fonts)


if __name__ == "__main__":
    main()

"""The workers of `cinegraph serve`: processes of their own, so that a page is quick while an import runs.

Each ends with us, however we end: it watches the pipe that we hold. One that dies is started anew.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from cinegraph import telemetry

_AGAIN_SECONDS = 5.0
_END_SECONDS = 20.0


@dataclass(slots=True)
class Workers:
    """So many processes that work the queue, by the settings as they are when a process starts.

    `offline` is the address of the offline world, if they look there.
    """

    count: int
    offline: str | None = None
    _running: list[asyncio.subprocess.Process] = field(default_factory=list)
    _ending: bool = False

    async def renew(self) -> None:
        """Settings have changed: each ends its jobs, and another takes its place."""
        for process in list(self._running):
            _ask_to_end(process)

    async def keep(self) -> None:
        """Keep them running until cancelled."""
        await asyncio.gather(*(self._keep_one() for _ in range(self.count)))

    async def _keep_one(self) -> None:
        while not self._ending:
            process = await self._start()
            self._running.append(process)
            try:
                code = await process.wait()
            finally:
                self._running.remove(process)
            if code and not self._ending:
                telemetry.log().error("a worker ended by itself; another is started", code=code)
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _start(self) -> asyncio.subprocess.Process:
        environment = dict(os.environ)
        words = [sys.executable, "-m", "cinegraph.cli.serving_worker"]
        if self.offline:
            environment["CINEGRAPH_OFFLINE_URL"] = self.offline
            words.append("--offline")
        return await asyncio.create_subprocess_exec(
            *words, stdin=asyncio.subprocess.PIPE, env=environment, start_new_session=True
        )

    async def end(self) -> None:
        """Running jobs are brought to their end; who takes too long over that is ended, and its jobs go to others."""
        self._ending = True
        processes = list(self._running)
        for process in processes:
            _ask_to_end(process)
        if processes:
            _, late = await asyncio.wait(
                [asyncio.create_task(process.wait()) for process in processes], timeout=_END_SECONDS
            )
            if late:
                for process in processes:
                    if process.returncode is None:
                        process.kill()


def _ask_to_end(process: asyncio.subprocess.Process) -> None:
    if process.stdin is not None:
        process.stdin.close()


@asynccontextmanager
async def working(workers: Workers) -> AsyncIterator[None]:
    """They work while the block lasts."""
    keeping = asyncio.create_task(workers.keep())
    try:
        yield
    finally:
        await workers.end()
        keeping.cancel()
        await asyncio.wait([keeping])

"""A worker: every queue with its own concurrency, until it is told to stop."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass

from procrastinate import App
from procrastinate.worker import Worker

from cinegraph.jobs.endings import keep_errors
from cinegraph.pipeline.context import Context
from cinegraph.pipeline.rescue import rescue

_POLL_SECONDS = 1.0
_GRACE_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a worker says that it lives, and after what silence it counts as dead, in seconds."""

    heartbeat: float
    dead_after: float


class WorkerEnded(Exception):
    """A worker ended although nobody had told it to. One line, with its last error."""


class QueueWorker:
    """Works the queues in this process. `stop` lets running jobs end, `run` returns when they have."""

    def __init__(self, app: App, context: Context, queues: Mapping[str, int], rhythm: Rhythm) -> None:
        self._context = context
        self._rhythm = rhythm
        self._stopped = False
        self._last_error = _LastError()
        self._workers = [
            Worker(
                app,
                queues=[name],
                name=name,
                concurrency=concurrency,
                fetch_job_polling_interval=_POLL_SECONDS,
                abort_job_polling_interval=_POLL_SECONDS,
                shutdown_graceful_timeout=_GRACE_SECONDS,
                additional_context={"context": context, "worker_dead_seconds": rhythm.dead_after},
                install_signal_handlers=False,
                update_heartbeat_interval=rhythm.heartbeat,
                stalled_worker_timeout=rhythm.dead_after,
                worker_middleware=[keep_errors],
            )
            for name, concurrency in queues.items()
        ]

    async def run(self) -> None:
        """Work until stopped. Jobs that a killed worker left are taken over from the start, and then each minute."""
        watcher = asyncio.create_task(self._rescue_at_start())
        logging.getLogger("procrastinate").addHandler(self._last_error)
        try:
            await asyncio.gather(*(self._run(worker) for worker in self._workers))
        finally:
            logging.getLogger("procrastinate").removeHandler(self._last_error)
            watcher.cancel()

    async def _run(self, worker: Worker) -> None:
        await worker.run()  # type: ignore[no-untyped-call] # theirs
        if not self._stopped:
            self.stop()
            raise WorkerEnded(f"the worker of {worker.worker_name} ended by itself: {self._last_error.said}")

    async def _rescue_at_start(self) -> None:
        """A worker that was killed a moment ago is not yet known to be dead: look again once it is."""
        await rescue(self._context, self._rhythm.dead_after)
        await asyncio.sleep(self._rhythm.dead_after + self._rhythm.heartbeat)
        await rescue(self._context, self._rhythm.dead_after)

    def stop(self) -> None:
        """Begin no new job."""
        self._stopped = True
        for worker in self._workers:
            worker.stop()  # type: ignore[no-untyped-call] # theirs


class _LastError(logging.Handler):
    """The queue's library tells why a worker ended only to its log: this listens."""

    said = "it did not say why"

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what the newest error says."""
        if record.levelno >= logging.ERROR:
            wrong = record.exc_info[1] if record.exc_info else None
            self.said = " ".join(str(wrong or record.getMessage()).split())

"""How a job ends: done, put off to a known moment, tried again after an accident, or failed for good.

The queue keeps no error text, so a middleware does; a job that fails for good lets go of what waited for it.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from procrastinate import BaseRetryStrategy, JobContext, RetryDecision
from procrastinate.jobs import Job
from procrastinate.worker import Worker

from cinegraph.pipeline.context import Context, PutOff, Refused
from cinegraph.pipeline.import_ceremony import ImportFailed
from cinegraph.pipeline.manage_jobs import give_up
from cinegraph.store import jobs

_ACCIDENTS = 5
_FIRST_WAIT = 15.0
_LONGEST_WAIT = 3600.0
_LONGEST_ASKED = 86_400.0
"""Seconds: who asks us to wait for longer is asked again after a day, and may say so again."""


class Endings(BaseRetryStrategy):
    """Decides what becomes of a job that raised.

    PutOff: again at the first moment that a source named, else after 15 s, 30 s, 1 min … 1 h, for as long as it takes.
    ImportFailed, Refused: failed. A worker that is stopped: again at once. Anything else: five times, then failed.
    """

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        match exception:
            case PutOff():
                return RetryDecision(retry_at=_again_at(exception, job.attempts))
            case ImportFailed() | Refused():
                return None
            case asyncio.CancelledError():
                return RetryDecision(retry_at=datetime.now(UTC))
            case _:
                return None if job.attempts >= _ACCIDENTS else RetryDecision(retry_at=_in(2.0**job.attempts))


def _again_at(reason: PutOff, attempts: int) -> datetime:
    """The first of the moments that were named; a growing while if none was."""
    named = [*([reason.until] if reason.until else []), *([_in(reason.after)] if reason.after else [])]
    return min(named, default=_in(_backoff(attempts)))


def _backoff(attempts: int) -> float:
    wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(attempts, 10))
    return wait * random.uniform(0.9, 1.1)


def _in(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=min(seconds, _LONGEST_ASKED))


async def keep_errors(call_next: Callable[[], Awaitable[Any]], job: JobContext, _: Worker) -> Any:
    """Worker middleware: what a job raised is kept, and who waited for a job that failed for good is told."""
    try:
        return await call_next()
    except Exception as wrong:
        await _keep(job, wrong)
        raise


async def _keep(job: JobContext, wrong: Exception) -> None:
    context = context_of(job)
    reason = str(wrong) or type(wrong).__name__
    assert job.job.id is not None
    async with context.database.transaction() as conn:
        await jobs.keep_error(conn, job.job.id, job.job.attempts + 1, type(wrong).__name__, reason)
    if job.task.get_retry_exception(wrong, job.job) is None:
        await give_up(context, job.job.id, reason)


def context_of(job: JobContext) -> Context:
    """The parts that verbs work with, as the worker was given them."""
    context = job.additional_context["context"]
    assert isinstance(context, Context)
    return context


def silence_of(job: JobContext) -> float:
    """After how many seconds without a sign a worker is dead."""
    return float(job.additional_context["worker_dead_seconds"])

"""How long a job that was put off waits."""

from datetime import UTC, datetime, timedelta

import pytest
from procrastinate.jobs import Job

from cinegraph.jobs.endings import Endings
from cinegraph.pipeline.context import PutOff

LATER = datetime.now(UTC) + timedelta(days=30)
JOB = Job(id=1, queue="movies", lock=None, queueing_lock=None, task_name="resolve_movie", attempts=0)


@pytest.mark.parametrize(
    ("reason", "at_most"),
    [
        (PutOff("a quota and a breath", after=60.0, until=LATER), timedelta(seconds=61)),
        (PutOff("a quota", until=LATER), timedelta(days=31)),
        (PutOff("nobody says"), timedelta(seconds=20)),
    ],
    ids=["both", "until", "neither"],
)
def test_the_first_moment_that_was_named_counts(reason: PutOff, at_most: timedelta) -> None:
    decided = Endings().get_retry_decision(exception=reason, job=JOB)
    assert decided is not None
    assert decided.retry_at is not None
    wait = decided.retry_at - datetime.now(UTC)
    assert at_most / 2 < wait < at_most

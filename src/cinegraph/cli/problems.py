"""What may go wrong and is told in one line."""

import psycopg
from psycopg_pool import PoolTimeout

from cinegraph.data.overrides import BadOverrides
from cinegraph.data.score_profiles import BadProfiles
from cinegraph.jobs.work import WorkerEnded
from cinegraph.offline.facts import FactsUnreadable
from cinegraph.offline.faults import BadPlan
from cinegraph.offline.serve import WorldUnavailable
from cinegraph.pages.errors import PageError
from cinegraph.pipeline.context import Refused
from cinegraph.postgres.errors import ServerUnavailable
from cinegraph.settings import ConfigurationError
from cinegraph.store.database import DatabaseUnavailable

KNOWN = (
    BadOverrides,
    BadPlan,
    BadProfiles,
    ConfigurationError,
    DatabaseUnavailable,
    FactsUnreadable,
    PageError,
    PoolTimeout,
    Refused,
    ServerUnavailable,
    WorkerEnded,
    WorldUnavailable,
    psycopg.OperationalError,
    OSError,
)


def one_line(wrong: Exception) -> str:
    """The line that a person reads."""
    if isinstance(wrong, (psycopg.OperationalError, PoolTimeout)):
        said = str(wrong).strip().splitlines() or [type(wrong).__name__]
        return f"the database went away: {said[0]}; run the same command again to go on"
    if isinstance(wrong, OSError) and wrong.filename:
        return f"{wrong.filename}: {wrong.strerror}"
    return " ".join(str(wrong).split())

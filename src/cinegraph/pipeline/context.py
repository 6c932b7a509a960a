"""What every verb works with: built once by `app`, handed to each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from psycopg import AsyncConnection

from cinegraph.fetch.transports import Transport
from cinegraph.sources.base import Source
from cinegraph.store.database import Database

World = Literal["real", "offline"]


class Queue(Protocol):
    """Where jobs are put, in the transaction of the rows that cause them. Each answer is the job's number."""

    async def import_ceremony(self, conn: AsyncConnection, import_id: int) -> int: ...

    async def resolve_movies(
        self,
        conn: AsyncConnection,
        import_id: int | None,
        movie_ids: Sequence[int],
        not_before: datetime | None,
        urgent: bool = True,
    ) -> dict[int, int]: ...

    async def finish_import(self, conn: AsyncConnection, import_id: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Context:
    """The parts, joined. `transports` maps a site to the way its pages are got (missing: switched off);
    `now` is the clock.

    A film that was not found is not asked for again for `not_found_for`, then twice as long each time up to
    `not_found_longest`. A sweep asks for `refresh_limit` films; one that is a stub for `stub_review_after` goes
    before a person."""

    database: Database
    sources: tuple[Source, ...]
    transports: Mapping[str, Transport]
    queue: Queue
    world: World
    now: Callable[[], datetime]
    not_found_for: timedelta
    page_fresh_for: timedelta
    not_found_longest: timedelta
    refresh_limit: int
    stub_review_after: timedelta


class Refused(Exception):
    """The verb cannot do what it was asked to. One line: what was wrong, and what to do."""


class PutOff(Exception):
    """No answer now: the same job again, after so many seconds or at a known moment."""

    def __init__(self, reason: str, after: float | None = None, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.after = after
        self.until = until

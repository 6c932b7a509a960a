"""What every verb works with: built once by `app`, handed to each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, Protocol

from psycopg import AsyncConnection

from cinegraph.fetch.http import Door
from cinegraph.fetch.transports import Transport
from cinegraph.sources.base import Source
from cinegraph.store.database import Database

World = Literal["real", "offline"]


class Queue(Protocol):
    """Where jobs are put, in the transaction of the rows that cause them. Each answer is the job's number."""

    async def import_ceremony(self, conn: AsyncConnection, import_id: int) -> int: ...

    async def resolve_movies(
        self, conn: AsyncConnection, import_id: int, movie_ids: Sequence[int], not_before: datetime | None
    ) -> dict[int, int]: ...

    async def finish_import(self, conn: AsyncConnection, import_id: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Context:
    """The parts, joined. `transports` maps a site to the way its pages are got (missing: switched off);
    `door` is the way to the network for what is neither a page nor a source; `now` is the clock."""

    database: Database
    sources: tuple[Source, ...]
    transports: Mapping[str, Transport]
    door: Door
    queue: Queue
    world: World
    now: Callable[[], datetime]
    not_found_for: timedelta
    page_fresh_for: timedelta


class Refused(Exception):
    """The verb cannot do what it was asked to. One line: what was wrong, and what to do."""


class PutOff(Exception):
    """No answer now: the same job again, after so many seconds or at a known moment."""

    def __init__(self, reason: str, after: float | None = None, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.after = after
        self.until = until

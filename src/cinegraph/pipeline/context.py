"""What every verb works with: built once by `app`, handed to each."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal, Protocol

from psycopg import AsyncConnection

from cinegraph.domain.corrections import Override
from cinegraph.domain.scores import Profile
from cinegraph.fetch.http import Door
from cinegraph.fetch.transports import Transport
from cinegraph.lookup.nominee_chain import PeopleSource
from cinegraph.sources.base import Changing, Source
from cinegraph.store.budgets import Limits
from cinegraph.store.database import Database
from cinegraph.store.enrichment import Policy

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
        afresh: bool = False,
    ) -> dict[int, int]: ...

    async def link_people(
        self,
        conn: AsyncConnection,
        movie_ids: Sequence[int],
        import_id: int | None = None,
        urgent: bool = True,
    ) -> dict[int, int]: ...

    async def build_graph(self, conn: AsyncConnection) -> int: ...

    async def enrich_movies(
        self,
        conn: AsyncConnection,
        movie_ids: Sequence[int],
        import_id: int | None,
        urgent: bool,
        afresh: bool = False,
    ) -> dict[int, int]: ...

    async def refresh_movies(self, conn: AsyncConnection, movie_ids: Sequence[int]) -> dict[int, int]: ...
    async def build_collaborations(self, conn: AsyncConnection) -> int: ...
    async def score_movies(self, conn: AsyncConnection) -> int: ...

    async def finish_import(self, conn: AsyncConnection, import_id: int) -> int: ...

    async def import_list(self, conn: AsyncConnection, import_id: int) -> int: ...

    async def import_list_pages(
        self, conn: AsyncConnection, import_id: int, numbers: Sequence[int]
    ) -> dict[int, int]: ...

    async def save_list(self, conn: AsyncConnection, import_id: int) -> int: ...


@dataclass(frozen=True, slots=True)
class Tier:
    """A catalogue as it is configured, on or off: `why` says why it is off. `pace` is in calls a second, 0 is
    unlimited; `critical_only` says that it is kept for films that are marked critical; `metered` is the name under
    which its calls are recorded and paid for."""

    name: str
    metered: str
    place: int
    on: bool
    why: str
    price_usd: Decimal
    pace: float
    critical_only: bool
    limits: Limits


@dataclass(frozen=True, slots=True)
class Lines:
    """What is worth an alert: this share of a source's calls within an hour failed (of at least so many calls);
    a source has cost this within a day (None: no line)."""

    failure_rate: Decimal
    failure_calls: int
    spend_usd: Decimal | None


@dataclass(frozen=True, slots=True)
class Ratings:
    """Who is asked for the ratings of films that were found, and how old they may become."""

    source: Source
    policy: Policy


Notify = Callable[[Mapping[str, object]], Awaitable[None]]
"""Sends an alert to whoever wants to know. Raises what the door raises."""


@dataclass(frozen=True, slots=True)
class Context:
    """The parts, joined. `transports` maps a site to the way its pages are got (missing: switched off);
    `door` is the way to the network for what is neither a page nor a source; `now` is the clock; `critical_only`
    names the sources that are kept for critical films; a call that was paid for in advance and has said nothing for
    `call_lost_after` is given up for lost.

    A film that was not found is not asked for again for `not_found_for`, then twice as long each time up to
    `not_found_longest`. A sweep asks for `refresh_limit` films; one that is a stub for `stub_review_after` goes
    before a person.

    `ratings` is None if they are not asked for, and `no_ratings` says why; `changing` is the catalogue that says which
    of its films have changed, None if there is none.
    `people` is the catalogue that is asked about people, None if none is switched on.

    `kept_share` of what a page stated before it must still state; `overrides` are corrections to the world's data;
    `profiles` are the views that films are scored in."""

    database: Database
    sources: tuple[Source, ...]
    transports: Mapping[str, Transport]
    door: Door
    queue: Queue
    world: World
    now: Callable[[], datetime]
    not_found_for: timedelta
    page_fresh_for: timedelta
    critical_only: frozenset[str]
    tiers: tuple[Tier, ...]
    lines: Lines
    notify: Notify | None
    call_lost_after: timedelta
    not_found_longest: timedelta
    refresh_limit: int
    stub_review_after: timedelta
    kept_share: float
    overrides: tuple[Override, ...]
    ratings: Ratings | None
    no_ratings: str
    changing: Changing | None
    people: PeopleSource | None
    profiles: tuple[Profile, ...]


class Refused(Exception):
    """The verb cannot do what it was asked to. One line: what was wrong, and what to do."""


class FieldRefused(Refused):
    """A value that was given cannot be; `field` is the one that it was given for."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field


class Stale(Refused):
    """What was to be changed is no longer as it was when it was looked at: nothing was changed."""


class ImportFailed(Exception):
    """Nothing was stored; the message is the reason, in one line."""


class PutOff(Exception):
    """No answer now: the same job again, after so many seconds or at a known moment."""

    def __init__(self, reason: str, after: float | None = None, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.after = after
        self.until = until

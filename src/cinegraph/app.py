"""The one place that builds the parts and joins them."""

import functools
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx2
from procrastinate import App
from pydantic import SecretStr

from cinegraph import data, telemetry
from cinegraph.fetch.http import Call, Door
from cinegraph.fetch.pace import SharedPace
from cinegraph.fetch.transports import Direct, Transport
from cinegraph.jobs.queue import JobQueue, job_app
from cinegraph.jobs.work import QueueWorker, Rhythm
from cinegraph.pipeline.context import Context, World
from cinegraph.postgres.sharing import SharedServer
from cinegraph.settings import ConfigurationError, Settings
from cinegraph.sources import TIERS
from cinegraph.sources.base import Source
from cinegraph.store import jobs, lookups, organizations
from cinegraph.store.database import Database
from cinegraph.store.upgrade import upgrade

_BURST = 5
"""Turns that may be taken at once after a pause: more, and 40 a second becomes a burst that TMDb refuses."""


@dataclass(frozen=True, slots=True)
class Cinegraph:
    """The program, built: the settings, the parts that verbs work with, and the queue."""

    settings: Settings
    context: Context
    jobs: App

    def worker(self, queues: tuple[str, ...] | None = None) -> QueueWorker:
        """A worker of these queues (None: all), with the concurrency that is set."""
        chosen = {name: self.settings.queues[name] for name in queues or tuple(self.settings.queues)}
        rhythm = Rhythm(self.settings.heartbeat_seconds, self.settings.worker_dead_seconds)
        return QueueWorker(self.jobs, self.context, chosen, rhythm)


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The address of the database: the server that is set, or the embedded one, up while the block lasts.

    Raises ServerUnavailable.
    """
    if settings.database_url is not None:
        yield settings.database_url.get_secret_value()
    else:
        with SharedServer(settings.data_dir) as url:
            yield url


@contextmanager
def migrated_database(settings: Settings) -> Iterator[str]:
    """The address of the database, with this program's schema in it. Raises DatabaseUnavailable too."""
    with database_url(settings) as url:
        upgrade(url)
        yield url


@asynccontextmanager
async def cinegraph(
    settings: Settings, url: str, world: World = "real", transport: httpx2.AsyncBaseTransport | None = None
) -> AsyncIterator[Cinegraph]:
    """The parts, joined and connected, for as long as the block lasts. Raises DatabaseUnavailable.

    `transport` takes the place of the network.
    """
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(Database(url))
        async with database.transaction() as conn:
            await organizations.seed(conn, data.organizations())
        client = await stack.enter_async_context(
            httpx2.AsyncClient(
                transport=transport,
                timeout=settings.http_timeout,
                follow_redirects=True,
                limits=httpx2.Limits(max_connections=64, max_keepalive_connections=32),
            )
        )
        queue = job_app()
        await stack.enter_async_context(_connected(queue, database))
        context = Context(
            database=database,
            sources=_sources(settings, door := _door(settings, client, database)),
            transports=_transports(settings, door),
            queue=JobQueue(queue),
            world=world,
            now=lambda: datetime.now(UTC),
            not_found_for=timedelta(days=settings.not_found_days),
            page_fresh_for=timedelta(hours=settings.page_fresh_hours),
            not_found_longest=timedelta(days=settings.not_found_longest_days),
            refresh_limit=settings.refresh_limit,
            stub_review_after=timedelta(days=settings.stub_review_days),
        )
        yield Cinegraph(settings, context, queue)


@asynccontextmanager
async def _connected(queue: App, database: Database) -> AsyncIterator[None]:
    await queue.open_async(database.statements)
    try:
        yield
    finally:
        await queue.close_async()


async def refuse_what_cannot_work(program: Cinegraph) -> None:
    """Checked before work begins. Raises ConfigurationError, naming what is missing."""
    require_keys(program.settings)
    async with program.context.database.transaction() as conn:
        strange = await jobs.strange_queues(conn, list(program.settings.queues))
    if strange:
        raise ConfigurationError(f"jobs wait in queue {strange[0]!r}, which no worker of this program runs")


def require_keys(settings: Settings) -> None:
    """Raises ConfigurationError if a catalogue is switched on and has no key, or none is switched on."""
    if not settings.tmdb:
        raise ConfigurationError(
            "no catalogue is switched on (CINEGRAPH_TMDB is false): switch one on, or import with --no-lookup"
        )
    if settings.tmdb_token is None and settings.tmdb_key is None:
        raise ConfigurationError(
            "TMDb has no key: set CINEGRAPH_TMDB_TOKEN (free, from themoviedb.org), or use --offline or --no-lookup"
        )


def offline_settings(settings: Settings, url: str) -> Settings:
    """The same settings, with the offline world at `url` in the place of the outside."""
    from cinegraph.offline.tmdb import TOKEN  # noqa: PLC0415 only who goes offline needs the world

    return settings.model_copy(
        update={
            "tmdb": True,
            "tmdb_token": SecretStr(TOKEN),
            "tmdb_key": None,
            "tmdb_url": f"{url}/tmdb/3",
            "oscars_url": f"{url}/oscars",
            "imdb_transport": "direct",
            "imdb_url": f"{url}/imdb",
            "oscars_rate": 0.0,
            "imdb_rate": 0.0,
        }
    )


def _door(settings: Settings, client: httpx2.AsyncClient, database: Database) -> Door:
    async def record(call: Call) -> None:
        async with database.statement() as conn:
            await lookups.record(
                conn,
                call.id,
                call.source,
                call.operation,
                call.identifier,
                call.success,
                call.response_time_ms,
                call.error_message,
                call.metadata,
            )

    async def take(source: str, rate: float) -> float:
        async with database.statement() as conn:
            return await lookups.take_turn(conn, source, rate, _BURST)

    rates = {"tmdb": settings.tmdb_rate, "oscars": settings.oscars_rate, "imdb": settings.imdb_rate}
    secrets = tuple(_shown(secret) for secret in (settings.tmdb_token, settings.tmdb_key) if secret)
    return Door(client, SharedPace(take, rates), record, settings.http_attempts, secrets)


def _sources(settings: Settings, door: Door) -> tuple[Source, ...]:
    """Those that are switched on, in the order of TIERS."""
    return tuple(source for build in TIERS if (source := build(settings, door)) is not None)


def _transports(settings: Settings, door: Door) -> dict[str, Transport]:
    sites = {"oscars": settings.oscars_url}
    if settings.imdb_transport == "direct":
        sites["imdb"] = settings.imdb_url
    direct = Direct(door, sites, settings.user_agent)
    return dict.fromkeys(sites, direct)


def _shown(secret: SecretStr) -> str:
    return secret.get_secret_value()


def watch(settings: Settings) -> None:
    """Logging and spans, as the settings say."""
    telemetry.configure_logging(settings.log_level, settings.log_style)
    if settings.log_level == "DEBUG":
        telemetry.watch(functools.partial(telemetry.log_span))

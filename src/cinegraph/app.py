"""The one place that builds the parts and joins them."""

import dataclasses
import functools
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import httpx2
from procrastinate import App
from pydantic import SecretStr

from cinegraph import data, outside, telemetry
from cinegraph.data.category_keys import category_keys, category_keys_mark
from cinegraph.data.overrides import read_overrides
from cinegraph.data.score_profiles import read_profiles
from cinegraph.data.score_weights import score_weights
from cinegraph.domain.corrections import Override
from cinegraph.domain.scores import Profile
from cinegraph.jobs.queue import JobQueue, job_app
from cinegraph.jobs.work import QueueWorker, Rhythm
from cinegraph.pipeline.context import Context, Lines, World
from cinegraph.postgres.sharing import SharedServer
from cinegraph.settings import ConfigurationError, Settings
from cinegraph.sources.imdb_datasets import NOT_LOADED
from cinegraph.store import categories, datasets, jobs, lists, organizations, score_settings
from cinegraph.store.database import Database
from cinegraph.store.upgrade import upgrade
from cinegraph.switches import event_pages_lack, what_is_missing

_LOST_AFTER = 15
"""Times the timeout of a request: nobody waits for an answer any longer."""


@dataclass(frozen=True, slots=True)
class Cinegraph:
    """The program, built: the settings, the parts that verbs work with and the queue."""

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
    settings: Settings,
    url: str,
    world: World = "real",
    transport: httpx2.AsyncBaseTransport | None = None,
    behind: bool = False,
) -> AsyncIterator[Cinegraph]:
    """The parts, joined and connected, for as long as the block lasts. Raises DatabaseUnavailable, BadProfiles.

    `transport` takes the place of the network; `behind`: what is done here goes after what others want.
    """
    profiles = read_profiles(settings.score_profiles)
    async with AsyncExitStack() as stack:
        database = await stack.enter_async_context(
            Database(url, behind=behind, ours=settings.database_url is None)
        )
        async with database.transaction() as conn:
            await organizations.seed(conn, data.organizations())
            await categories.seed(conn, category_keys(), category_keys_mark())
            corrected = read_overrides(settings.overrides_file, await organizations.names(conn))
            await lists.seed(conn, data.lists())
            await score_settings.seed_weights(conn, score_weights())
            await score_settings.seed_profiles(conn, profiles)
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
        context = _context(settings, client, database, queue, world, corrected, profiles)
        yield Cinegraph(settings, context, queue)


def with_settings(program: Cinegraph, settings: Settings, offline: str | None = None) -> Cinegraph:
    """The program as it would be with these settings, on the connections that it has: where the database is, how
    long a request may take, and the profiles of scores stay what they were. `offline` is the address of the offline world, if it looks there."""
    reaching = settings if offline is None else offline_settings(settings, offline)
    old = program.context
    context = _context(
        reaching, old.door.client, old.database, program.jobs, old.world, old.overrides, old.profiles
    )
    return dataclasses.replace(program, settings=reaching, context=context)


def _context(
    settings: Settings,
    client: httpx2.AsyncClient,
    database: Database,
    queue: App,
    world: World,
    overrides: tuple[Override, ...],
    profiles: tuple[Profile, ...],
) -> Context:
    door = outside.door(settings, client, database)
    sources = outside.sources(settings, door, database)
    ratings, no_ratings = outside.ratings(settings, door, database, sources)
    return Context(
        database=database,
        sources=sources,
        transports=outside.transports(settings, door),
        door=door,
        queue=JobQueue(queue),
        world=world,
        now=lambda: datetime.now(UTC),
        not_found_for=timedelta(days=settings.not_found_days),
        page_fresh_for=timedelta(hours=settings.page_fresh_hours),
        critical_only=frozenset(settings.critical_only),
        tiers=outside.tiers(settings, sources),
        lines=_lines(settings),
        notify=outside.notify(settings, door),
        call_lost_after=timedelta(seconds=_LOST_AFTER * settings.http_timeout),
        not_found_longest=timedelta(days=settings.not_found_longest_days),
        refresh_limit=settings.refresh_limit,
        stub_review_after=timedelta(days=settings.stub_review_days),
        kept_share=settings.kept_share,
        overrides=overrides,
        ratings=ratings,
        no_ratings=no_ratings,
        changing=outside.changing(settings, door, database),
        people=outside.people(settings, door, database),
        profiles=profiles,
    )


def _lines(settings: Settings) -> Lines:
    rate = Decimal(str(settings.alert_failure_rate))
    return Lines(rate, settings.alert_failure_calls, settings.alert_spend_usd)


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
    if all(source.name in program.context.critical_only for source in program.context.sources):
        raise ConfigurationError(
            "every catalogue that is switched on is kept for critical films (CINEGRAPH_CRITICAL_ONLY): leave one for"
            " the others"
        )
    async with program.context.database.transaction() as conn:
        strange = await jobs.strange_queues(conn, list(program.settings.queues))
        missing = program.settings.imdb_datasets and await datasets.loaded(conn, "imdb") is None
    if strange:
        raise ConfigurationError(f"jobs wait in queue {strange[0]!r}, which no worker of this program runs")
    if missing:
        raise ConfigurationError(NOT_LOADED)


def require_keys(settings: Settings) -> None:
    """Raises ConfigurationError if a catalogue is switched on and has no key, or none is switched on."""
    require_pages(settings)
    if missing := what_is_missing(settings):
        raise ConfigurationError(missing)


def require_pages(settings: Settings) -> None:
    """Raises ConfigurationError if the way to IMDb's event pages lacks its key."""
    if lack := event_pages_lack(settings):
        raise ConfigurationError(lack)


def offline_settings(settings: Settings, url: str) -> Settings:
    """The same settings, with the offline world at `url` in the place of the outside."""
    from cinegraph.offline.omdb import KEY  # noqa: PLC0415 only who goes offline needs the world
    from cinegraph.offline.tmdb import TOKEN  # noqa: PLC0415 as above

    return settings.model_copy(
        update={
            "omdb_key": SecretStr(KEY),
            "omdb_url": f"{url}/omdb/",
            "omdb_rate": 0.0,
            "omdb_ratings": settings.omdb_ratings is not False,
            "tmdb_token": SecretStr(TOKEN),
            "tmdb_key": None,
            "tmdb_url": f"{url}/tmdb/3",
            "wikidata_url": f"{url}/wikidata/sparql",
            "wikidata_rate": 0.0,
            "oscars_url": f"{url}/oscars",
            "imdb_transport": "zyte" if settings.imdb_transport == "zyte" else "direct",
            "imdb_awards": False,
            "imdb_url": f"{url}/imdb",
            "zyte_url": f"{url}/zyte/v1/extract",
            "zyte_key": SecretStr(TOKEN),
            "zyte_rate": 0.0,
            "oscars_rate": 0.0,
            "imdb_rate": 0.0,
            "alert_webhook": None,
        }
    )


def watch(settings: Settings) -> None:
    """Logging and spans, as the settings say."""
    telemetry.configure_logging(settings.log_level, settings.log_style)
    if settings.log_level == "DEBUG":
        telemetry.watch(functools.partial(telemetry.log_span))

"""The way outside, joined: the door, and behind it the sites and the catalogues with what wraps them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

import httpx2
from pydantic import SecretStr

from cinegraph.fetch import zyte
from cinegraph.fetch.http import LONGEST_WAIT, Call, Door, Request, accepted
from cinegraph.fetch.pace import SharedPace
from cinegraph.fetch.query_service import QueryService
from cinegraph.fetch.transports import Direct, Transport, arrived
from cinegraph.lookup.breaker import Breaker, Rules
from cinegraph.lookup.memory import Remembered
from cinegraph.lookup.nominee_chain import PeopleSource
from cinegraph.lookup.people_memory import RememberedPeople
from cinegraph.pipeline.context import Notify, Ratings, Tier
from cinegraph.settings import Settings
from cinegraph.sources import TIERS, omdb, tmdb
from cinegraph.sources.base import Changing, Parts, Source
from cinegraph.sources.tmdb_people import TMDbPeople
from cinegraph.store import lookups
from cinegraph.store.answers import Notebook
from cinegraph.store.budgets import NO_LIMITS, Limits
from cinegraph.store.database import Database
from cinegraph.store.enrichment import Policy
from cinegraph.store.film_details import KeptImageBases
from cinegraph.store.health import Register
from cinegraph.store.imdb_dataset import KeptDataset
from cinegraph.store.paid_pages import KeptPaidPages
from cinegraph.store.purse import SharedPurse, record
from cinegraph.switches import SWITCHES, Switch

_BURST = 5
"""Turns that may be taken at once after a pause: more, and 40 a second becomes a burst that TMDb refuses."""

_WEBHOOK = "webhook"


def door(settings: Settings, client: httpx2.AsyncClient, database: Database) -> Door:
    """The one door: paced, paid for from the shared budgets, with every secret known to it."""

    async def note(call: Call) -> None:
        async with database.statement() as conn:
            await record(conn, call)

    async def take(source: str, rate: float) -> float:
        async with database.statement() as conn:
            return await lookups.take_turn(conn, source, rate, _BURST)

    keys = (settings.tmdb_token, settings.tmdb_key, settings.omdb_key, settings.zyte_key)
    kept = (*keys, settings.alert_webhook)
    secrets = tuple(_shown(secret) for secret in kept if secret)
    if settings.zyte_key is not None:
        secrets += (zyte.credentials(_shown(settings.zyte_key)),)
    purse = SharedPurse(database, _limits(settings))
    return Door(client, SharedPace(take, _rates(settings)), note, settings.http_attempts, secrets, purse)


def _rates(settings: Settings) -> dict[str, float]:
    """Requests a second to everything that is asked outside."""
    catalogues = {switch.metered or switch.name: switch.rate(settings) for switch in SWITCHES}
    return catalogues | {
        "oscars": settings.oscars_rate,
        "imdb": settings.imdb_rate,
        "imdb_awards": settings.imdb_awards_rate,
        _WEBHOOK: 0.0,
    }


def _limits(settings: Settings) -> dict[str, Limits]:
    return {
        name: Limits(budget.day_usd, budget.month_usd, budget.day_calls, budget.month_calls)
        for name, budget in settings.budgets.items()
    }


def sources(settings: Settings, door: Door, database: Database) -> tuple[Source, ...]:
    """Those that are switched on, in the order of TIERS."""
    parts, wrapped = _parts(settings, door, database), _wrapping(settings, database)
    return tuple(wrapped(source) for build in TIERS if (source := build(parts)) is not None)


def ratings(
    settings: Settings, door: Door, database: Database, sources: Sequence[Source]
) -> tuple[Ratings | None, str]:
    """Who is asked for ratings, the catalogue itself where films are looked up in it too; else why nobody is."""
    rater = next((source for source in sources if source.name == omdb.NAME), None)
    if not settings.rates:
        off = settings.omdb_ratings is False
        return None, f"OMDb is switched off ({'CINEGRAPH_OMDB_RATINGS' if off else 'CINEGRAPH_OMDB'})"
    if rater is None and (built := omdb.build_rater(_parts(settings, door, database))) is not None:
        rater = _wrapping(settings, database)(built)
    if rater is None:
        return None, "OMDb has no key (CINEGRAPH_OMDB_KEY)"
    alone = omdb.NAME in settings.critical_only
    return Ratings(rater, Policy(omdb.NAME, settings.ratings_new_days, settings.ratings_old_days, alone)), ""


def changing(settings: Settings, door: Door, database: Database) -> Changing | None:
    """TMDb, if it is switched on: it says which of its films have changed."""
    return tmdb.build(_parts(settings, door, database))


def _parts(settings: Settings, door: Door, database: Database) -> Parts:
    return Parts(settings, door, KeptDataset(database), KeptPaidPages(database), KeptImageBases(database))


def _wrapping(settings: Settings, database: Database) -> Callable[[Source], Source]:
    """What goes around a source.

    Memory is outside the breaker: a source that is left alone still answers from memory, and such an answer is
    no sign of its health. What lies here (a dataset, saved files) needs no memory.
    """
    notebook, found_for, nothing_for = _memory(settings, database)

    def wrapped(source: Source) -> Source:
        guarded = _guarded(settings, source, database)
        if _lies_here(settings, source.name):
            return guarded
        return Remembered(guarded, notebook, found_for, nothing_for)

    return wrapped


def people(settings: Settings, door: Door, database: Database) -> PeopleSource | None:
    """The catalogue that is asked about people, with the same memory and breaker as for films."""
    found = tmdb.build(_parts(settings, door, database))
    if found is None:
        return None
    guarded = _guarded(settings, found, database)
    return RememberedPeople(TMDbPeople(found), guarded, *_memory(settings, database))


def _memory(settings: Settings, database: Database) -> tuple[Notebook, timedelta, timedelta]:
    """Where answers are remembered, for how long if something was found, and if nothing was."""
    found_for = timedelta(days=settings.remember_found_days)
    return Notebook(database), found_for, timedelta(days=settings.remember_not_found_days)


def _guarded(settings: Settings, source: Source, database: Database) -> Breaker:
    rules = Rules(
        settings.breaker_failures,
        settings.breaker_base_seconds,
        settings.breaker_cap_seconds,
        trial_seconds=settings.http_attempts * (settings.http_timeout + LONGEST_WAIT),
    )
    return Breaker(source, Register(database), rules)


def _lies_here(settings: Settings, name: str) -> bool:
    """What lies here is asked at no cost, and is not remembered: its owner may replace it at any time."""
    return name == "imdb_datasets" or (name == "imdb_title" and settings.imdb_title == "files")


def tiers(settings: Settings, sources: Sequence[Source]) -> tuple[Tier, ...]:
    """Every catalogue that there is, on or off."""
    on = {source.name: source for source in sources}
    limits = _limits(settings)
    return tuple(
        Tier(
            name=switch.name,
            metered=switch.metered or switch.name,
            place=place,
            on=switch.name in on,
            why="" if switch.name in on else _why_off(settings, switch),
            price_usd=on[switch.name].price_usd if switch.name in on else Decimal(0),
            pace=switch.rate(settings),
            critical_only=switch.name in settings.critical_only,
            limits=limits.get(switch.metered or switch.name, NO_LIMITS),
        )
        for place, switch in enumerate(SWITCHES, 1)
    )


def _why_off(settings: Settings, switch: Switch) -> str:
    return switch.lacks(settings) if switch.is_on(settings) else f"switched off ({switch.setting})"


def notify(settings: Settings, door: Door) -> Notify | None:
    """How alerts are sent to the address that is set."""
    if settings.alert_webhook is None:
        return None
    address = settings.alert_webhook.get_secret_value()

    async def send(alert: Mapping[str, object]) -> None:
        about = f"{alert['source']} {alert['kind']}"
        await door.ask(Request(_WEBHOOK, "alert", about, address, body=alert), accepted)

    return send


def transports(settings: Settings, door: Door) -> dict[str, Transport]:
    """How each site's pages are got; a site that is missing is switched off."""
    sites = {"oscars": settings.oscars_url}
    if settings.imdb_transport == "direct":
        sites["imdb"] = settings.imdb_url
    ways: dict[str, Transport] = dict.fromkeys(sites, Direct(door, sites, settings.user_agent))
    if settings.imdb_transport == "zyte" and (service := zyte.build(settings, door)) is not None:
        ways["imdb"] = service
    if settings.imdb_awards:
        ways["imdb_awards"] = Direct(
            door, {"imdb_awards": settings.imdb_awards_url}, settings.user_agent, arrived
        )
    if settings.wikidata_awards:
        ways["wikidata"] = QueryService(door, settings.wikidata_url, settings.user_agent)
    return ways


def _shown(secret: SecretStr) -> str:
    return secret.get_secret_value()

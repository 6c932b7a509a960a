"""The way outside, joined: the door, and behind it the sites and the catalogues with what wraps them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal

import httpx2
from pydantic import SecretStr

from cinegraph.fetch.http import Call, Door, Request, accepted
from cinegraph.fetch.pace import SharedPace
from cinegraph.fetch.transports import Direct, Transport
from cinegraph.lookup.breaker import Breaker, Rules
from cinegraph.lookup.memory import Remembered
from cinegraph.pipeline.context import Notify, Tier
from cinegraph.settings import CATALOGUES, Settings
from cinegraph.sources import TIERS
from cinegraph.sources.base import Parts, Source
from cinegraph.store import lookups
from cinegraph.store.answers import Notebook
from cinegraph.store.budgets import NO_LIMITS, Limits
from cinegraph.store.database import Database
from cinegraph.store.health import Register
from cinegraph.store.imdb_dataset import KeptDataset
from cinegraph.store.purse import SharedPurse, record
from cinegraph.switches import SWITCHES

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

    kept = (settings.tmdb_token, settings.tmdb_key, settings.omdb_key, settings.alert_webhook)
    secrets = tuple(_shown(secret) for secret in kept if secret)
    purse = SharedPurse(database, _limits(settings))
    return Door(client, SharedPace(take, _rates(settings)), note, settings.http_attempts, secrets, purse)


def _rates(settings: Settings) -> dict[str, float]:
    """Requests a second to everything that is asked outside."""
    catalogues = {switch.name: switch.rate(settings) for switch in SWITCHES}
    return catalogues | {"oscars": settings.oscars_rate, "imdb": settings.imdb_rate, _WEBHOOK: 0.0}


def _limits(settings: Settings) -> dict[str, Limits]:
    return {
        name: Limits(budget.day_usd, budget.month_usd, budget.day_calls, budget.month_calls)
        for name, budget in settings.budgets.items()
    }


def sources(settings: Settings, door: Door, database: Database) -> tuple[Source, ...]:
    """Those that are switched on, in the order of TIERS.

    Memory is outside the breaker: a source that is left alone still answers from memory, and such an answer is
    no sign of its health. What lies here (a dataset, saved files) needs no memory.
    """
    notebook, register = Notebook(database), Register(database)
    found_for = timedelta(days=settings.remember_found_days)
    nothing_for = timedelta(days=settings.remember_not_found_days)
    rules = Rules(settings.breaker_failures, settings.breaker_base_seconds, settings.breaker_cap_seconds)

    def wrapped(source: Source) -> Source:
        guarded = Breaker(source, register, rules)
        if _lies_here(source.name):
            return guarded
        return Remembered(guarded, notebook, found_for, nothing_for)

    parts = Parts(settings, door, KeptDataset(database))
    return tuple(wrapped(source) for build in TIERS if (source := build(parts)) is not None)


def _lies_here(name: str) -> bool:
    """What lies here is asked at no cost, and is not remembered: its owner may replace it at any time."""
    return name == "imdb_datasets"


def tiers(settings: Settings, sources: Sequence[Source]) -> tuple[Tier, ...]:
    """Every catalogue that there is, on or off."""
    on = {source.name: source for source in sources}
    limits, rates = _limits(settings), _rates(settings)
    return tuple(
        Tier(
            name=name,
            place=place,
            on=name in on,
            why="" if name in on else _why_off(settings, name),
            price_usd=on[name].price_usd if name in on else Decimal(0),
            pace=rates.get(name, 0.0),
            critical_only=name in settings.critical_only,
            limits=limits.get(name, NO_LIMITS),
        )
        for place, name in enumerate(CATALOGUES, 1)
    )


def _why_off(settings: Settings, name: str) -> str:
    switch = next((s for s in SWITCHES if s.name == name), None)
    if switch is None:
        return "this program does not have it yet"
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
    direct = Direct(door, sites, settings.user_agent)
    return dict.fromkeys(sites, direct)


def _shown(secret: SecretStr) -> str:
    return secret.get_secret_value()

"""The state of every catalogue: the contract of `cinegraph sources --json`."""

from datetime import UTC, datetime

from cinegraph.pipeline.context import Context, Tier
from cinegraph.sources.omdb import NAME as RATER
from cinegraph.store import budgets, source_states
from cinegraph.store.budgets import Standing
from cinegraph.store.source_states import SourceState


async def report_sources(context: Context) -> list[dict[str, object]]:
    """Each catalogue in the order of asking, as plain data; keys are only ever added. Money is exact."""
    names = {tier.name: tier.metered for tier in context.tiers}
    async with context.database.transaction() as conn:
        states = await source_states.states(conn, names)
        standing = await budgets.standing(conn)
    now = context.now()
    return [
        _told(tier, states[tier.name], [s for s in standing if s.source == tier.metered], now)
        | _ratings(context, tier)
        for tier in context.tiers
    ]


def _ratings(context: Context, tier: Tier) -> dict[str, object]:
    """Whether ratings are asked of that catalogue, and why not: of the one that has them."""
    if tier.name != RATER:
        return {"ratings": None}
    on = context.ratings is not None
    price = context.ratings.source.price_usd if context.ratings else tier.price_usd
    return {"ratings": {"on": on, "why": context.no_ratings or None, "price_usd": price}}


def _told(tier: Tier, state: SourceState, standing: list[Standing], now: datetime) -> dict[str, object]:
    return {
        "source": tier.name,
        "tier": tier.place,
        "on": tier.on,
        "why": tier.why or None,
        "critical_only": tier.critical_only,
        "price_usd": tier.price_usd,
        "pace": tier.pace,
        "budget": {period: _budget(tier, period, standing, now) for period in ("day", "month")},
        "breaker": {
            "state": _breaker(state, now),
            "failures": state.failures,
            "open_until": state.open_until,
            "last_error": state.last_error,
        },
        "last_day": {
            "calls": state.calls,
            "success_rate": state.success_rate,
            "median_ms": state.median_ms,
        },
        "remembered": {"answers": state.remembered, "hits": state.hits},
    }


def _budget(tier: Tier, period: str, standing: list[Standing], now: datetime) -> dict[str, object]:
    stand = next((s for s in standing if s.period == period), None)
    return {
        "spent_usd": stand.spent_usd if stand else 0,
        "reserved_usd": stand.reserved_usd if stand else 0,
        "limit_usd": getattr(tier.limits, f"{period}_usd"),
        "calls": stand.calls if stand else 0,
        "limit_calls": getattr(tier.limits, f"{period}_calls"),
        "renews": budgets.renews(period, now.astimezone(UTC).date()),
    }


def _breaker(state: SourceState, now: datetime) -> str:
    """closed: asked as usual; open: left alone; trial: the next question is the trial."""
    if state.open_until is None:
        return "closed"
    return "open" if state.open_until > now else "trial"

"""Change settings: what would come of it is said first; then the file is written, and who did it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cinegraph.pipeline.context import Context, Refused
from cinegraph.settings import CATALOGUES, SITES, ConfigurationError, Settings, editing
from cinegraph.settings.editing import Draft, Value
from cinegraph.store import budgets, setting_changes
from cinegraph.store.budgets import Standing
from cinegraph.switches import event_pages_lack, what_is_missing

SWITCHES = (
    "tmdb",
    "wikidata",
    "imdb_datasets",
    "omdb",
    "omdb_ratings",
    "imdb_title",
    "imdb_transport",
    "imdb_awards",
    "wikidata_awards",
    "zyte_browser_html",
    "critical_only",
)
PRICES = ("omdb_price_usd", "zyte_price_usd", "omdb_quota_hour")
PACES = (
    "tmdb_rate",
    "wikidata_rate",
    "omdb_rate",
    "zyte_rate",
    "oscars_rate",
    "imdb_rate",
    "imdb_awards_rate",
)
ALERTS = ("alert_failure_rate", "alert_failure_calls", "alert_spend_usd")
PATIENCE = (
    "http_attempts",
    "page_fresh_hours",
    "not_found_days",
    "not_found_longest_days",
    "refresh_limit",
    "stub_review_days",
    "ratings_new_days",
    "ratings_old_days",
    "remember_found_days",
    "remember_not_found_days",
    "breaker_failures",
    "breaker_base_seconds",
    "breaker_cap_seconds",
    "kept_share",
)
LIMITS = ("day_usd", "month_usd", "day_calls", "month_calls")
PAID = tuple(name for name in (*CATALOGUES, *SITES) if name != "imdb_title")
BUDGETS = tuple(f"budgets.{source}.{limit}" for source in PAID for limit in LIMITS)
EDITABLE = frozenset((*SWITCHES, *PRICES, *PACES, *ALERTS, *PATIENCE, *BUDGETS))
"""What may be changed in a browser: no key, no address, no folder, nothing that is read before the database is there."""


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that would change: its value before and after, as a person reads them (None: not set), and what to
    know about it, if anything."""

    name: str
    before: str | None
    after: str | None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What would change, and the file that does it."""

    changes: tuple[Change, ...]
    draft: Draft


async def plan_settings(context: Context, wanted: Mapping[str, Value | None]) -> Plan:
    """What these values would change; None: as if it were not in the file. Nothing is written.

    Raises Refused, one line, for a value that is none, a setting that is not changed here or that the environment
    sets, and if Cinegraph could not work like that.
    """
    if strange := sorted(set(wanted) - EDITABLE):
        raise Refused(f"{strange[0]!r} is not changed here")
    try:
        now = editing.now()
        differing = {name: value for name, value in wanted.items() if as_text(value) != shown(now, name)}
        draft = editing.draft(differing)
    except ConfigurationError as wrong:
        raise Refused(str(wrong)) from None
    if context.world == "real" and (
        lack := what_is_missing(draft.settings) or event_pages_lack(draft.settings)
    ):
        raise Refused(f"Cinegraph could not work like that: {lack}")
    async with context.database.transaction() as conn:
        standing = await budgets.standing(conn)
    pairs = [(name, shown(now, name), shown(draft.settings, name)) for name in differing]
    changes = [Change(n, b, a, _note(n, a, standing)) for n, b, a in pairs if b != a]
    return Plan(tuple(changes), draft)


async def change_settings(context: Context, plan: Plan, by: str) -> Settings:
    """The file is written, and who did it is kept: both or neither. The answer is what holds now. Raises Refused."""
    rows = [(change.name, change.before, change.after) for change in plan.changes]
    try:
        async with context.database.transaction() as conn:
            await setting_changes.note(conn, by, rows)
            editing.write(plan.draft)
    except ConfigurationError as wrong:
        raise Refused(str(wrong)) from None
    return plan.draft.settings


def shown(settings: Settings, name: str) -> str | None:
    """A setting's value as a person reads and types it; None: not set."""
    found: object = settings
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else getattr(found, part, None)
        if found is None:
            return None
    return as_text(found)


def as_text(value: object) -> str | None:
    """A value as a person reads and types it; None: not set."""
    match value:
        case None:
            return None
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:g}" if value == round(value, 6) else repr(value)
        case Decimal():
            return f"{value.normalize():f}"
        case tuple() | list():
            return ", ".join(str(one) for one in value)
    return str(value)


def _note(name: str, after: str | None, standing: Sequence[Standing]) -> str | None:
    """A budget that is used up already stops its source at once."""
    if not name.startswith("budgets.") or after is None:
        return None
    _, source, limit = name.split(".")
    period, unit = limit.split("_")
    for stand in standing:
        if (stand.source, stand.period) == (source, period):
            used = stand.spent_usd + stand.reserved_usd if unit == "usd" else Decimal(stand.calls)
            if used >= Decimal(after):
                return f"{used.normalize():f} of it is used already: {source} is not asked before the {period} is over"
    return None

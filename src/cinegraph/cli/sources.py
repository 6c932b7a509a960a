"""`cinegraph sources`, `costs` and `report`: how the catalogues are, what they cost, how lookups go."""

from decimal import Decimal
from typing import Annotated, Literal

from cyclopts import App, Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.report_sources import report_sources
from cinegraph.store import reports
from cinegraph.store.reports import REPORTS, Report

Json = Annotated[bool, Parameter(name="--json", negative="")]


def register(app: App) -> None:
    """Add the commands."""
    app.command(sources)
    app.command(costs)
    app.command(report)


def sources(*, as_json: Json = False) -> None:
    """Show each catalogue: on or off and why, price, pace, budget, health, what it remembers.

    Parameters
    ----------
    as_json:
        Print one line of JSON for each catalogue.
    """
    told = running.run(running.settings(), "real", lambda program: report_sources(program.context))
    if as_json:
        for one in told:
            print(show.json_line(one))
        return
    table = Table("tier", "source", "state", "price", "pace", "budget", "breaker", "last day", "remembered")
    for one in told:
        table.add_row(*(Text(value) for value in _row(one)))
    out = show.console()
    out.print(table)
    for one in told:
        if one["ratings"]:
            out.print(Text(_ratings(one)))


def _ratings(one: show.Told) -> str:
    """Whether ratings are asked for: once, and with what it takes."""
    told = one["ratings"]
    if not told["on"]:
        return f"ratings are not asked for: {told['why']}"
    return f"ratings are asked of {one['source']}, at {show.usd(told['price_usd'])} USD a film"


def _row(one: show.Told) -> list[str]:
    state = "on" if one["on"] else f"off: {one['why']}"
    if one["critical_only"]:
        state += ", for critical films only"
    pace = f"{one['pace']:g}/s" if one["pace"] else "unlimited"
    price = f"{show.usd(one['price_usd'])} USD"
    budget = "; ".join(filter(None, (_budget(one["budget"][p], p) for p in ("day", "month")))) or "no limit"
    day = one["last_day"]
    calls = show.count(day["calls"], "call")
    if day["calls"]:
        calls += f", {day['success_rate']:.1%} answered"
    if day["median_ms"] is not None:
        calls += f", {day['median_ms']:.0f} ms"
    kept = f"{show.count(one['remembered']['answers'], 'answer')}, used {show.count(one['remembered']['hits'], 'time')}"
    return [
        str(one["tier"]),
        one["source"],
        state,
        price,
        pace,
        budget,
        _breaker(one["breaker"]),
        calls,
        kept,
    ]


def _budget(told: show.Told, period: str) -> str:
    used = []
    if told["limit_usd"] is not None:
        used.append(f"{show.usd(told['spent_usd'])} of {show.usd(told['limit_usd'])} USD")
    if told["limit_calls"] is not None:
        used.append(f"{told['calls']} of {show.count(told['limit_calls'], 'call')}")
    elif told["limit_usd"] is None and told["spent_usd"]:
        used.append(f"{show.usd(told['spent_usd'])} USD")
    return f"{', '.join(used)} this {period} (renews {told['renews']:%Y-%m-%d})" if used else ""


def _breaker(told: show.Told) -> str:
    if told["state"] == "closed":
        return (
            "closed"
            if not told["failures"]
            else f"closed, {show.count(told['failures'], 'failure')} in a row"
        )
    until = (
        f"until {told['open_until']:%H:%M:%S} UTC" if told["state"] == "open" else "next question is a trial"
    )
    return f"open, {until}: {told['last_error']}"


def costs(*, by: Literal["source", "festival", "day"] = "source", as_json: Json = False) -> None:
    """Show what asking has cost.

    Parameters
    ----------
    by:
        Sum it up by source, by festival or by day (UTC).
    as_json:
        Print one line of JSON for each.
    """

    async def verb(program: Cinegraph) -> list[dict[str, object]]:
        async with program.context.database.transaction() as conn:
            return await reports.costs(conn, by)

    rows = running.run(running.settings(), "real", verb)
    if as_json:
        for row in rows:
            print(show.json_line(row))
        return
    table = Table(by, "calls", "paid calls", "USD")
    for row in rows:
        named = Text(str(row[by]) if row[by] is not None else "(none)")
        table.add_row(
            named, str(row["calls"]), str(row["paid_calls"]), show.usd(Decimal(str(row["cost_usd"])))
        )
    show.console().print(table if rows else "nothing was asked yet")


def report(name: str | None = None, /, *, as_json: Json = False) -> None:
    """Show one report: a view of the database, as a table.

    Parameters
    ----------
    name:
        success, fallback, costs, health or failures; without one, the reports are listed.
    as_json:
        Print one line of JSON for each row.
    """
    if name is None:
        for short, view in REPORTS.items():
            print(show.json_line({"report": short, "view": view}) if as_json else f"{short:10} {view}")
        return
    views = {**REPORTS, **{view: view for view in REPORTS.values()}}
    if name not in views:
        raise Refused(f"there is no report {name!r}: the reports are {', '.join(REPORTS)}")

    async def verb(program: Cinegraph) -> Report:
        async with program.context.database.transaction() as conn:
            return await reports.read(conn, views[name])

    found = running.run(running.settings(), "real", verb)
    if as_json:
        for row in found.rows:
            print(show.json_line(dict(zip(found.columns, row, strict=True))))
        return
    table = Table(*found.columns)
    for row in found.rows:
        table.add_row(*(Text(show.value(value)) for value in row))
    show.console().print(table if found.rows else "there is nothing to report yet")

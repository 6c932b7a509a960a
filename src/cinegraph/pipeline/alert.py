"""A line was crossed: a row, a log event, and a message to whoever wants one."""

from cinegraph.fetch.http import NoAnswer, Refused, Spent
from cinegraph.pipeline.context import Context
from cinegraph.store import alerts
from cinegraph.store.alerts import Alert
from cinegraph.telemetry import log


async def alert(context: Context) -> list[Alert]:
    """Raise the alerts that are due, each source and kind once within 24 hours; they are rows before they are told.

    A message that cannot be sent is a log event, and nothing more.
    """
    lines = context.lines
    async with context.database.transaction() as conn:
        raised = await alerts.raise_failures(conn, lines.failure_rate, lines.failure_calls)
        if lines.spend_usd is not None:
            raised += await alerts.raise_spending(conn, lines.spend_usd)
    for one in raised:
        log().warning("a line was crossed", source=one.source, kind=one.kind, told=one.told)
        await _send(context, one)
    return raised


async def _send(context: Context, one: Alert) -> None:
    if context.notify is None:
        return
    message = {
        "source": one.source,
        "kind": one.kind,
        "value": float(one.value),
        "line": float(one.line),
        "at": one.at.isoformat(),
        "text": f"Cinegraph: {one.told}",
    }
    try:
        await context.notify(message)
    except (NoAnswer, Refused, Spent) as wrong:
        log().warning("an alert could not be sent", source=one.source, kind=one.kind, error=str(wrong))

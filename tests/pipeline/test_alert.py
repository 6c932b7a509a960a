"""Lines that were crossed: an alert once, as a row, a log event and a message."""

from dataclasses import replace
from decimal import Decimal

import httpx2
import pytest
import structlog
from psycopg import AsyncConnection
from pydantic import SecretStr

from cinegraph import outside as way_out
from cinegraph.pipeline.alert import alert
from cinegraph.pipeline.context import Context, Lines
from cinegraph.settings import Settings
from tests.conftest import Program


async def trouble(conn: AsyncConnection, failed: int, of: int, spent: str = "0") -> None:
    """So many calls to OMDb that failed, and what it has cost today."""
    await conn.execute(
        """
        insert into api_lookup_metrics (id, source, operation, success)
        select gen_random_uuid(), 'omdb', 'x', n > %s from generate_series(1, %s) n
        """,
        [failed, of],
    )
    await conn.execute(
        """
        insert into source_budgets (source, period, starts_on, spent_usd)
        values ('omdb', 'day', (now() at time zone 'utc')::date, %s::numeric)
        """,
        [spent],
    )
    await conn.commit()


def lined(context: Context, spend: str = "1") -> Context:
    return replace(context, lines=Lines(Decimal("0.5"), 20, Decimal(spend)))


@pytest.mark.parametrize(
    ("failed", "of", "spent", "kinds"),
    [
        (10, 20, "0", ["failures"]),
        (9, 20, "0.999", []),
        (19, 19, "0", []),
        (0, 20, "1", ["spend"]),
        (20, 20, "3", ["failures", "spend"]),
    ],
)
async def test_a_crossed_line_is_an_alert_once(
    program: Program, conn: AsyncConnection, failed: int, of: int, spent: str, kinds: list[str]
) -> None:
    await trouble(conn, failed, of, spent)
    async with program() as built:
        with structlog.testing.capture_logs() as logs:
            raised = await alert(lined(built.context))
            assert await alert(lined(built.context)) == []
    assert [a.kind for a in raised] == kinds
    assert [e["kind"] for e in logs if e["event"] == "a line was crossed"] == kinds
    await conn.execute("update alerts set at = at - interval '25 hours'")
    await conn.commit()
    async with program() as built:
        assert [a.kind for a in await alert(lined(built.context))] == kinds


async def test_what_was_spent_today_is_told_today(program: Program, conn: AsyncConnection) -> None:
    """That yesterday's spending was told late in the day does not hide today's."""
    await trouble(conn, 0, 1, "10")
    await conn.execute(
        """
        insert into alerts (source, kind, value, line, at)
        select source, 'spend', 10, 5, date_trunc('day', now() at time zone 'utc') at time zone 'utc' - interval '1 second'
        from source_budgets
        """
    )
    await conn.commit()
    async with program() as built:
        assert [a.kind for a in await alert(lined(built.context))] == ["spend"]


async def test_a_film_that_is_not_there_is_no_failure(program: Program, conn: AsyncConnection) -> None:
    """Half of festival films are not in TMDb: that is an answer (404), and no reason for an alert."""
    await trouble(conn, 20, 20)
    await conn.execute("""update api_lookup_metrics set metadata = '{"status": 404}'""")
    await conn.commit()
    async with program() as built:
        assert await alert(lined(built.context)) == []


@pytest.mark.parametrize("status", [200, 500])
async def test_who_wants_to_know_is_told_and_need_not_listen(
    program: Program, conn: AsyncConnection, status: int
) -> None:
    """A message that cannot be sent is a line in the log, without the address, which is a secret."""
    got: list[httpx2.Request] = []

    def listening(request: httpx2.Request) -> httpx2.Response:
        got.append(request)
        return httpx2.Response(status, text="no")

    await trouble(conn, 20, 20)
    settings = Settings(alert_webhook=SecretStr("https://hook/s3cr3t"), http_attempts=1)
    client = httpx2.AsyncClient(transport=httpx2.MockTransport(listening))
    async with program() as built:
        door = way_out.door(settings, client, built.context.database)
        context = replace(lined(built.context), notify=way_out.notify(settings, door))
        with structlog.testing.capture_logs() as logs:
            assert len(await alert(context)) == 1
    (request,) = got
    assert b'"source":"omdb"' in request.content
    assert ("an alert could not be sent" in [e["event"] for e in logs]) is (status == 500)
    rows = await (await conn.execute("select m::text from api_lookup_metrics m")).fetchall()
    assert "s3cr3t" not in str(logs) + str(rows)

"""IMDb's pages by Zyte and from a folder, in the whole program: what is imported, kept and paid."""

from decimal import Decimal
from pathlib import Path

import httpx2
from psycopg import AsyncConnection

from cinegraph.offline.faults import Faults, parse_plan
from tests.conftest import Program, count
from tests.pipeline.importing import Work, imported


async def test_an_event_page_by_zyte(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program(imdb_transport="zyte", zyte_price_usd="0.02") as built:
        told = await imported(built, work)
    assert (told.state, told.stored, told.warnings) == ("finished", 120, [])
    cursor = await conn.execute("select transport, cost_usd, url from pages where kind = 'imdb_event'")
    assert await cursor.fetchall() == [
        ("zyte", Decimal("0.020000"), "http://outside/imdb/event/ev0000003/2024/1/")
    ]
    assert (outside.counts["zyte"], outside.counts["imdb"]) == (1, 1)


async def test_films_that_no_catalogue_has_are_full_by_their_title_page(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    """Three films of 2024 are unknown to TMDb: three pages are paid for, kept, and never paid for again."""
    async with program() as built:
        assert (await imported(built, work)).stub == 3
    await conn.execute("update movies set ask_again_at = null")
    await conn.commit()
    async with program(imdb_title="zyte") as built:
        told = await imported(built, work)
        assert (told.state, told.full, told.stub) == ("finished", 53, 0)
        await imported(built, work)
    assert outside.counts["zyte"] == 3
    kept = "select count(*) from pages where kind = 'imdb_title' and transport = 'zyte' and cost_usd = 0.01"
    assert await count(conn, kept) == 3
    by_zyte = "select count(*) from movies where 'imdb_title' = any(data_source_hierarchy) and details ? 'imdb_title'"
    assert await count(conn, by_zyte) == 3


async def test_a_cap_that_is_hit_leaves_the_films_pending(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    outside.plan = parse_plan("zyte:403")
    async with program(imdb_title="zyte") as built:
        told = await imported(built, work)
    assert (told.full, told.stub, told.pending) == (50, 0, 3)
    waiting = "select count(*) from procrastinate_jobs where status = 'todo' and scheduled_at > now()"
    assert await count(conn, waiting) == 3


async def test_saved_title_pages(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection, tmp_path: Path
) -> None:
    async with program() as built:
        await imported(built, work)
    cursor = await conn.execute("select imdb_id from movies where import_type = 'stub' order by 1")
    first, *_ = [imdb_id for (imdb_id,) in await cursor.fetchall()]
    async with httpx2.AsyncClient(transport=httpx2.ASGITransport(outside)) as client:
        page = await client.get(f"http://x/imdb/title/{first}/")
    (tmp_path / "saved.html").write_bytes(page.content)
    await conn.execute("update movies set ask_again_at = null")
    await conn.commit()
    async with program(imdb_title="files", imdb_title_folder=str(tmp_path)) as built:
        told = await imported(built, work)
    assert (told.full, told.stub) == (51, 2)
    assert await count(conn, "select count(*) from pages where kind = 'imdb_title'") == 0

"""Today's parsers over all kept pages: a diff, and not a single request."""

import gzip

from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.cli.diff_shown import called
from cinegraph.offline.faults import Faults
from cinegraph.pipeline.reparse import Reparsed, reparse
from cinegraph.store import kept_pages
from tests.conftest import IMPORTING, Program, count
from tests.pipeline.importing import Work, counted, imported, offline_pages, without_jodie_foster
from tests.pipeline.nights import edited, night_after
from tests.rows import dump


async def reparsed(built: Cinegraph, dry_run: bool = False) -> list[Reparsed]:
    async with built.context.database.transaction() as conn:
        kept = await kept_pages.newest(conn, None, None, None)
    return [one async for one in reparse(built.context, kept, lookup=True, dry_run=dry_run)]


async def with_body(conn: AsyncConnection, kind: str, body: bytes) -> None:
    """The page as it would be read by another parser: the kept page is of other bytes."""
    await conn.execute("update pages set body = %s where kind = %s", [gzip.compress(body), kind])
    await conn.commit()


def in_words(one: Reparsed) -> list[tuple[object, ...]]:
    return sorted(
        (change, called(entry), *[d.field for d in differing]) for change, entry, differing in one.made
    )


async def test_the_same_parsers_change_nothing_and_ask_nobody(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program() as built:
        await imported(built, work)
        before, asked = await dump(conn), dict(outside.counts)
        calls = await count(conn, "select count(*) from api_lookup_metrics")
        await conn.rollback()
        (tried,), (done,) = await reparsed(built, dry_run=True), await reparsed(built)
        assert (
            (tried.state, tried.made, tried.import_id) == (done.state, done.made, None) == ("read", (), None)
        )
        told = await counted(built, done.import_id or 0)
    assert (told.state, told.seen, told.stored, told.balanced, told.calls) == ("finished", 120, 120, True, {})
    assert outside.counts == asked
    assert await count(conn, "select count(*) from api_lookup_metrics") == calls
    assert await count(conn, "select count(*) from imports where kind = 'reparse'") == 1
    left = "select count(*) from procrastinate_jobs where status = 'todo' and queue_name = any(%s)"
    assert await count(conn, left, list(IMPORTING)) == 0
    assert await dump(conn) == before


async def test_what_a_parser_reads_otherwise_is_a_diff_and_new_films_wait_for_a_worker(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program() as built:
        academy = (await offline_pages(outside))["academy"]
        await imported(built, work, academy)
        page = edited(night_after(academy), ("Ferrari", "A Film That Is New"))
        await with_body(conn, "oscars_ceremony", page.body)
        before, asked = await dump(conn), dict(outside.counts)
        calls = await count(conn, "select count(*) from api_lookup_metrics")
        await conn.rollback()
        (tried,) = await reparsed(built, dry_run=True)
        assert await dump(conn) == before
        await conn.rollback()
        (done,) = await reparsed(built)
        assert sorted(change for change, _, _ in tried.made) == ["added", "changed", "changed", "withdrawn"]
        assert in_words(done) == in_words(tried)
        assert outside.counts == asked
        assert await count(conn, "select count(*) from api_lookup_metrics") == calls
        await conn.rollback()
        assert done.waiting == 1
        await work(built)
        told = await counted(built, done.import_id or 0)
    assert (told.state, told.balanced, told.withdrawn, told.pending) == ("finished", True, 1, 0)


async def test_a_page_that_todays_parser_refuses_changes_nothing(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program() as built:
        academy = (await offline_pages(outside))["academy"]
        await imported(built, work, academy, lookup=False)
        before = await dump(conn)
        await conn.rollback()
        badge = academy.body.decode().replace("field--name-field-honoree-type winner", "no-such-badge")
        of_2023 = academy.body.decode().replace("2024", "2023")
        for body, reason in (
            (badge.encode(), "honoree-type"),
            (of_2023.encode(), "this page is of 2023, and 2024 was asked for: nothing was changed"),
        ):
            await with_body(conn, "oscars_ceremony", body)
            for dry_run in (True, False):
                (one,) = await reparsed(built, dry_run=dry_run)
                assert (one.state, one.made) == ("refused", ())
                assert reason in (one.error or "")
                assert await dump(conn) == before
                await conn.rollback()
    assert await count(conn, "select count(*) from imports where state = 'failed' and kind = 'reparse'") == 2


async def test_the_newest_page_of_each_kind_is_read(program: Program, work: Work, outside: Faults) -> None:
    """A saved file does not say when it was fetched: the import that read it last counts."""
    async with program() as built:
        pages = await offline_pages(outside)
        await imported(built, work, *pages.values(), lookup=False)
        await imported(built, work, without_jodie_foster(pages["academy"]), lookup=False)
        async with built.context.database.transaction() as conn:
            (kept,) = await kept_pages.newest(conn, None, [2024], None)
            assert await kept_pages.newest(conn, None, [2023], None) == []
        assert len(kept.page_ids) == 2
        (done,) = await reparsed(built)
        fields = [d.field for _, _, differing in done.made for d in differing]
    assert fields == ["category"], (
        "Jodie Foster is IMDb's alone now, in IMDb's wording, and nothing else is new"
    )

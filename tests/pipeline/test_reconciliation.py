"""An import's figures: counted from its own rows, and able to say that something is missing."""

from collections.abc import Sequence

from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.offline.faults import Faults
from cinegraph.store import imports
from cinegraph.store.imports import Reconciliation
from tests.conftest import Program
from tests.pipeline.importing import Work, imported, offline_pages, without_jodie_foster


async def counted(built: Cinegraph, numbers: Sequence[int]) -> list[Reconciliation]:
    async with built.context.database.transaction() as conn:
        return await imports.reconcile(conn, numbers)


async def test_what_a_later_import_withdraws_does_not_count_against_an_earlier_one(
    program: Program, work: Work, outside: Faults
) -> None:
    """Import 1 said: seen 120, stored 119."""
    async with program() as built:
        pages = await offline_pages(outside)
        first = await imported(built, work, pages["academy"], lookup=False)
        last = await imported(built, work, without_jodie_foster(pages["academy"]), lookup=False)
        told = await counted(built, [first.import_id, last.import_id])
    assert [(t.seen, t.stored, t.withdrawn, t.films, t.named, t.balanced) for t in told] == [
        (120, 120, 0, 53, 205, True),
        (119, 119, 1, 53, 204, True),
    ]


async def test_a_film_or_nomination_that_is_missing_is_seen(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program() as built:
        pages = await offline_pages(outside)
        first = await imported(built, work, pages["academy"], lookup=False)
        again = await imported(built, work, pages["academy"], lookup=False)
        await conn.execute(
            "delete from import_movies where (import_id, movie_id) = (%s, 1)", [first.import_id]
        )
        await conn.execute(
            """
            delete from import_nominations where import_id = %s
                and nomination_id = (select min(nomination_id) from import_nominations)
            """,
            [again.import_id],
        )
        await conn.commit()
        told = await counted(built, [first.import_id, again.import_id])
    assert [(t.stored, t.films, t.balanced) for t in told] == [(120, 52, False), (119, 53, False)]

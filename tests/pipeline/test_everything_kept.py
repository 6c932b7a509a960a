"""Whatever kind of entry a festival's page has: it is a row, as it is."""

from typing import Any

from psycopg import AsyncConnection

from cinegraph.pipeline.choose_ceremonies import Words, choose
from cinegraph.pipeline.request_import import request_all
from cinegraph.pipeline.sort_pages import GivenPage
from tests.conftest import Program, count
from tests.pipeline.event_pages import (
    Awards,
    company,
    event_page,
    person,
    title,
    to_companies,
    to_names,
    to_titles,
)
from tests.pipeline.importing import Work

ONE, OTHER = title("tt1000001", "One"), title("tt1000002", "Other")
AWARDS: Awards = {
    "Palme d'Or": {
        None: [to_titles(ONE, won=True), to_titles(OTHER, won=True), to_titles(title("tt1000003", "Third"))],
        "Best Short Film": [to_titles(title("tt1000004", "A Short", "short"), won=True)],
    },
    "Jury Prize": {
        None: [to_titles(ONE, OTHER, won=True, notes={"plainText": "Ex aequo."})],
        "Best Director": [
            to_names(person("nm1000001", "Ann"), person("nm1000002", "Ben"), won=True, titles=(ONE,)),
            to_names(person("nm1000001", "Ann"), titles=(OTHER,)),
            to_names(person("nm1000001", "Ann"), titles=(ONE,)),
        ],
    },
    "Un Certain Regard": {
        "Best Director": [
            to_names(person("nm1000003", "Cem"), won=True, titles=(title("tt1000005", "Fifth"),))
        ]
    },
    "Prize of the Ecumenical Jury": {
        "Best Company": [to_companies(company("co0000001", "Studio One"), won=True, titles=(ONE,))],
        "Best Country": [to_companies(company("co0000002", "Ruritania"), won=True)],
        "To a person": [to_names(person("nm1000004", "Dee"), won=True)],
    },
    "Best Series": {
        "Drama": [
            to_titles(
                title("tt1000006", "A Series", "tvSeries"),
                forEpisodes=[{"id": "tt1000007", "titleText": {"text": "Pilot"}}],
            ),
            to_titles(
                title("tt1000006", "A Series", "tvSeries"),
                forEpisodes=[{"id": "tt1000008", "titleText": {"text": "Finale"}}],
            ),
            to_titles(title("tt1000009", "An Episode", "tvEpisode")),
        ]
    },
}
ENTRIES = 15


async def _import(built: Any, work: Work, *pages: GivenPage) -> None:
    chosen = await choose(built.context, Words(pages=pages))
    await request_all(built.context, chosen.wanted, lookup=False, refresh=False)
    await work(built)


async def rows(conn: AsyncConnection, query: str) -> list[tuple[Any, ...]]:
    return await (await conn.execute(query.encode())).fetchall()


async def test_every_kind_of_entry_is_a_row(program: Program, work: Work, conn: AsyncConnection) -> None:
    async with program() as built:
        for _ in range(2):
            await _import(built, work, event_page(2023, AWARDS))
    assert await count(conn, "select count(*) from festival_nominations where state = 'active'") == ENTRIES
    assert await count(conn, "select count(*) from festival_nominations where is_winner") == 9
    assert await rows(
        conn, "select award, name from festival_categories where name = 'Best Director' order by 1"
    ) == [("Jury Prize", "Best Director"), ("Un Certain Regard", "Best Director")]
    assert await rows(conn, "select name from festival_categories where award = name order by 1") == [
        ("Jury Prize",),
        ("Palme d'Or",),
    ], "a prize without a category's name is the award itself"
    assert await rows(
        conn, "select kind, count(*) from movies where kind <> 'movie' group by 1 order by 1"
    ) == [("short", 1), ("tvEpisode", 1), ("tvSeries", 1)]
    assert await rows(conn, "select name from festival_nomination_companies order by 1") == [
        ("Ruritania",),
        ("Studio One",),
    ]
    assert await rows(conn, "select works from festival_nominations where works <> '{}' order by 1") == [
        (["Finale"],),
        (["Pilot"],),
    ]
    shared = await rows(
        conn,
        "select note, (select count(*) from festival_nomination_films f where f.nomination_id = n.id)"
        " from festival_nominations n where note is not null",
    )
    assert shared == [("Ex aequo.", 2)]
    assert (
        await count(
            conn,
            "select count(*) from festival_nomination_films f join movies m on m.id = f.movie_id"
            " where m.imdb_id = 'tt1000001'",
        )
        == 5
    ), "one work in several categories is one film"


async def test_two_editions_of_a_year_are_two_ceremonies(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    async with program() as built:
        await _import(built, work, event_page(1946), event_page(1946, instance=2))
    assert await rows(conn, "select year, instance from festival_ceremonies order by 1, 2") == [
        (1946, 1),
        (1946, 2),
    ]
    assert await count(conn, "select count(*) from festival_nominations") == 2


async def test_a_ceremony_that_was_announced_and_not_held_stays_announced(
    program: Program, work: Work, conn: AsyncConnection
) -> None:
    entries: Awards = {"Palme d'Or": {None: [to_titles(ONE), to_titles(OTHER)]}}
    async with program() as built:
        year = built.context.now().year
        await _import(built, work, event_page(year, entries, ends=(year, 12, 31)))
    assert await rows(conn, "select state from festival_ceremonies") == [("announced",)]
    assert await count(conn, "select count(*) from festival_nominations") == 2

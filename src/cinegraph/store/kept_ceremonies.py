"""A ceremony as the database has it, read back as the values that pages give."""

from collections import defaultdict
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from cinegraph.domain.festivals import CompanyNominee, Edition, Nomination, Nominee
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef
from cinegraph.domain.revision import KeptCeremony, KeptNomination

Films = dict[int, list[tuple[int, MovieRef]]]
People = dict[int, list[tuple[int, Nominee]]]


async def find(conn: AsyncConnection, organization_id: int, edition: Edition) -> KeptCeremony | None:
    """The ceremony as the database has it, with the ids that its pages stated; None if it has none.

    An id that a film has by a catalogue only is not among them: it must not speak against what a page says.
    """
    cursor = await conn.execute(
        "select id from festival_ceremonies where organization_id = %s and year = %s and instance = %s",
        [organization_id, edition.year, edition.instance],
    )
    if (row := await cursor.fetchone()) is None:
        return None
    films, people, companies = await _nominees_of(conn, row[0])
    rows = conn.cursor(row_factory=dict_row)
    await rows.execute(
        """
        select n.id, c.award, c.name as category, n.fingerprint, n.position, n.is_winner, n.detail, n.note,
               n.citation, n.works, n.source, n.state
        from festival_nominations n join festival_categories c on c.id = n.category_id
        where n.ceremony_id = %s order by n.position, n.id
        """,
        [row[0]],
    )
    kept = tuple(
        _nomination(r, films[r["id"]], people[r["id"]], companies[r["id"]]) for r in await rows.fetchall()
    )
    return KeptCeremony(row[0], kept)


def _nomination(
    row: dict[str, Any],
    films: list[tuple[int, MovieRef]],
    people: list[tuple[int, Nominee]],
    companies: list[CompanyNominee],
) -> KeptNomination:
    return KeptNomination(
        id=row["id"],
        category=(row["award"], row["category"]),
        fingerprint=row["fingerprint"],
        position=row["position"],
        nomination=Nomination(
            films=tuple(film for _, film in films),
            people=tuple(person for _, person in people),
            companies=tuple(companies),
            is_winner=row["is_winner"],
            detail=row["detail"],
            note=row["note"],
            citation=row["citation"],
            works=tuple(row["works"]),
            accounts=tuple(row["source"]),
        ),
        withdrawn=row["state"] == "withdrawn",
        movie_ids=tuple(number for number, _ in films),
        person_ids=tuple(number for number, _ in people),
    )


async def _nominees_of(
    conn: AsyncConnection, ceremony_id: int
) -> tuple[Films, People, dict[int, list[CompanyNominee]]]:
    films: Films = defaultdict(list)
    people: People = defaultdict(list)
    companies: dict[int, list[CompanyNominee]] = defaultdict(list)
    cursor = await conn.execute(
        """
        select f.nomination_id, m.id, f.credited_as,
            case when f.credited_as = f.imdb_id and m.title <> f.imdb_id then m.title else m.original_title end,
            f.imdb_id, m.year, m.kind, f.note
        from festival_nomination_films f
        join movies m on m.id = f.movie_id join festival_nominations n on n.id = f.nomination_id
        where n.ceremony_id = %s order by f.nomination_id, f.position
        """,
        [ceremony_id],
    )
    async for nomination, number, *told in cursor:
        films[nomination].append((number, MovieRef(*told)))
    cursor = await conn.execute(
        """
        select f.nomination_id, p.id, f.credited_as, f.imdb_id, f.role
        from festival_nomination_people f
        join people p on p.id = f.person_id join festival_nominations n on n.id = f.nomination_id
        where n.ceremony_id = %s and not f.inferred order by f.nomination_id, f.position
        """,
        [ceremony_id],
    )
    async for nomination, number, name, imdb_id, role in cursor:
        people[nomination].append((number, Nominee(PersonRef(name, imdb_id), role)))
    cursor = await conn.execute(
        """
        select f.nomination_id, f.name, f.imdb_id, f.role
        from festival_nomination_companies f join festival_nominations n on n.id = f.nomination_id
        where n.ceremony_id = %s order by f.nomination_id, f.position
        """,
        [ceremony_id],
    )
    async for nomination, name, imdb_id, role in cursor:
        companies[nomination].append(CompanyNominee(name, imdb_id, role))
    return films, people, companies

"""Two rows that a person joins by hand: what would move, and what that says of nominees, to be taken back when they are parted."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row, scalar_row
from psycopg.types.json import Jsonb

from cinegraph.domain.decisions import Identity
from cinegraph.store import nominee_decisions
from cinegraph.store.nominee_questions import about


@dataclass(frozen=True, slots=True)
class Moves:
    """What speaks of a row, and would speak of the other: entries that name it, credits and their films, pairs with those whom
    they worked with, rows that joined it, and open questions that would be answered."""

    nominations: int
    credits: int
    films: int
    pairs: int
    joined: int
    questions: int


async def moves(conn: AsyncConnection, person_id: int) -> Moves:
    """What a merge would move from that row."""
    cursor = conn.cursor(row_factory=class_row(Moves))
    await cursor.execute(
        """
        select (select count(*) from festival_nomination_people where person_id = %(person)s) as nominations,
            (select count(*) from movie_credits where person_id = %(person)s) as credits,
            (select count(distinct movie_id) from movie_credits where person_id = %(person)s) as films,
            (select count(*) from collaborations where person_a = %(person)s)
                + (select count(*) from collaborations where person_b = %(person)s) as pairs,
            (select count(*) from person_merges where keep_id = %(person)s and undone_at is null) as joined,
            (select count(*) from festival_nomination_people p join reviews r on r.nomination_id = p.nomination_id
                and r.nominee = p.credited_as and r.state = 'open' where p.person_id = %(person)s) as questions
        """,
        {"person": person_id},
    )
    found = await cursor.fetchone()
    assert found is not None
    return found


_FILMS = """
    select movie_id from movie_credits where person_id = any(%(people)s)
    union select f.movie_id from festival_nomination_people p
        join festival_nomination_films f on f.nomination_id = p.nomination_id where p.person_id = any(%(people)s)
"""


async def films(conn: AsyncConnection, *people: int) -> list[int]:
    """The films in which these people have credits or are nominated."""
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(_FILMS, {"people": list(people)})
    return await cursor.fetchall()


async def hold(conn: AsyncConnection, one: int, other: int) -> bool:
    """Until the transaction ends nobody else joins these two, or links nominees of their films; whether both are there.

    Their films' rows are held first, as by those who link nominees; the people not so that who writes pairs would wait.
    """
    await conn.execute(
        f"select 1 from movies where id = any(array({_FILMS})) order by id for no key update",
        {"people": [one, other]},
    )
    cursor = await conn.execute(
        "select id from people where id = any(%s) order by id for no key update", [[one, other]]
    )
    return len(await cursor.fetchall()) == 2


async def entry_of_both(conn: AsyncConnection, one: int, other: int) -> str | None:
    """An entry that states both, in words; None: there is none."""
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(
        """
        select o.slug || ' ' || c.year || ', ' || g.name from festival_nomination_people a
        join festival_nomination_people b on b.nomination_id = a.nomination_id and b.person_id = %s and not b.inferred
        join festival_nominations n on n.id = a.nomination_id join festival_categories g on g.id = n.category_id
        join festival_ceremonies c on c.id = n.ceremony_id join festival_organizations o on o.id = c.organization_id
        where a.person_id = %s and not a.inferred order by n.id limit 1
        """,
        [other, one],
    )
    return await cursor.fetchone()


async def say(
    conn: AsyncConnection,
    merge_id: int,
    keep: Identity,
    dropped_id: int,
    keep_id: int,
    by: str,
    note: str | None,
) -> None:
    """The join is a decision: nominees of the person who were a name only are them because a person says so, what was said
    against it holds no longer, and the merge's row has what `take_back` needs. To be called when the rows are joined."""
    nominees = await _decide(conn, keep_id, by)
    places = [about(one["nomination_id"], one["credited_as"]) for one in nominees]
    lifted = await _lift(conn, keep, (keep_id, dropped_id), places, by)
    decisions = await nominee_decisions.pin(conn, [*places, f"row {dropped_id}"], "is", [keep], by, note)
    reviews = await _answer(conn, nominees, keep_id, by, note)
    said = {"nominees": nominees, "decisions": decisions, "lifted": lifted, "reviews": reviews}
    await conn.execute(
        "update person_merges set snapshot = snapshot || jsonb_build_object('said', %s::jsonb) where id = %s",
        [Jsonb(said), merge_id],
    )


async def _decide(conn: AsyncConnection, keep_id: int, by: str) -> list[dict[str, Any]]:
    """The nominees who were a name only are that person; the answer is their rows as they were."""
    return await _rows(
        conn,
        """
        with before as (
            select * from festival_nomination_people where person_id = %(keep)s and not inferred
                and imdb_id is null and (link is null or link in ('minimal', 'doubtful')) for update
        )
        update festival_nomination_people p set link = 'decided', link_score = null, link_evidence = null,
            link_why = %(by)s || ' says who that is', linked_at = now()
        from before b where (p.nomination_id, p.position) = (b.nomination_id, b.position)
        returning to_jsonb(b)
        """,
        {"keep": keep_id, "by": by},
    )


async def _lift(
    conn: AsyncConnection, keep: Identity, rows: tuple[int, int], places: Sequence[str], by: str
) -> list[int]:
    """What was said before against the two being one holds no longer."""
    return await _rows(
        conn,
        """
        update decisions d set undone_at = now(), undone_by = %(by)s
        from (select array_agg(imdb_id) filter (where imdb_id is not null) as ids from people where id = any(%(rows)s)) p
        where d.kind = 'is_not' and d.undone_at is null and d.movie_id is null
            and d.about && (coalesce(p.ids, '{}') || %(places)s::text[])
            and (d.source_id = any(%(named)s) or d.tmdb_id = %(tmdb)s or d.imdb_id = %(imdb)s)
        returning d.id
        """,
        {
            "by": by,
            "rows": list(rows),
            "places": list(places),
            "named": [f"row {number}" for number in rows],
            "tmdb": keep.tmdb_id,
            "imdb": keep.imdb_id,
        },
    )


async def _answer(
    conn: AsyncConnection, nominees: Sequence[dict[str, Any]], keep_id: int, by: str, note: str | None
) -> list[int]:
    """Open questions about these nominees are answered by that."""
    return await _rows(
        conn,
        """
        update reviews r set state = 'decided', decided_by = %(by)s, decided_at = now(), note = %(note)s
        from unnest(%(numbers)s::bigint[], %(names)s::text[]) as g(nomination_id, nominee)
        where (r.nomination_id, r.nominee) = (g.nomination_id, g.nominee) and r.state = 'open' returning r.id
        """,
        {
            "by": by,
            "note": note or f"its nominee was joined with person {keep_id}",
            "numbers": [one["nomination_id"] for one in nominees],
            "names": [one["credited_as"] for one in nominees],
        },
    )


async def take_back(conn: AsyncConnection, merge_id: int, by: str) -> dict[int, list[str]]:
    """What a join by hand said of nominees holds no longer; to be called when the rows are parted. The answer: each of the two
    people → by what decisions about those of these nominees are found; nothing for a join that nobody made by hand."""
    cursor = await conn.execute(
        "select snapshot -> 'said', array[keep_id, dropped_id] from person_merges where id = %s", [merge_id]
    )
    row = await cursor.fetchone()
    if row is None or row[0] is None:
        return {}
    said: dict[str, Any] = row[0]
    values = {name: Jsonb(rows) if name == "nominees" else rows for name, rows in said.items()}
    for query in _TAKEN_BACK:
        await conn.execute(query.encode(), values | {"people": row[1], "by": by})
    cursor = await conn.execute(_WHOSE.encode(), values)
    whose: dict[int, list[str]] = {}
    for person_id, nomination_id, name in await cursor.fetchall():
        whose.setdefault(person_id, []).append(about(nomination_id, name))
    return whose


_WHOSE = """
    select p.person_id, p.nomination_id, p.credited_as from festival_nomination_people p
    join jsonb_populate_recordset(null::festival_nomination_people, %(nominees)s) b
        on (p.nomination_id, p.credited_as) = (b.nomination_id, b.credited_as) order by 2, 3
"""
_TAKEN_BACK = (
    """
    update festival_nomination_people p set link = b.link, link_score = b.link_score, link_evidence = b.link_evidence,
        link_why = b.link_why, linked_at = b.linked_at
    from jsonb_populate_recordset(null::festival_nomination_people, %(nominees)s) b
    where (p.nomination_id, p.credited_as) = (b.nomination_id, b.credited_as)
        and p.link = 'decided' and p.person_id = any(%(people)s)
    """,
    "update decisions set undone_at = now(), undone_by = %(by)s where id = any(%(decisions)s) and undone_at is null",
    "update decisions set undone_at = null, undone_by = null where id = any(%(lifted)s)",
    """
    update reviews r set state = 'open', decided_by = null, decided_at = null, note = null
    where id = any(%(reviews)s) and state = 'decided' and not exists (
        select 1 from reviews o where (o.nomination_id, o.nominee) = (r.nomination_id, r.nominee) and o.state = 'open')
    """,
)


async def _rows(conn: AsyncConnection, query: str, values: dict[str, Any]) -> list[Any]:
    cursor = conn.cursor(row_factory=scalar_row)
    await cursor.execute(query.encode(), values)
    return await cursor.fetchall()

"""Who worked with whom: the rows of some films' pairs, always recomputed from the rows of the films.

Whoever removes a film or a person takes them out first (`forget`), and puts what is left in afterwards (`build`), in
the same transaction. Two transactions that build films of one pair wait for each other at the pair's row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.store.graph_rows import PAIRS, RECEIVED, ROLES, SCREENED, SUMS, of

_THESE = "movie_id = any(%(films)s)"
_TOGETHER = "movie_id = any(array(select distinct movie_id from together))"  # `in` would read every film

_WANTED = f"""
    with roles as materialized ({of(ROLES, _THESE)}), screened as materialized ({of(SCREENED, _THESE)})
    select person_a, person_b, movie_id, kind, billing, year, feature from ({PAIRS}) p join screened using (movie_id)
"""

_TOUCHED = f"""
    with wanted as materialized ({_WANTED}), touched as (
        select person_a, person_b from wanted
        union select person_a, person_b from collaboration_details where {_THESE}
    ), made as (
        insert into collaborations (person_a, person_b)
        select person_a, person_b from touched order by person_a, person_b on conflict do nothing
    )
    select coalesce(array_agg(person_a order by person_a, person_b), '{{}}'),
        coalesce(array_agg(person_b order by person_a, person_b), '{{}}') from touched
"""
"""The pairs of these films, as they were and as they will be; each gets a row that can be held."""

_DETAILS = f"""
    with wanted as materialized ({_WANTED}), gone as (
        delete from collaboration_details d where {_THESE} and not exists (
            select 1 from wanted w where (w.movie_id, w.person_a, w.person_b, w.kind)
                = (d.movie_id, d.person_a, d.person_b, d.kind))
    )
    insert into collaboration_details as kept (person_a, person_b, movie_id, kind, billing, year, feature)
    select * from wanted
    on conflict (person_a, person_b, movie_id, kind) do update
        set billing = excluded.billing, year = excluded.year, feature = excluded.feature
    where (kept.billing, kept.year, kept.feature) is distinct from (excluded.billing, excluded.year, excluded.feature)
"""

_PAIRS_GIVEN = "unnest(%(a)s::bigint[], %(b)s::bigint[]) as p(person_a, person_b)"

_SUMS = f"""
    with together as materialized (
        select distinct d.person_a, d.person_b, d.movie_id, d.year
        from {_PAIRS_GIVEN} join collaboration_details d using (person_a, person_b)
    ), received as materialized ({of(RECEIVED, _TOGETHER)}), gone as (
        delete from collaborations c using {_PAIRS_GIVEN}
        where (c.person_a, c.person_b) = (p.person_a, p.person_b) and not exists (
            select 1 from together t where (t.person_a, t.person_b) = (p.person_a, p.person_b))
    )
    update collaborations c set films = s.films, first_year = s.first_year, latest_year = s.latest_year,
        peak_year = s.peak_year, mean_rating = s.mean_rating, genres = s.genres
    from ({SUMS}) s
    where (c.person_a, c.person_b) = (s.person_a, s.person_b)
        and (c.films, c.first_year, c.latest_year, c.peak_year, c.mean_rating, c.genres) is distinct from
            (s.films, s.first_year, s.latest_year, s.peak_year, s.mean_rating, s.genres)
"""

_HOLD_PAIRS = f"""
    select 1 from collaborations c join {_PAIRS_GIVEN} using (person_a, person_b)
    order by c.person_a, c.person_b for update of c
"""

Pairs = dict[str, list[int]]


@dataclass(frozen=True, slots=True)
class Size:
    """How large the graph is: people with a pair, pairs, and films with a pair."""

    people: int
    pairs: int
    films: int


async def build(conn: AsyncConnection, movie_ids: Sequence[int]) -> None:
    """The pairs of these films are what their credits say now, and so are the sums. Run twice, the same rows.

    Films that are gone are left out.
    """
    films = {"films": list(movie_ids)}
    if not films["films"]:
        return
    await conn.execute("select 1 from movies where id = any(%(films)s) order by id for no key update", films)
    pairs = await _pairs(conn, _TOUCHED, films)
    await conn.execute(_HOLD_PAIRS, pairs)
    await conn.execute(_DETAILS, films)
    await conn.execute(_SUMS, pairs)


async def forget(conn: AsyncConnection, movie_ids: Sequence[int]) -> None:
    """These films have no pairs any more, and no sum counts them."""
    films = {"films": list(movie_ids)}
    if not films["films"]:
        return
    pairs = await _pairs(
        conn,
        f"""
        select coalesce(array_agg(person_a), '{{}}'), coalesce(array_agg(person_b), '{{}}')
        from (select distinct person_a, person_b from collaboration_details where {_THESE}) p
        """,
        films,
    )
    await conn.execute(_HOLD_PAIRS, pairs)
    await conn.execute(f"delete from collaboration_details where {_THESE}", films)
    await conn.execute(_SUMS, pairs)


async def films_of(conn: AsyncConnection, person_id: int) -> list[int]:
    """The films in which the person has pairs, or could have."""
    cursor = await conn.execute(
        """
        select movie_id from movie_credits where person_id = %(person)s
        union select d.movie_id from collaboration_details d join collaborations c using (person_a, person_b)
        where c.person_a = %(person)s or c.person_b = %(person)s
        """,
        {"person": person_id},
    )
    return [number for (number,) in await cursor.fetchall()]


async def told(conn: AsyncConnection, movie_id: int) -> str | None:
    """What the film's row and records tell the graph, as one word; another word: its pairs are to be built anew."""
    cursor = await conn.execute(
        f"""
        select md5(concat_ws('|', (select array_agg(r order by person_id)::text from ({of(ROLES, _THESE)}) r),
            (select s::text from ({of(SCREENED, _THESE)}) s), (select r::text from ({of(RECEIVED, _THESE)}) r)))
        """,
        {"films": [movie_id]},
    )
    row = await cursor.fetchone()
    return row[0] if row else None


async def size(conn: AsyncConnection) -> Size:
    """How large the graph is."""
    cursor = await conn.execute(
        """
        select (select count(*) from (select person_a from collaborations union select person_b from collaborations) p),
            (select count(*) from collaborations), (select count(distinct movie_id) from collaboration_details)
        """
    )
    row = await cursor.fetchone()
    assert row is not None
    return Size(*row)


async def _pairs(conn: AsyncConnection, query: str, films: dict[str, list[int]]) -> Pairs:
    cursor = await conn.execute(query.encode(), films)
    row = await cursor.fetchone()
    assert row is not None
    return {"a": row[0], "b": row[1]}

"""Who worked with whom: the rows of some films' pairs, always recomputed from the rows of the films.

Whoever removes a film or a person takes them out first (`forget`), and puts what is left in afterwards (`build`), in
the same transaction. One transaction at a time writes pairs (`claim`): the sum of a pair is of all its films, whoever writes them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection

from cinegraph.store.graph_rows import PAIRS, RECEIVED, ROLES, SCREENED, SUMS, TOLD, of

_THESE = "movie_id = any(%(films)s)"
_TOGETHER = "movie_id = any(array(select distinct movie_id from together))"  # `in` would read every film

_WANTED = f"""
    select person_a, person_b, movie_id, kind, billing, year, feature from ({PAIRS}) p join screened using (movie_id)
"""
"""What the films' credits say, from `roles` and `screened`."""

_NONE = (
    "select person_a, person_b, movie_id, kind, billing, year, feature from collaboration_details where false"
)

_KEEP = f"""
    with roles as materialized ({of(ROLES, _THESE)}), screened as materialized ({of(SCREENED, _THESE)}),
    wanted as materialized ({{wanted}}), touched as materialized (
        select person_a, person_b from wanted
        union select person_a, person_b from collaboration_details where {_THESE}
    ), together as materialized (
        select distinct person_a, person_b, movie_id, year from wanted
        union all
        select distinct d.person_a, d.person_b, d.movie_id, d.year
        from touched join collaboration_details d using (person_a, person_b) where d.movie_id <> all(%(films)s)
    ), received as materialized ({of(RECEIVED, _TOGETHER)}), sums as materialized ({SUMS}), details_gone as (
        delete from collaboration_details where {_THESE}
            and (movie_id, person_a, person_b, kind) not in (select movie_id, person_a, person_b, kind from wanted)
    ), gone as (
        delete from collaborations c using touched t
        where (c.person_a, c.person_b) = (t.person_a, t.person_b)
            and (c.person_a, c.person_b) not in (select person_a, person_b from sums)
    ), summed as (
        insert into collaborations as kept
            (person_a, person_b, films, first_year, latest_year, peak_year, mean_rating, genres)
        select person_a, person_b, films, first_year, latest_year, peak_year, mean_rating, genres from sums
        on conflict (person_a, person_b) do update set films = excluded.films, first_year = excluded.first_year,
            latest_year = excluded.latest_year, peak_year = excluded.peak_year, mean_rating = excluded.mean_rating,
            genres = excluded.genres
        where (kept.films, kept.first_year, kept.latest_year, kept.peak_year, kept.mean_rating, kept.genres)
            is distinct from (excluded.films, excluded.first_year, excluded.latest_year, excluded.peak_year,
                excluded.mean_rating, excluded.genres)
    )
    insert into collaboration_details as kept (person_a, person_b, movie_id, kind, billing, year, feature)
    select * from wanted
    on conflict (person_a, person_b, movie_id, kind) do update
        set billing = excluded.billing, year = excluded.year, feature = excluded.feature
    where (kept.billing, kept.year, kept.feature) is distinct from (excluded.billing, excluded.year, excluded.feature)
"""
"""The rows of these films are those that are wanted, and each pair that had or has one of them has the sum of all its
films. A sum is written once, with the first detail of a pair: its row is looked at by two foreign keys whenever it is.
Both `not in` are tables of hashes however few rows are expected; `not exists` compared each pair with each."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large the graph is: people with a pair, pairs, and films with a pair."""

    people: int
    pairs: int
    films: int


async def claim(conn: AsyncConnection) -> None:
    """Until the transaction ends nobody else writes pairs. Who holds films and waits for this is never waited for: who has it
    takes films that nobody holds (`film_marks.take`)."""
    await conn.execute("select pg_advisory_xact_lock(hashtextextended('graph', 0))")


async def build(conn: AsyncConnection, movie_ids: Sequence[int]) -> None:
    """The pairs of these films are what their credits say now, and so are the sums. Run twice, the same rows.

    Films that are gone are left out.
    """
    await _keep(conn, movie_ids, _WANTED)


async def forget(conn: AsyncConnection, movie_ids: Sequence[int]) -> None:
    """These films have no pairs any more, and no sum counts them."""
    await _keep(conn, movie_ids, _NONE)


async def _keep(conn: AsyncConnection, movie_ids: Sequence[int], wanted: str) -> None:
    films = {"films": list(movie_ids)}
    if not films["films"]:
        return
    await conn.execute("select 1 from movies where id = any(%(films)s) order by id for no key update", films)
    await claim(conn)
    # Never a prepared plan: one that is good for one film compares each pair of fifty films with each other.
    await conn.execute(_KEEP.replace("{wanted}", wanted).encode(), films, prepare=False)


async def told(conn: AsyncConnection, movie_id: int) -> str | None:
    """What the film's row and records tell the graph, as one word; another word: its pairs are to be built anew."""
    cursor = await conn.execute(TOLD, [movie_id])
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

"""What was found of a film's nominees becomes rows: who each one is, by which way, and with what evidence."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.domain.nominees import FoundPerson, Link
from cinegraph.store import person_merges


@dataclass(frozen=True, slots=True)
class NomineeLink:
    """What a nominee's row shall say. `person_id` is who it is (None: a person of its printed name, made anew)."""

    nomination_id: int
    position: int
    name: str
    link: Link
    person_id: int | None
    score: float | None = None
    evidence: dict[str, Any] | None = None
    why: str | None = None


@dataclass(frozen=True, slots=True)
class Inferred:
    """Whom a film's credits name for a prize that names nobody: in the order of the credits."""

    nomination_id: int
    role: str
    people: tuple[tuple[int, str], ...]


async def save_people(conn: AsyncConnection, found: Sequence[FoundPerson]) -> dict[int, int]:
    """A row for everybody whom a catalogue of people found: its number → the row. What is known already is kept."""
    told = {one.tmdb_id: one for one in found if one.tmdb_id is not None}
    if not told:
        return {}
    rows = [asdict(one) | {"films": None, "other_names": list(one.other_names)} for one in told.values()]
    await conn.execute(
        """
        insert into people as kept (tmdb_id, name, known_for, profile_path, other_names)
        select tmdb_id, name, nullif(known_for, ''), nullif(profile_path, ''), coalesce(other_names, '{}')
        from jsonb_to_recordset(%s) as r(tmdb_id bigint, name text, known_for text, profile_path text, other_names text[])
        order by tmdb_id
        on conflict (tmdb_id) do update set other_names = kept.other_names || (
            select coalesce(array_agg(n), '{}') from unnest(excluded.other_names) n
            where n <> kept.name and n <> all (kept.other_names))
        where not kept.other_names @> excluded.other_names
        """,
        [Jsonb(rows)],
    )
    cursor = await conn.execute("select tmdb_id, id from people where tmdb_id = any(%s)", [list(told)])
    return dict(await cursor.fetchall())


async def join(conn: AsyncConnection, pairs: Sequence[tuple[int, int]], reason: str) -> None:
    """Of each pair (kept, dropped) both rows are one person. A pair that contradicts itself by an id, or another pair,
    is left out."""
    cursor = await conn.execute(
        """
        select distinct on (least(g.keep, g.drop)) g.keep, g.drop from unnest(%s::bigint[], %s::bigint[]) as g(keep, drop)
        join people k on k.id = g.keep join people d on d.id = g.drop
        where g.keep <> g.drop and not coalesce(k.imdb_id <> d.imdb_id, false) and not coalesce(k.tmdb_id <> d.tmdb_id, false)
        order by least(g.keep, g.drop)
        """,
        [[keep for keep, _ in pairs], [drop for _, drop in pairs]],
    )
    wanted: list[tuple[int, int]] = []
    for keep, drop in await cursor.fetchall():
        if not any({keep, drop} & set(other) for other in wanted):
            wanted.append((keep, drop))
    await person_merges.join(conn, wanted, "cinegraph", reason)


async def save(conn: AsyncConnection, links: Sequence[NomineeLink]) -> None:
    """Each nominee's row says who it is. A person of a printed name whom nothing names any more goes."""
    if not links:
        return
    rows = [asdict(link) | {"n": n} for n, link in enumerate(links)]
    made = await _named(conn, [row for row in rows if row["person_id"] is None])
    for row in rows:
        row["person_id"] = made.get(row["n"], row["person_id"])
    cursor = await conn.execute(
        """
        with told as (
            select r.*, o.person_id as had from jsonb_to_recordset(%s) as r(nomination_id bigint, position int,
                name text, link text, person_id bigint, score double precision, evidence jsonb, why text)
            join festival_nomination_people o on (o.nomination_id, o.position) = (r.nomination_id, r.position)
        )
        update festival_nomination_people f set person_id = case when told.link = 'id' or exists (
                select 1 from festival_nomination_people x where x.nomination_id = f.nomination_id
                    and x.person_id = told.person_id and x.position <> f.position)
                then f.person_id else told.person_id end,
            link = told.link, link_score = told.score, link_evidence = told.evidence, link_why = told.why,
            linked_at = now()
        from told
        where (f.nomination_id, f.position) = (told.nomination_id, told.position) and f.credited_as = told.name
        returning told.had
        """,
        [Jsonb(rows)],
    )
    await forget_nameless(conn, [number for (number,) in await cursor.fetchall()])


async def _named(conn: AsyncConnection, rows: Sequence[dict[str, Any]]) -> dict[int, int]:
    """A new person for each of these printed names."""
    if not rows:
        return {}
    cursor = await conn.execute(
        """
        with made as (
            select n, nextval(pg_get_serial_sequence('people', 'id')) as id, name
            from unnest(%s::int[], %s::text[]) as r(n, name)
        ), written as (
            insert into people (id, name) overriding system value select id, name from made
        )
        select n, id from made
        """,
        [[row["n"] for row in rows], [row["name"] for row in rows]],
    )
    return dict(await cursor.fetchall())


async def forget_nameless(conn: AsyncConnection, person_ids: Sequence[int]) -> None:
    """Of these people those go who are nothing but a printed name that no nominee bears any more."""
    await conn.execute(
        """
        delete from people p where id = any(%s) and imdb_id is null and tmdb_id is null
            and not exists (select 1 from festival_nomination_people f where f.person_id = p.id)
            and not exists (select 1 from movie_credits c where c.person_id = p.id)
            and not exists (select 1 from person_merges m where m.keep_id = p.id)
        """,
        [list(person_ids)],
    )


async def infer(conn: AsyncConnection, wanted: Sequence[Inferred]) -> None:
    """These nominations, which name nobody, have exactly these people, marked as inferred: no page states them."""
    rows = [
        {
            "nomination_id": one.nomination_id,
            "position": n,
            "person_id": person,
            "name": name,
            "role": one.role,
        }
        for one in wanted
        for n, (person, name) in enumerate(one.people, 1)
    ]
    values = {"rows": Jsonb(rows), "nominations": [one.nomination_id for one in wanted]}
    given = "jsonb_to_recordset(%(rows)s) as r(nomination_id bigint, position int, person_id bigint, name text, role text)"
    await conn.execute(
        f"""
        delete from festival_nomination_people f where f.inferred and f.nomination_id = any(%(nominations)s)
            and not exists (select 1 from {given}
                where (r.nomination_id, r.position, r.person_id) = (f.nomination_id, f.position, f.person_id))
        """.encode(),
        values,
    )
    await conn.execute(
        f"""
        insert into festival_nomination_people
            (nomination_id, position, person_id, credited_as, role, inferred, link, link_score, link_why, linked_at)
        select nomination_id, position, person_id, name, role, true, 'credits', 1,
            'the prize names nobody: everybody whom the film credits with it', now()
        from {given} on conflict do nothing
        """.encode(),
        values,
    )

"""What scores are made with, as rows: what profiles, awards and lists weigh."""

import hashlib
from collections.abc import Sequence
from decimal import Decimal

from psycopg import AsyncConnection

from cinegraph.domain.scores import Profile, Weights
from cinegraph.store import scores

_PROFILES, _WEIGHTS = "score_profiles", "score_weights"


async def seed_profiles(conn: AsyncConnection, profiles: Sequence[Profile]) -> list[str]:
    """Make the rows say what the files say; scores in profiles that are others now are made anew from the parts, in one
    statement. The answer is which those were."""
    told = sorted((p.name, part, weight) for p in profiles for part, weight in p.weights.items())
    if not await _is_other(conn, _PROFILES, _mark(told)):
        return []
    await scores.claim(conn)
    cursor = await conn.execute(
        """
        with told as (
            select * from unnest(%s::text[], %s::text[], %s::numeric[]) as t(profile, part, weight)
        ), gone as (
            delete from score_profiles p where not exists (
                select 1 from told t where (t.profile, t.part) = (p.profile, p.part))
            returning profile
        ), put as (
            insert into score_profiles as kept (profile, part, weight) select profile, part, weight from told
            on conflict (profile, part) do update set weight = excluded.weight where kept.weight <> excluded.weight
            returning profile
        )
        select profile from gone union select profile from put order by 1
        """,
        [list(column) for column in zip(*told, strict=True)],
    )
    changed = [name for (name,) in await cursor.fetchall()]
    await scores.keep_scores(conn, scores.EVERY, changed)
    return changed


async def seed_weights(conn: AsyncConnection, weights: Weights) -> bool:
    """Make the rows say what the shipped file says; if they were others, every film with an award or on a list is marked
    to be scored. The answer is whether they were."""
    rows = _rows(weights)
    if not await _is_other(conn, _WEIGHTS, _mark(rows)):
        return False
    await conn.execute("delete from score_weights")
    await conn.execute(
        """
        insert into score_weights (kind, key, weight, year)
        select * from unnest(%s::text[], %s::text[], %s::numeric[], %s::int[])
        """,
        [list(column) for column in zip(*rows, strict=True)],
    )
    await conn.execute(
        """
        insert into score_marks (movie_id)
        select movie_id from festival_nomination_films union select movie_id from movie_list_items
        """
    )
    return True


def _rows(weights: Weights) -> list[tuple[str, str, Decimal, int | None]]:
    rows: list[tuple[str, str, Decimal, int | None]] = [
        ("prestige", "win", Decimal(weights.prestige_win), None),
        ("prestige", "nomination", Decimal(weights.prestige_nomination), None),
        ("other", "category", weights.unkeyed, None),
        ("other", "list", weights.list_other, None),
    ]
    rows += [("category", key, weight, None) for key, weight in sorted(weights.categories.items())]
    rows += [
        ("list", key, weight, weights.list_years.get(key)) for key, weight in sorted(weights.lists.items())
    ]
    return rows


def _mark(rows: object) -> str:
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:32]


async def _is_other(conn: AsyncConnection, name: str, mark: str) -> bool:
    """Whether the rows were made of something else; from now on they are of this. One transaction at a time."""
    marked = "select 1 from shipped_data where (name, mark) = (%s, %s)"
    if await (await conn.execute(marked.encode(), [name, mark])).fetchone():
        return False
    await conn.execute("select pg_advisory_xact_lock(hashtextextended('score_settings', 0))")
    if await (await conn.execute(marked.encode(), [name, mark])).fetchone():
        return False
    await conn.execute(
        "insert into shipped_data (name, mark) values (%s, %s) on conflict (name) do update set mark = excluded.mark",
        [name, mark],
    )
    return True

"""The scores of all films from their own rows, film by film, in plain Python: what SQL is held against."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

from psycopg import AsyncConnection

from cinegraph.data.score_profiles import shipped_profiles
from cinegraph.data.score_weights import score_weights
from cinegraph.domain.scores import (
    HALF_CANONICAL,
    HALF_INFLUENTIAL,
    HALF_RECOGNIZED,
    LEADING_CAST,
    LEADING_CREW,
)
from tests.store.plain_parts import combine, lasting, liked, saturated
from tests.store.scoring import Values, all_rows


async def computed(conn: AsyncConnection) -> tuple[Values, dict[tuple[int, str], Decimal]]:
    """The same from the films' own rows, film by film, in plain Python."""
    weights, parts = score_weights(), defaultdict[int, dict[str, Decimal]](dict)
    points, said = await _merits(conn), defaultdict[int, list[int]](list)
    for number, of_film in points.items():
        total = sum((p for _, p in of_film), Decimal(0))
        parts[number]["recognition"] = saturated(total, HALF_RECOGNIZED)
        said[number] += [year for year, _ in of_film]
    lists: dict[int, dict[str, int]] = defaultdict(dict)
    for number, key, year in await all_rows(
        conn,
        "select movie_id, source_key, min(extract(year from coalesce(listed_on, first_seen))::int) from movie_list_items i"
        " join movie_lists l on l.id = list_id where left_at is null group by 1, 2",
    ):
        lists[number][key] = weights.list_years.get(key, year)
    for number, on in lists.items():
        total = sum((weights.lists.get(key, weights.list_other) for key in on), Decimal(0))
        parts[number]["canon"] = saturated(total, HALF_CANONICAL)
        said[number] += on.values()
    await _ratings(conn, parts)
    years = dict(await all_rows(conn, "select id, year from movies"))
    for number, when in said.items():
        lasts = lasting(years[number], tuple(when)) if years[number] else None
        if lasts is not None:
            parts[number]["endurance"] = lasts
    await _influence(conn, parts, {n: sum((p for _, p in of), Decimal(0)) for n, of in points.items()}, years)
    films = [n for (n,) in await all_rows(conn, "select id from movies where kind is distinct from 'tv'")]
    told = {(n, p.name): combine(parts.get(n, {}), p) for n in films for p in shipped_profiles()}
    return dict(parts), {key: score for key, score in told.items() if score is not None}


async def _merits(conn: AsyncConnection) -> dict[int, list[tuple[int, Decimal]]]:
    weights, found = score_weights(), defaultdict[int, list[tuple[int, Decimal]]](list)
    for number, won, win, nomination, key, year in await all_rows(
        conn,
        """
        select f.movie_id, is_winner, prestige_win, prestige_nomination, canonical_key, c.year
        from festival_nomination_films f join festival_nominations n on n.id = nomination_id
        join festival_ceremonies c on c.id = ceremony_id join festival_categories g on g.id = category_id
        join festival_organizations o on o.id = g.organization_id where n.state = 'active'
        """,
    ):
        own, usual = (win, weights.prestige_win) if won else (nomination, weights.prestige_nomination)
        weight = weights.categories[key] if key else weights.unkeyed
        points = (usual if own is None else own) * weight / 100
        if points > 0:
            found[number].append((year, points))
    return found


async def _ratings(conn: AsyncConnection, parts: dict[int, dict[str, Decimal]]) -> None:
    told: dict[int, dict[str, tuple[Decimal, int | None]]] = defaultdict(dict)
    for number, place, value, votes in await all_rows(
        conn, "select movie_id, rating_source, value::numeric, votes from movie_ratings"
    ):
        told[number][place] = (value, votes)
    for number, places in told.items():
        audience = {p: told for p, told in places.items() if p in ("imdb", "tmdb") and told[0] > 0}
        critics = [value for p, (value, _) in places.items() if p in ("metacritic", "rotten_tomatoes")]
        if audience:
            parts[number]["audience"] = liked(audience)
        if critics:
            mean = sum(critics, Decimal(0)) / len(critics) / 100
            parts[number]["critics"] = mean.quantize(Decimal("0.0001"), "ROUND_HALF_UP")


async def _influence(
    conn: AsyncConnection,
    parts: dict[int, dict[str, Decimal]],
    points: dict[int, Decimal],
    years: dict[int, Any],
) -> None:
    films_of: dict[int, set[int]] = defaultdict(set)
    for number, person, kind, job, billing in await all_rows(
        conn, "select movie_id, person_id, kind, job, billing from movie_credits"
    ):
        if billing < LEADING_CAST if kind == "cast" else job.split(" (")[0] in LEADING_CREW:
            films_of[person].add(number)
    later: dict[int, set[int]] = defaultdict(set)
    for films in films_of.values():
        for one in films:
            later[one] |= {o for o in films if o in points and (years[o] or 0) > (years[one] or 9999)}
    for number, work in later.items():
        if work:
            parts[number]["influence"] = saturated(
                sum((points[o] for o in work), Decimal(0)), HALF_INFLUENTIAL
            )

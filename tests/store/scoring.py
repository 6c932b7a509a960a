"""Films with awards, lists and ratings, as a test of scores needs them, and the same scores computed without SQL."""

import random
from collections import defaultdict
from decimal import Decimal
from typing import Any

from psycopg import AsyncConnection

from cinegraph.data.category_keys import category_keys, category_keys_mark
from cinegraph.data.score_profiles import shipped_profiles
from cinegraph.data.score_weights import score_weights
from cinegraph.domain.scores import (
    HALF_CANONICAL,
    HALF_INFLUENTIAL,
    HALF_RECOGNIZED,
    LEADING_CAST,
    LEADING_CREW,
    combine,
    lasting,
    liked,
    saturated,
)
from cinegraph.store import categories, score_settings
from tests.store.filming import Made

Values = dict[int, dict[str, Decimal]]
_ORGANIZATIONS = {"OLD": (100, 80), "NEW": (None, None), "MOCK": (0, 0)}
_KEYS = ["picture", "director", "stunts", "tv-actor-drama", None]


class Honoured(Made):
    """Makes what films are scored by; organizations and categories are there from the start."""

    async def begin(self, seed: bool = True) -> "Honoured":
        """The weights that ship (unless a program has put them there), three organizations, five categories each, two
        lists."""
        if seed:
            await categories.seed(self.conn, category_keys(), category_keys_mark())
            await score_settings.seed_weights(self.conn, score_weights())
            await score_settings.seed_profiles(self.conn, shipped_profiles())
        for name, (win, nomination) in _ORGANIZATIONS.items():
            await self.conn.execute(
                """
                with o as (
                    insert into festival_organizations
                        (slug, name, abbreviation, country, founded_year, kind, prestige_win, prestige_nomination)
                    values (%(n)s, %(n)s, %(n)s, 'US', 1929, 'ceremony', %(win)s, %(nomination)s) returning id)
                insert into festival_categories (organization_id, award, name, canonical_key)
                select o.id, 'Award', k::text, nullif(k, '') from o, unnest(%(keys)s::text[]) k
                """,
                {
                    "n": name,
                    "win": win,
                    "nomination": nomination,
                    "keys": [key or "" for key in _KEYS],
                },
            )
        await self.conn.execute(
            "insert into movie_lists (source_key, name, source_type)"
            " values ('sight_sound_critics_2022', 'S', 'csv'), ('own', 'O', 'csv') on conflict do nothing"
        )
        return self

    async def nominated(
        self, number: int, year: int, key: str | None = "picture", by: str = "OLD", won: bool = False
    ) -> int:
        """One nomination of the film; the answer is its number."""
        cursor = await self.conn.execute(
            """
            with o as (select id from festival_organizations where abbreviation = %(by)s), c as (
                insert into festival_ceremonies (organization_id, year, name, state)
                select id, %(year)s, 'C', 'held' from o
                on conflict (organization_id, year, instance) do update set name = 'C' returning id
            ), n as (
                insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, source)
                select c.id, g.id, gen_random_uuid()::text, 1, %(won)s, '{}' from c, o
                join festival_categories g on g.organization_id = o.id and g.name = %(key)s returning id)
            insert into festival_nomination_films (nomination_id, position, movie_id, credited_as)
            select id, 1, %(film)s, 'F' from n returning nomination_id
            """,
            {"by": by, "year": year, "key": key or "", "won": won, "film": number},
        )
        row = await cursor.fetchone()
        assert row is not None
        return int(row[0])

    async def listed(self, number: int, key: str = "own", on: str | None = None, times: int = 1) -> None:
        """The film stands on the list."""
        await self.conn.execute(
            """
            insert into movie_list_items (list_id, movie_id, imdb_id, occurrence, position, title, listed_on)
            select id, %(film)s, 'tt' || %(film)s, n, 1, 'F', %(on)s::date
            from movie_lists, generate_series(1, %(times)s) n where source_key = %(key)s
            on conflict (list_id, imdb_id, occurrence) do update set left_at = null, movie_id = excluded.movie_id
            """,
            {"film": number, "key": key, "on": on, "times": times},
        )

    async def received(self, number: int, place: str, value: float, votes: int | None = None) -> None:
        """How it is rated there."""
        await self.conn.execute(
            """
            insert into movie_ratings (movie_id, source, rating_source, value, votes) values (%s, 'x', %s, %s, %s)
            on conflict (movie_id, source, rating_source) do update set value = excluded.value, votes = excluded.votes
            """,
            [number, place, value, votes],
        )


async def something(made: Honoured, dice: random.Random, films: int, people: list[str]) -> None:
    """One thing that happens to films."""
    number = dice.randint(1, films)
    match dice.choice(
        ["film", "film", "award", "award", "award", "list", "leave", "rate", "won", "year", "prestige"]
    ):
        case "film":
            cast = dice.sample(people, dice.randint(0, 7))
            crew = [(dice.choice(people), job) for job in ("Director", "Writer (novel)", "Gaffer")]
            await made.film(
                number,
                dice.choice([None, 1950, 1960, 1971, 1999]),
                cast,
                crew,
                kind=dice.choice(["movie", "tv"]),
            )
        case "award":
            await _if_there(made, number)
            by = dice.choice(list(_ORGANIZATIONS))
            await made.nominated(
                number, dice.randint(1951, 2020), dice.choice(_KEYS), by, dice.random() < 0.4
            )
        case "list":
            await _if_there(made, number)
            await made.listed(
                number, dice.choice(["own", "sight_sound_critics_2022"]), dice.choice([None, "1990-05-01"]), 2
            )
        case "leave":
            await made.conn.execute(
                "update movie_list_items set left_at = now() where movie_id = %s", [number]
            )
        case "rate":
            await _if_there(made, number)
            place = dice.choice(["imdb", "tmdb", "metacritic", "rotten_tomatoes"])
            high = 10 if place in ("imdb", "tmdb") else 100
            await made.received(
                number, place, dice.randint(0, 10 * high) / 10, dice.choice([None, 50, 90_000])
            )
        case "won":
            await made.conn.execute(
                "update festival_nominations set is_winner = not is_winner, state = %s where id in (select nomination_id"
                " from festival_nomination_films where movie_id = %s)",
                [dice.choice(["active", "withdrawn"]), number],
            )
        case "year":
            await made.conn.execute(
                "update movies set year = %s where id = %s", [dice.choice([None, 1940, 1965]), number]
            )
        case "prestige":
            await made.conn.execute(
                "update festival_organizations set prestige_win = %s where abbreviation = 'NEW'",
                [dice.choice([None, 40])],
            )


async def _if_there(made: Honoured, number: int) -> None:
    await made.conn.execute(
        "insert into movies (id, title) overriding system value values (%s, 'F') on conflict do nothing",
        [number],
    )


async def kept(conn: AsyncConnection) -> list[str]:
    """Every row of scores as it is, without times."""
    cursor = await conn.execute(
        """
        select (to_jsonb(p) - 'inserted_at' - 'updated_at')::text from movie_score_parts p
        union all select (to_jsonb(s) - 'inserted_at' - 'updated_at')::text from movie_scores s
        union all select (to_jsonb(w) - 'inserted_at' - 'updated_at')::text from score_works w order by 1
        """
    )
    return [text for (text,) in await cursor.fetchall()]


async def values(conn: AsyncConnection) -> Values:
    """Each film's parts."""
    found: Values = defaultdict(dict)
    for number, part, value in await _all(conn, "select movie_id, part, value from movie_score_parts"):
        found[number][part] = value
    return dict(found)


async def score_of(conn: AsyncConnection) -> dict[tuple[int, str], Decimal]:
    """Each film's score in each profile."""
    found = await _all(conn, "select movie_id, profile, score from movie_scores")
    return {(number, profile): score for number, profile, score in found}


async def computed(conn: AsyncConnection) -> tuple[Values, dict[tuple[int, str], Decimal]]:
    """The same from the films' own rows, film by film, in plain Python."""
    weights, parts = score_weights(), defaultdict[int, dict[str, Decimal]](dict)
    points, said = await _merits(conn), defaultdict[int, list[int]](list)
    for number, of_film in points.items():
        total = sum((p for _, p in of_film), Decimal(0))
        parts[number]["recognition"] = saturated(total, HALF_RECOGNIZED)
        said[number] += [year for year, _ in of_film]
    lists: dict[int, dict[str, int]] = defaultdict(dict)
    for number, key, year in await _all(
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
    years = dict(await _all(conn, "select id, year from movies"))
    for number, when in said.items():
        lasts = lasting(years[number], tuple(when)) if years[number] else None
        if lasts is not None:
            parts[number]["endurance"] = lasts
    await _influence(conn, parts, {n: sum((p for _, p in of), Decimal(0)) for n, of in points.items()}, years)
    films = [n for (n,) in await _all(conn, "select id from movies where kind is distinct from 'tv'")]
    told = {(n, p.name): combine(parts.get(n, {}), p) for n in films for p in shipped_profiles()}
    return dict(parts), {key: score for key, score in told.items() if score is not None}


async def _merits(conn: AsyncConnection) -> dict[int, list[tuple[int, Decimal]]]:
    weights, found = score_weights(), defaultdict[int, list[tuple[int, Decimal]]](list)
    for number, won, win, nomination, key, year in await _all(
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
    for number, place, value, votes in await _all(
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
    for number, person, kind, job, billing in await _all(
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


async def _all(conn: AsyncConnection, query: str) -> list[Any]:
    return await (await conn.execute(query.encode())).fetchall()

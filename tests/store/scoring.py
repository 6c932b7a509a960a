"""Films with awards, lists and ratings, as a test of scores needs them, and their rows."""

import random
from collections import defaultdict
from decimal import Decimal
from typing import Any

from psycopg import AsyncConnection

from cinegraph.data.category_keys import category_keys, category_keys_mark
from cinegraph.data.score_profiles import shipped_profiles
from cinegraph.data.score_weights import score_weights
from cinegraph.store import categories, score_settings, scores
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


_HAPPENS = {
    "leave": "update movie_list_items set left_at = now() where movie_id = %(film)s",
    "won": "update festival_nominations set is_winner = not is_winner, state = %(state)s where id in"
    " (select nomination_id from festival_nomination_films where movie_id = %(film)s)",
    "year": "update movies set year = %(year)s where id = %(film)s",
    "prestige": "update festival_organizations set prestige_win = %(win)s where abbreviation = 'NEW'",
}


async def something(made: Honoured, dice: random.Random, films: int, people: list[str]) -> None:
    """One thing that happens to films."""
    film = dice.randint(1, films)
    what = dice.choice([*["film"] * 5, *["award", "list", "rate"] * 3, *_HAPPENS])
    if what in _HAPPENS:
        told: dict[str, object] = {
            "film": film,
            "year": dice.choice([None, 1940, 1965]),
            "win": dice.choice([None, 40]),
        }
        told["state"] = dice.choice(["active", "withdrawn"])
        await made.conn.execute(_HAPPENS[what].encode(), told)
        return
    if what == "film":
        cast = dice.sample(people, dice.randint(0, len(people)))
        crew = [(dice.choice(people), job) for job in ("Director", "Writer (novel)", "Gaffer")]
        year = dice.choice([None, 1950, 1960, 1971, 1999])
        await made.film(film, year, cast, crew, kind=dice.choice(["movie", "tv"]))
        return
    await _if_there(made, film)
    if what == "award":
        by, won = dice.choice(list(_ORGANIZATIONS)), dice.random() < 0.4
        await made.nominated(film, dice.randint(1951, 2020), dice.choice(_KEYS), by, won)
    elif what == "list":
        key = dice.choice(["own", "sight_sound_critics_2022"])
        await made.listed(film, key, dice.choice([None, "1990-05-01"]), 2)
    else:
        place = dice.choice(["imdb", "tmdb", "metacritic", "rotten_tomatoes"])
        high = 10 if place in ("imdb", "tmdb") else 100
        await made.received(film, place, dice.randint(0, 10 * high) / 10, dice.choice([None, 50, 90_000]))


async def _if_there(made: Honoured, number: int) -> None:
    await made.conn.execute(
        "insert into movies (id, title) overriding system value values (%s, 'F') on conflict do nothing",
        [number],
    )


async def score_all(conn: AsyncConnection) -> None:
    """All films at once, which should make the same rows as each by itself."""
    await scores.keep_works(conn, scores.EVERY)
    await scores.hold(conn, scores.EVERY, wait=True)
    await scores.keep_parts(conn, scores.EVERY)
    await scores.keep_influence(conn, scores.EVERY)
    await scores.keep_scores(conn, scores.EVERY)


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
    for number, part, value in await all_rows(conn, "select movie_id, part, value from movie_score_parts"):
        found[number][part] = value
    return dict(found)


async def score_of(conn: AsyncConnection) -> dict[tuple[int, str], Decimal]:
    """Each film's score in each profile."""
    found = await all_rows(conn, "select movie_id, profile, score from movie_scores")
    return {(number, profile): score for number, profile, score in found}


async def all_rows(conn: AsyncConnection, query: str) -> list[Any]:
    """What a query answers."""
    return await (await conn.execute(query.encode())).fetchall()

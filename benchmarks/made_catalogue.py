"""A made-up database of any size, by COPY: films with titles in several scripts, nominations, people, ratings, a list.

What the program keeps beside such rows (search keys, pairs, scores, counted calls) the program makes of them itself.
"""

import asyncio
import json
import random
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from benchmarks.copied import copied
from benchmarks.made_work import work
from cinegraph import app
from cinegraph.pipeline.build_scores import build_scores
from cinegraph.pipeline.count_lookups import count_lookups
from cinegraph.settings import Settings
from cinegraph.store import graph_rebuild

_SYLLABLES = [c + v + e for c in "bcdfghklmnprstvz" for v in "aeiou" for e in ("", "n", "r", "s", "l", "th")]
_SMALL = ("the", "of", "a", "and", "la", "le", "der", "in", "no", "love", "man", "night")
_HANGUL = [chr(0xAC00 + n * 37) for n in range(290)]
_CYRILLIC = [a + b for a in "бвгдклмнпрст" for b in "аеиоу"]
_KANJI = [chr(0x4E00 + n * 11) for n in range(900)]
_YEARS = range(1930, 2026)


def fill(url: str, films: int) -> None:
    """`films` films with four credits and a rating, as many people, a fifth as many nominations, twice as many calls, half
    as many jobs; the same on every call. No trigger fires: what they would do follows at once (`_search`, `_built`)."""
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")
        with _indexed_at_the_end(connection):
            _rows(connection, random.Random(films), films)
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze")
    asyncio.run(_built(url))


@contextmanager
def _indexed_at_the_end(connection: psycopg.Connection) -> Iterator[None]:
    """Inverted indexes are made anew after the block: that takes a fraction of the time."""
    found = connection.execute(
        """
        select indexrelid::regclass::text, pg_get_indexdef(indexrelid) from pg_index
        join pg_class c on c.oid = indexrelid join pg_am a on a.oid = c.relam and a.amname = 'gin'
        """
    ).fetchall()
    connection.execute("set maintenance_work_mem = '1GB'")
    for name, _ in found:
        connection.execute(f"drop index {name}".encode())
    yield
    for _, definition in found:
        connection.execute(definition.encode())


def _rows(connection: psycopg.Connection, dice: random.Random, films: int) -> None:
    words = [
        "".join(dice.choice(_SYLLABLES) for _ in range(dice.choice((1, 2, 2, 3)))) for _ in range(90_000)
    ]
    copied(
        connection,
        "movies (title, original_title, year, kind, details, import_type, tmdb_id)",
        _films(dice, films, words),
    )
    copied(
        connection,
        "people (name)",
        ((f"{_word(dice, words).title()} {_word(dice, words).title()}",) for _ in range(films)),
    )
    credited = "movie_credits (movie_id, person_id, kind, job, billing, source_key)"
    copied(connection, credited, _credits(dice, films))
    connection.execute(
        "insert into movie_ratings (movie_id, source, rating_source, value, votes)"
        " select n, 'omdb', 'imdb', 1 + n %% 90 / 10.0, n %% 5000 from generate_series(1, %s) n",
        [films],
    )
    _ceremonies(connection, films)
    work(connection, dice, films)
    _search(connection)


async def _built(url: str) -> None:
    """Pairs, scores, and counted calls, each as the program builds them."""
    async with app.cinegraph(Settings(), url) as program:
        async with program.context.database.transaction() as conn:
            await graph_rebuild.rebuild(conn)
        async for _ in build_scores(program.context):
            pass
        await count_lookups(program.context)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _word(dice: random.Random, words: list[str]) -> str:
    """A few words are in many titles, most in few, as in life."""
    if dice.random() < 0.25:
        return dice.choice(_SMALL)
    return words[min(int(dice.paretovariate(0.6)) * 7 % len(words), len(words) - 1)]


def a_title(dice: random.Random, words: list[str]) -> str:
    """One to five words."""
    return " ".join(_word(dice, words) for _ in range(dice.choice((1, 2, 2, 3, 3, 4, 5)))).title()


def _films(dice: random.Random, count: int, words: list[str]) -> Iterator[tuple[object, ...]]:
    for number in range(count):
        script = dice.choice((None,) * 7 + (_HANGUL, _CYRILLIC, _KANJI))
        original = "".join(dice.choice(script) for _ in range(dice.randint(2, 6))) if script else None
        others = [a_title(dice, words)] if dice.random() < 0.2 else []
        details = {"tmdb": {"runtime": 100, **({"alternative_titles": others} if others else {})}}
        kind = dice.choices(("full", "minimal", "stub"), (90, 6, 4))[0]
        yield (
            a_title(dice, words),
            original,
            dice.choice(_YEARS),
            "movie",
            json.dumps(details),
            kind,
            number + 1,
        )


def _credits(dice: random.Random, films: int) -> Iterator[tuple[object, ...]]:
    for film in range(1, films + 1):
        yield film, dice.randint(1, films), "crew", "Director", None, "d"
        for place in range(3):
            yield film, dice.randint(1, films), "cast", "", place, f"a{place}"


def _ceremonies(connection: psycopg.Connection, films: int) -> None:
    """Twenty organizations, a ceremony a year, ten categories each, as many nominations as it takes."""
    connection.execute(
        """
        insert into festival_organizations (slug, name, abbreviation, country, founded_year, kind)
        select 'made-' || n, 'Made Awards ' || n, 'MADE' || n, 'US', 1930, 'ceremony' from generate_series(1, 20) n
        """
    )
    connection.execute(
        """
        insert into festival_ceremonies (organization_id, year, name, state)
        select o.id, y, o.name || ' ' || y, 'held' from festival_organizations o, generate_series(1930, 2025) y
        """
    )
    connection.execute(
        """
        insert into festival_categories (organization_id, award, name)
        select id, 'Prize', 'Category ' || n from festival_organizations, generate_series(1, 10) n
        """
    )
    _nominations(connection, films)


def _nominations(connection: psycopg.Connection, films: int) -> None:
    """Each of one film and one person; ceremony by ceremony, as they are imported."""
    connection.execute(
        """
        insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, source)
        select c.id, g.id, 'f' || n, n, n %% 5 = 0, '{imdb_event}' from festival_ceremonies c
        join festival_categories g using (organization_id) cross join generate_series(1, greatest(1, %s / 19200)) n
        order by c.year, c.id, n
        """,
        [films // 5],
    )
    connection.execute(
        """
        insert into festival_nomination_films (nomination_id, position, movie_id, credited_as)
        select n.id, 1, 1 + (n.id * 7919) %% %s, 'As printed' from festival_nominations n order by n.id
        """,
        [films],
    )
    connection.execute(
        """
        insert into festival_nomination_people (nomination_id, position, person_id, credited_as)
        select n.id, 1, 1 + (n.id * 104729) %% %s, 'As printed' from festival_nominations n order by n.id
        """,
        [films],
    )


def _search(connection: psycopg.Connection) -> None:
    connection.execute(
        """
        insert into movie_title_keys (movie_id, folded, title)
        select m.id, t.folded, t.title from movies m
        cross join lateral titles_of(m.title, m.original_title, m.details) t on conflict do nothing
        """
    )
    connection.execute(
        """
        insert into search_vocabulary (kind, word)
        select distinct 'film', left(w, 64) from movie_title_keys, unnest(string_to_array(folded, ' ')) w
        where length(w) > 2 and w !~ '[\\u3040-\\u30FF\\u3400-\\u9FFF]'
        """
    )
    connection.execute(
        "insert into search_vocabulary (kind, word)"
        " select distinct 'person', w from people, unnest(tsvector_to_array(name_words(name))) w where length(w) > 2"
    )

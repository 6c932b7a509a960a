"""A made-up database of any size, by COPY: films with titles in several scripts, nominations, people, jobs, calls."""

import json
import random
import uuid
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import psycopg

_SYLLABLES = [c + v + e for c in "bcdfghklmnprstvz" for v in "aeiou" for e in ("", "n", "r", "s", "l", "th")]
_SMALL = ("the", "of", "a", "and", "la", "le", "der", "in", "no", "love", "man", "night")
_HANGUL = [chr(0xAC00 + n * 37) for n in range(290)]
_CYRILLIC = [a + b for a in "бвгдклмнпрст" for b in "аеиоу"]
_KANJI = [chr(0x4E00 + n * 11) for n in range(900)]
_QUEUES = ("movies", "movies", "movies", "collaborations", "imports", "maintenance")
_STATES = ("succeeded",) * 97 + ("failed", "todo", "cancelled")
_SOURCES = ("tmdb", "wikidata", "omdb", "imdb")
_YEARS = range(1930, 2026)
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def fill(url: str, films: int) -> None:
    """`films` films, as many people, a fifth as many nominations, twice as many calls, half as many jobs; the same on
    every call. The triggers' work is done at once, as the migration does it."""
    dice = random.Random(films)
    with psycopg.connect(url) as connection:
        for table, trigger in (("movies", "title_keys"), ("people", "name_words")):
            connection.execute(f"alter table {table} disable trigger {trigger}".encode())
        words = [
            "".join(dice.choice(_SYLLABLES) for _ in range(dice.choice((1, 2, 2, 3)))) for _ in range(90_000)
        ]
        _copy(
            connection,
            "movies (title, original_title, year, kind, details, import_type, tmdb_id)",
            _films(dice, films, words),
        )
        _copy(
            connection,
            "people (name)",
            ((f"{_word(dice, words).title()} {_word(dice, words).title()}",) for _ in range(films)),
        )
        _copy(connection, "movie_credits (movie_id, person_id, kind, job, source_key)", _credits(dice, films))
        _ceremonies(connection, films)
        _work(connection, dice, films)
        _search(connection)
        for table, trigger in (("movies", "title_keys"), ("people", "name_words")):
            connection.execute(f"alter table {table} enable trigger {trigger}".encode())
        connection.commit()
        connection.autocommit = True
        connection.execute("vacuum analyze")


def _copy(connection: psycopg.Connection, into: str, rows: Iterable[Sequence[object]]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"copy {into} from stdin".encode()) as copy:
        for row in rows:
            copy.write_row(row)


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
        yield film, dice.randint(1, films), "crew", "Director", "d"
        yield film, dice.randint(1, films), "cast", "", "a0"


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
    """Each of one film and one person."""
    connection.execute(
        """
        insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, source)
        select c.id, g.id, 'f' || n, n, n %% 5 = 0, '{imdb_event}' from festival_ceremonies c
        join festival_categories g using (organization_id) cross join generate_series(1, greatest(1, %s / 19200)) n
        """,
        [films // 5],
    )
    connection.execute(
        """
        insert into festival_nomination_films (nomination_id, position, movie_id, credited_as)
        select n.id, 1, 1 + (n.id * 7919) %% %s, 'As printed' from festival_nominations n
        """,
        [films],
    )
    connection.execute(
        """
        insert into festival_nomination_people (nomination_id, position, person_id, credited_as)
        select n.id, 1, 1 + (n.id * 104729) %% %s, 'As printed' from festival_nominations n
        """,
        [films],
    )


def _work(connection: psycopg.Connection, dice: random.Random, films: int) -> None:
    """Imports with their films, jobs, calls, reviews, a list."""
    connection.execute(
        """
        insert into imports (kind, organization_id, year, state, ceremony_id, seen, started_at, finished_at)
        select 'ceremony', organization_id, year, 'finished', id, 100, now(), now() from festival_ceremonies
        """
    )
    connection.execute(
        """
        insert into import_nominations (import_id, nomination_id, change)
        select i.id, n.id, 'added' from imports i join festival_nominations n on n.ceremony_id = i.ceremony_id
        """
    )
    connection.execute(
        """
        insert into import_movies (import_id, movie_id, state)
        select distinct x.import_id, f.movie_id, 'answered' from import_nominations x
        join festival_nomination_films f using (nomination_id)
        """
    )
    _jobs_and_calls(connection, dice, films)
    connection.execute(
        "insert into reviews (movie_id, kind, reason) select id, 'choice', 'made up' from movies where id % 1000 = 0"
    )
    connection.execute(
        "insert into movie_lists (source_key, name, source_type) values ('made', 'Made', 'csv')"
    )
    connection.execute(
        """
        insert into movie_list_items (list_id, movie_id, imdb_id, position, title)
        select l.id, n, 'tt' || n, n, 'Listed' from movie_lists l, generate_series(1, 1000) n where l.source_key = 'made'
        """
    )


def _jobs_and_calls(connection: psycopg.Connection, dice: random.Random, films: int) -> None:
    jobs = (
        (
            dice.choice(_QUEUES),
            "resolve_movie",
            json.dumps({"movie_id": n, "import_id": 1 + n % 1900}),
            dice.choice(_STATES),
            1,
        )
        for n in range(1, films // 2 + 1)
    )
    _copy(connection, "procrastinate_jobs (queue_name, task_name, args, status, attempts)", jobs)
    _copy(
        connection,
        "api_lookup_metrics (id, source, operation, identifier, success, response_time_ms, metadata, inserted_at)",
        _calls(dice, films),
    )


def _calls(dice: random.Random, films: int) -> Iterator[tuple[object, ...]]:
    for number in range(films * 2):
        told = {"movie_id": 1 + number % films, "import_id": 1 + number % 1900, "cost_usd": 0, "status": 200}
        at = _BEGAN + timedelta(seconds=number * 10)
        yield (
            uuid.UUID(int=dice.getrandbits(128)), dice.choice(_SOURCES), "by_id", str(number), dice.random() < 0.95,
            dice.randint(20, 900), json.dumps(told), at,
        )  # fmt: skip


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

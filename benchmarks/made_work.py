"""Imports with their films, jobs, calls outside, questions for a person: what a made-up database has been busy with."""

import json
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psycopg

from benchmarks.copied import copied

_TASKS = (
    ("movies", "resolve_movie"),
    ("movies", "resolve_movie"),
    ("enrichment", "enrich_movie"),
    ("people", "link_people"),
    ("collaborations", "build_collaborations"),
)
_IMPORTS = 1900
"""The jobs and calls of one import follow each other."""
_STATES = ("succeeded",) * 97 + ("failed", "todo", "cancelled")
_SOURCES = ("tmdb", "wikidata", "omdb", "imdb")
_PUT_OFF = datetime(2100, 1, 1, tzinfo=UTC)
"""When jobs that are to be done would be: no worker takes them while something is measured."""
_BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def work(connection: psycopg.Connection, dice: random.Random, films: int) -> None:
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
    _questions(connection)


def _questions(connection: psycopg.Connection) -> None:
    """For every thousandth film one, with three candidates; and a list of a thousand films."""
    connection.execute(
        """
        insert into reviews (movie_id, kind, reason, candidates)
        select m.id, 'choice', 'made up', (
            select jsonb_agg(jsonb_build_object('source', 'tmdb', 'source_id', c.tmdb_id::text, 'tmdb_id', c.tmdb_id,
                'title', c.title, 'original_title', c.original_title, 'year', c.year, 'kind', 'movie', 'imdb_id', c.imdb_id,
                'wikidata_id', null, 'poster', null, 'directors', jsonb_build_array('Somebody'), 'score', 0.6 + c.id % 4 / 10.0,
                'evidence', jsonb_build_array(jsonb_build_object('name', 'title', 'score', 0.9, 'says', 'near'))))
            from movies c where c.id between m.id and m.id + 2)
        from movies m where m.id % 1000 = 0
        """
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
            *dice.choice(_TASKS),
            json.dumps({"movie_id": n, "import_id": 1 + n * _IMPORTS // (films // 2 + 1)}),
            (state := dice.choice(_STATES)),
            1,
            _PUT_OFF if state == "todo" else None,
        )
        for n in range(1, films // 2 + 1)
    )
    copied(
        connection, "procrastinate_jobs (queue_name, task_name, args, status, attempts, scheduled_at)", jobs
    )
    copied(
        connection,
        "api_lookup_metrics (id, source, operation, identifier, success, response_time_ms, metadata, inserted_at)",
        _calls(dice, films),
    )


def _calls(dice: random.Random, films: int) -> Iterator[tuple[object, ...]]:
    for number in range(films * 2):
        told = {
            "movie_id": 1 + number % films,
            "import_id": 1 + number * _IMPORTS // (films * 2),
            "cost_usd": 0,
            "status": 200,
        }
        at = _BEGAN + timedelta(seconds=number * 10)
        yield (
            uuid.UUID(int=dice.getrandbits(128)), dice.choice(_SOURCES), "by_id", str(number), dice.random() < 0.95,
            dice.randint(20, 900), json.dumps(told), at,
        )  # fmt: skip

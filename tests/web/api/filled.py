"""A small database that every address has something to say of, made directly."""

from dataclasses import dataclass

from psycopg import AsyncConnection

from tests.store.filming import Made

HOSTILE = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://evil","x")'


@dataclass(frozen=True, slots=True)
class Here:
    """Numbers of some rows."""

    ceremony: int
    import_id: int
    job: int
    review: int
    person: int


async def fill(conn: AsyncConnection) -> Here:
    """Twelve films of 2011–2022, one people graph, a ceremony with a nomination of each film, work, a review, a list."""
    made = Made(conn)
    for number in range(1, 13):
        kind = ("full", "minimal", "stub")[number % 3]
        title = {1: HOSTILE, 2: FORMULA}.get(number, f"Film {number}")
        await made.film(
            number, 2010 + number, ["Ann Actor", f"Actor {number}"], [("Dee Rector", "Director")],
            title=title, import_type=kind, imdb_id=f"tt{number:07}", tmdb_id=number,
        )  # fmt: skip
    await made.rated(3, 7.5)
    await made.genres(3, "Drama")
    ceremony = await _ceremony(conn)
    person = await made.person("Ann Actor")
    await conn.execute(
        """
        insert into festival_nomination_people (nomination_id, position, person_id, credited_as)
        select id, 1, %s, 'Ann Actor' from festival_nominations where position = 1
        """,
        [person],
    )
    import_id, job = await _work(conn, ceremony)
    return Here(ceremony, import_id, job, await _questions(conn), person)


async def _ceremony(conn: AsyncConnection) -> int:
    await conn.execute("select setval(pg_get_serial_sequence('movies', 'id'), 100)")
    ceremony = await _one(
        conn,
        """
        insert into festival_ceremonies (organization_id, year, number, name, state)
        select id, 2024, 96, 'The 96th Academy Awards', 'held' from festival_organizations where slug = 'oscars' returning id
        """,
    )
    await conn.execute(
        """
        insert into festival_categories (organization_id, award, name, canonical_key)
        select id, 'Oscar', c, k from festival_organizations, (values ('Best Picture', 'picture'), ('Sound', null)) v(c, k)
        where slug = 'oscars'
        """
    )
    await conn.execute(
        """
        insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, source)
        select %s, g.id, 'f' || n, n, n in (1, 2), '{oscars_ceremony}'
        from generate_series(1, 12) n join festival_categories g
            on g.name = case when n %% 2 = 1 then 'Best Picture' else 'Sound' end
        order by n
        """,
        [ceremony],
    )
    await conn.execute(
        """
        insert into festival_nomination_films (nomination_id, position, movie_id, credited_as)
        select id, 1, position, 'as printed' from festival_nominations
        """
    )
    return ceremony


async def _work(conn: AsyncConnection, ceremony: int) -> tuple[int, int]:
    job = await _one(
        conn,
        """
        insert into procrastinate_jobs (queue_name, task_name, priority, args, status, attempts)
        values ('movies', 'resolve_movie', 10, '{"movie_id": 5, "import_id": null}', 'failed', 5) returning id
        """,
    )
    await conn.execute(
        "insert into job_errors (job_id, attempt, kind, error) values (%s, 5, 'RuntimeError', 'boom')", [job]
    )
    import_id = await _one(
        conn,
        """
        insert into imports (kind, organization_id, year, state, ceremony_id, seen, started_at, finished_at)
        select 'ceremony', organization_id, year, 'finished', id, 12, now(), now() from festival_ceremonies where id = %s
        returning id
        """,
        ceremony,
    )
    await conn.execute(
        "insert into import_nominations (import_id, nomination_id, change) select %s, id, 'added' from festival_nominations",
        [import_id],
    )
    await conn.execute(
        "insert into import_movies (import_id, movie_id, state) select %s, id, 'answered' from movies",
        [import_id],
    )
    return import_id, job


async def _questions(conn: AsyncConnection) -> int:
    review = await _one(
        conn,
        """
        insert into reviews (movie_id, kind, reason, candidates) values (4, 'choice', 'two are alike',
            '[{"source": "tmdb", "source_id": "40", "title": "Film 4", "year": 2014, "tmdb_id": 40, "directors": [],
               "evidence": [], "score": 0.6},
              {"source": "tmdb", "source_id": "41", "title": "Film 4", "year": 2015, "tmdb_id": 41, "directors": [],
               "evidence": [], "score": 0.5}]') returning id
        """,
    )
    await conn.execute(
        """
        insert into movie_list_items (list_id, movie_id, imdb_id, position, title, left_at)
        select l.id, n, 'tt' || lpad(n::text, 7, '0'), n, 'Film ' || n, case when n = 5 then now() end
        from movie_lists l, generate_series(1, 5) n where l.source_key = 'afi_100'
        """
    )
    await conn.execute(
        """
        insert into api_lookup_metrics (id, source, operation, success, response_time_ms, metadata)
        values (gen_random_uuid(), 'tmdb', 'by_id', true, 50, '{"cost_usd": 0.001, "movie_id": 3}')
        """
    )
    return review


async def _one(conn: AsyncConnection, query: str, *values: object) -> int:
    row = await (await conn.execute(query.encode(), values or None)).fetchone()
    assert row is not None
    return int(row[0])

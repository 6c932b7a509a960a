"""A small house to export from: two festivals, films with hostile titles, a list, pairs, ratings."""

import json
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.exporting import Selection
from cinegraph.domain.movies import Candidate, Facts, Image
from cinegraph.pipeline.export import stream
from cinegraph.store import movies

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"

HOSTILE = (
    "<script>alert('x')</script> & more",
    'He said "no", twice',
    "Two\nlines\r\nand\ta tab",
    "=1+1",
    "@home",
    "-273 °C",
    "back\\slash \\N \\. {brace} %s",
    "기생충 · Amélie \U0001f41d",
    "bell \x07, escape \x1b and \x7f, \x01\x02\x03",
    " | ",
    "'quoted'",
    "\ufeffmark, \ufffe and \u2028",
)
"""Titles that break a format which is put together carelessly. (PostgreSQL's text has no NUL.)"""

_ROWS = """
    insert into festival_organizations (slug, name, abbreviation, imdb_event_id, country, founded_year, kind)
    values ('bees', 'Golden Bee', 'BEE', 'ev7777777', 'FR', 1950, 'festival'),
        ('ants', 'Silver Ant', 'ANT', null, 'DE', 1960, 'ceremony');
    insert into festival_ceremonies (organization_id, year, instance, name, state)
    select o.id, y, 1, o.name || 's', 'held' from festival_organizations o, (values (2022), (2023)) as t(y)
    where o.slug in ('bees', 'ants');
    insert into festival_categories (organization_id, award, name, canonical_key)
    select o.id, 'Bee', t.name, t.key from festival_organizations o,
        (values ('Best Film', 'picture'), ('Best Actor', 'actor-leading')) as t(name, key) where o.slug = 'bees';
    insert into festival_categories (organization_id, award, name)
    select o.id, 'Ant', 'Best Film' from festival_organizations o where o.slug = 'ants';
    insert into movies (imdb_id, tmdb_id, title, year, kind, import_type) values
        ('tt0000001', 11, 'One', 1994, 'movie', 'full'), ('tt0000002', null, 'Two', 2001, 'movie', 'minimal'),
        (null, null, 'Three', null, null, 'stub'), ('tt0000004', 14, 'Four', 1999, 'movie', 'full');
    insert into people (name, imdb_id) values ('Ann', 'nm0000001'), ('Bob', null), ('Cleo <&>', 'nm0000003');
    insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, state, source)
    select c.id, g.id, t.mark, t.position, t.won, t.state, array['made_up']
    from (values ('bees', 2023, 'Best Film', 'a', 1, true, 'active'), ('bees', 2023, 'Best Film', 'b', 2, false, 'active'),
        ('bees', 2023, 'Best Actor', 'c', 3, true, 'active'), ('bees', 2022, 'Best Film', 'd', 1, true, 'active'),
        ('bees', 2022, 'Best Film', 'e', 2, true, 'withdrawn'), ('ants', 2022, 'Best Film', 'f', 1, true, 'active')
    ) as t(slug, year, category, mark, position, won, state)
    join festival_organizations o on o.slug = t.slug
    join festival_ceremonies c on c.organization_id = o.id and c.year = t.year
    join festival_categories g on g.organization_id = o.id and g.name = t.category;
    insert into festival_nomination_films (nomination_id, position, movie_id, credited_as)
    select n.id, 0, m.id, m.title from festival_nominations n
    join (values ('a', 'One'), ('b', 'Two'), ('c', 'Three'), ('d', 'Four'), ('e', 'Two'), ('f', 'One')) as t(mark, title)
        on t.mark = n.fingerprint join movies m on m.title = t.title;
    insert into festival_nomination_people (nomination_id, position, person_id, role, credited_as)
    select n.id, 0, p.id, null, 'Ann, as printed' from festival_nominations n, people p
    where n.fingerprint = 'c' and p.name = 'Ann';
    insert into movie_credits (movie_id, person_id, kind, job, source_key)
    select m.id, p.id, 'crew', 'Director', p.name from movies m, people p where m.title = 'One' and p.name <> 'Ann';
    insert into genres (name) values ('Drama'), ('Comedy');
    insert into movie_genres select m.id, g.id from movies m, genres g where m.title = 'One';
    insert into movie_ratings (movie_id, source, rating_source, value, votes)
    select id, 'omdb', 'imdb', 8.5, 1000 from movies where title in ('One', 'Four');
    insert into movie_list_items (list_id, movie_id, imdb_id, position, title, left_at)
    select l.id, m.id, m.imdb_id, 1, m.title, case when m.title = 'Two' then now() end
    from movie_lists l, movies m where l.source_key = 'afi_100' and m.title in ('One', 'Two');
    insert into collaborations (person_a, person_b, films, first_year, latest_year)
    select a.id, b.id, 1, 1994, 1994 from people a, people b where a.name = 'Bob' and b.name = 'Cleo <&>';
    insert into collaboration_details (person_a, person_b, movie_id, kind, year, feature)
    select x.person_a, x.person_b, m.id, 'director_director', 1994, true from collaborations x, movies m where m.title = 'One';
"""


_TOLD = Facts(
    runtime=90,
    release_date=date(1994, 5, 1),
    countries=("FR",),
    languages=("fr", "en"),
    poster_path="/one.jpg",
)
_POSTER = Image("poster", "https://elsewhere.test/four.jpg", 500, 750)
_FOUND = (
    ("One", Candidate("tmdb", "11", "One", year=1994, complete=True, facts=_TOLD)),
    ("One", Candidate("omdb", "tt0000001", "One", facts=Facts(runtime=89, countries=("France",)))),
    (
        "Four",
        Candidate(
            "tmdb",
            "14",
            "Four",
            year=1999,
            complete=True,
            facts=Facts(countries=("DE", "FR")),
            images=(_POSTER,),
        ),
    ),
)


async def furnish(conn: AsyncConnection) -> None:
    """Put everything in."""
    for statement in _ROWS.split(";\n"):
        await conn.execute(statement.encode())
        if "insert into movies " in statement:
            await _found(conn)
    await conn.commit()


async def _found(conn: AsyncConnection) -> None:
    """What catalogues say of One and Four, kept as the program keeps it."""
    await conn.execute(
        "insert into image_bases (source, kind, base_url, sizes)"
        " values ('tmdb', 'poster', 'https://pictures.test/', array['w92', 'w500', 'original'])"
    )
    for film, found in _FOUND:
        cursor = await conn.execute("select id from movies where title = %s", [film])
        row = await cursor.fetchone()
        assert row is not None
        if found.complete:
            await movies.save_found(conn, row[0], found, ["tmdb"])
        else:
            await movies.add_details(conn, row[0], found)


async def furnish_hostile(conn: AsyncConnection) -> None:
    """A film and a person under each hostile title, and everybody has worked with the first."""
    for number, title in enumerate(HOSTILE, 1):
        await conn.execute(
            "insert into movies (title, imdb_id, tmdb_id) values (%s, %s, %s)",
            [title, f"tt{number:07}", number],
        )
        await conn.execute("insert into people (name) values (%s)", [title])
    await conn.execute(
        "insert into collaborations (person_a, person_b, films) select 1, id, 1 from people where id > 1"
    )
    await conn.execute(
        "insert into collaboration_details (person_a, person_b, movie_id, kind, feature)"
        " select person_a, person_b, 1, 'crew_crew', true from collaborations"
    )
    await conn.commit()


async def exported(built: Cinegraph, what: str, format: str | None = None, **asked: Any) -> bytes:
    """All of it; `only`, `safe` and `tell` are options, whatever else is asked restricts the rows."""
    options = {name: asked.pop(name) for name in ("only", "safe", "tell") if name in asked}
    selection = Selection(**asked)
    blocks = stream(built.context, what, selection, format, **options)
    return b"".join([block async for block in blocks])


async def exported_rows(built: Cinegraph, what: str, **asked: Any) -> list[dict[str, Any]]:
    """What is exported, row by row."""
    text = (await exported(built, what, "jsonl", **asked)).decode()
    return [json.loads(line) for line in text.split("\n") if line]

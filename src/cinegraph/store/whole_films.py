"""Everything that is known of one film, with who told it and when."""

from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from cinegraph.store import told

_PARTS: dict[str, str] = {
    "records": """
        select r.source, r.found, r.told_at, r.changed_at from movie_records r
        where r.movie_id = %(movie)s order by r.told_at nulls last, r.source
    """,
    "ratings": """
        select rating_source, value, votes, source, told_at from movie_ratings
        where movie_id = %(movie)s order by rating_source, source
    """,
    "facts": """
        select fact, usd, words, source, told_at from movie_facts where movie_id = %(movie)s order by fact, source
    """,
    "genres": "select g.name from movie_genres l join genres g on g.id = l.genre_id where l.movie_id = %(movie)s order by 1",
    "keywords": """
        select k.name from movie_keywords l join keywords k on k.id = l.keyword_id where l.movie_id = %(movie)s order by 1
    """,
    "companies": """
        select name, country, tmdb_id, source from movie_companies where movie_id = %(movie)s order by place
    """,
    "countries": "select country, source from movie_countries where movie_id = %(movie)s order by place",
    "languages": "select language, is_original, source from movie_languages where movie_id = %(movie)s order by place",
    "releases": """
        select country, released_on, kind, certification, note, source from movie_releases
        where movie_id = %(movie)s order by released_on, country, kind
    """,
    "collection": """
        select c.name, c.tmdb_id, l.source, (select count(*) from movie_collections o where o.collection_id = c.id) as films
        from movie_collections l join collections c on c.id = l.collection_id where l.movie_id = %(movie)s
    """,
    "providers": """
        select country, kind, provider, source from movie_providers where movie_id = %(movie)s order by country, kind, place
    """,
    "images": """
        select kind, address, width, height, language, sizes, source from movie_pictures
        where movie_id = %(movie)s order by kind desc, vote_average desc, path
    """,
    "videos": """
        select site, key, name, kind, official, language, published_at, source from movie_videos
        where movie_id = %(movie)s order by official desc, published_at, key
    """,
    "cast": """
        select p.name, p.imdb_id, p.tmdb_id, c.character, c.billing, b.address as profile
        from movie_credits c join people p on p.id = c.person_id left join person_pictures b on b.person_id = p.id
        where c.movie_id = %(movie)s and c.kind = 'cast' order by c.billing nulls last, c.id
    """,
    "crew": """
        select p.name, p.imdb_id, p.tmdb_id, c.department, c.job
        from movie_credits c join people p on p.id = c.person_id
        where c.movie_id = %(movie)s and c.kind = 'crew' order by c.job <> 'Director', c.department, c.job, c.id
    """,
    "lists": """
        select l.source_key as list, i.position from movie_list_items i join movie_lists l on l.id = i.list_id
        where i.movie_id = %(movie)s and i.left_at is null order by 1
    """,
}
"""What hangs on a film, each as one query of its rows."""


async def get(conn: AsyncConnection, movie_id: int) -> dict[str, Any] | None:
    """The film's row, and all its rows elsewhere, as plain data; None if it is gone. `details` are what each source
    said that has no row of its own."""
    cursor = conn.cursor(row_factory=dict_row)
    await cursor.execute(
        """
        select m.id as movie, m.title, m.original_title, m.year, m.kind, m.imdb_id, m.tmdb_id, m.wikidata_id,
            m.letterboxd_id, m.import_type, s.state, m.critical, m.data_source_hierarchy as asked, m.details
        from movies m join movie_states s on s.movie_id = m.id where m.id = %s
        """,
        [movie_id],
    )
    film = await cursor.fetchone()
    if film is None:
        return None
    for name, query in _PARTS.items():
        await cursor.execute(query.encode(), {"movie": movie_id})
        rows = await cursor.fetchall()
        film[name] = [row["name"] for row in rows] if name in ("genres", "keywords") else rows
    film["collection"] = film["collection"][0] if film["collection"] else None
    film["nominations"] = await told.nominations(conn, movie_id)
    return film

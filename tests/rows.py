"""What a database holds, in words: to compare what two histories left, whatever numbers their rows have."""

from typing import Any

from psycopg import AsyncConnection

_QUERIES = {
    "nominations": """
        select c.year, c.instance, c.number, c.name, c.held_on, c.location, c.eligibility, c.state, g.award, g.name,
            g.tracks_person, n.fingerprint, n.position, n.is_winner, n.detail, n.note, n.state, n.source,
            (select array_agg(concat(f.credited_as, '/', m.imdb_id, '/', m.title) order by f.position)
             from festival_nomination_films f join movies m on m.id = f.movie_id where f.nomination_id = n.id),
            (select array_agg(concat(f.credited_as, '/', p.imdb_id, '/', f.role) order by f.position)
             from festival_nomination_people f join people p on p.id = f.person_id where f.nomination_id = n.id)
        from festival_nominations n join festival_ceremonies c on c.id = n.ceremony_id
        join festival_categories g on g.id = n.category_id order by n.position, n.fingerprint
    """,
    "movies": """
        select imdb_id, tmdb_id, title, original_title, year, kind, details, import_type, needs_enrichment,
            data_source_hierarchy, ask_again_at is null from movies order by imdb_id, title
    """,
    "people": "select imdb_id, tmdb_id, name, known_for from people order by imdb_id, tmdb_id, name",
    "credits": """
        select m.imdb_id, p.name, c.kind, c.department, c.job, c.character, c.billing, c.source_key
        from movie_credits c join movies m on m.id = c.movie_id join people p on p.id = c.person_id
        order by m.imdb_id, c.source_key
    """,
    "genres": """
        select m.imdb_id, g.name from movie_genres l join movies m on m.id = l.movie_id
        join genres g on g.id = l.genre_id order by 1, 2
    """,
    "images": "select m.imdb_id, i.kind, i.path from movie_images i join movies m on m.id = i.movie_id order by 1, 3",
    "ratings": """
        select m.imdb_id, r.source, r.rating_source, r.value, r.votes
        from movie_ratings r join movies m on m.id = r.movie_id order by 1, 2, 3
    """,
    "categories": "select award, name from festival_categories order by 1, 2",
    "reviews": "select m.title, r.reason, r.state from reviews r join movies m on m.id = r.movie_id order by 1",
}


async def dump(conn: AsyncConnection) -> dict[str, list[Any]]:
    """Every row that an import makes, without numbers and times."""
    return {name: await (await conn.execute(query.encode())).fetchall() for name, query in _QUERIES.items()}

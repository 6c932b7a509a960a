"""Films, people, who did what in which film, and what a film is about and looks like."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from cinegraph.store.tables.base import key, one_of, reference, table

movies = table(
    "movies",
    key(),
    sa.Column("imdb_id", sa.Text, unique=True),
    sa.Column("tmdb_id", sa.BigInteger, unique=True),
    sa.Column("wikidata_id", sa.Text, unique=True),
    sa.Column("letterboxd_id", sa.Text, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("original_title", sa.Text),
    sa.Column("year", sa.Integer),
    sa.Column("kind", sa.Text),
    sa.Column("details", JSONB, nullable=False, server_default=sa.text("'{}'")),
    *one_of("import_type", "full", "minimal", "stub", default="stub"),
    sa.Column("needs_enrichment", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("data_source_hierarchy", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
    sa.Column("last_enrichment_attempt", sa.DateTime(timezone=True)),
    sa.Column("ask_again_at", sa.DateTime(timezone=True)),
    sa.Column("critical", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("lookup_attempts", sa.Integer, nullable=False, server_default=sa.text("0")),
)
sa.Index(
    "ix_movies_needs_enrichment", movies.c.last_enrichment_attempt, postgresql_where=movies.c.needs_enrichment
)
sa.Index(
    "ix_movies_title_words",
    sa.func.title_words(movies.c.title, movies.c.original_title),
    postgresql_using="gin",
)
sa.Index("ix_movies_year_id", sa.func.coalesce(movies.c.year, sa.text("0")), movies.c.id)
sa.Index("ix_movies_import_type_id", movies.c.import_type, movies.c.id)
sa.Index(
    "ix_movies_incomplete", movies.c.id, movies.c.import_type, postgresql_where=movies.c.import_type != "full"
)

people = table(
    "people",
    key(),
    sa.Column("imdb_id", sa.Text, unique=True),
    sa.Column("tmdb_id", sa.BigInteger, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("known_for", sa.Text),
    sa.Column("profile_path", sa.Text),
    sa.Column("other_names", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
)
sa.Index(
    "ix_movies_title_start",
    sa.func.lower(movies.c.title).label("start"),
    postgresql_ops={"start": "text_pattern_ops"},
)
sa.Index("ix_people_name_words", sa.func.name_words(people.c.name), postgresql_using="gin")

credits = table(
    "movie_credits",
    key(),
    reference("movie_id", "movies"),
    reference("person_id", "people", index=True),
    *one_of("kind", "cast", "crew"),
    sa.Column("department", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("job", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("character", sa.Text, nullable=False, server_default=sa.text("''")),
    sa.Column("billing", sa.Integer),
    sa.Column("source_key", sa.Text, nullable=False),
    sa.UniqueConstraint("movie_id", "source_key"),
)

genres = table("genres", key(), sa.Column("name", sa.Text, nullable=False, unique=True))
movie_genres = table(
    "movie_genres",
    reference("movie_id", "movies", primary_key=True),
    reference("genre_id", "genres", primary_key=True, index=True),
)

keywords = table("keywords", key(), sa.Column("name", sa.Text, nullable=False, unique=True))
movie_keywords = table(
    "movie_keywords",
    reference("movie_id", "movies", primary_key=True),
    reference("keyword_id", "keywords", primary_key=True, index=True),
)

images = table(
    "movie_images",
    reference("movie_id", "movies", primary_key=True),
    sa.Column("path", sa.Text, primary_key=True),
    *one_of("kind", "poster", "backdrop", "logo"),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("language", sa.Text),
    sa.Column("vote_average", sa.Double, nullable=False, server_default=sa.text("0")),
    sa.Column("source", sa.Text, nullable=False, server_default=sa.text("'tmdb'")),
)

videos = table(
    "movie_videos",
    reference("movie_id", "movies", primary_key=True),
    sa.Column("site", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("official", sa.Boolean, nullable=False),
    sa.Column("language", sa.Text),
    sa.Column("published_at", sa.Text),
    sa.Column("source", sa.Text, nullable=False, server_default=sa.text("'tmdb'")),
)

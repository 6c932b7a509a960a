"""What catalogues told of films beside people and titles: when they told it, facts, who made a film, where and when it
came out, where it can be seen, what it belongs to; and where pictures are."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from cinegraph.store.tables.base import key, one_of, reference, table

_FACTS = ("box_office", "budget", "revenue", "awards", "content_rating")

records = table(
    "movie_records",
    reference("movie_id", "movies", primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("told_at", sa.DateTime(timezone=True)),
    sa.Column("found", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("changed_at", sa.DateTime(timezone=True)),
)
sa.Index(
    "ix_movie_records_changed_at",
    records.c.changed_at,
    postgresql_where=records.c.changed_at > records.c.told_at,
)

facts = table(
    "movie_facts",
    reference("movie_id", "movies", primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column(
        "fact",
        sa.Text,
        sa.CheckConstraint(f"fact IN ({', '.join(repr(fact) for fact in _FACTS)})", name="fact"),
        primary_key=True,
    ),
    sa.Column("usd", sa.BigInteger),
    sa.Column("words", sa.Text),
    sa.Column("told_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.CheckConstraint(
        "CASE WHEN fact IN ('awards', 'content_rating') THEN usd IS NULL AND words IS NOT NULL"
        " ELSE usd IS NOT NULL AND words IS NULL END",
        name="value",
    ),
)

companies = table(
    "movie_companies",
    reference("movie_id", "movies", primary_key=True),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("tmdb_id", sa.BigInteger, index=True),
    sa.Column("country", sa.Text),
    sa.Column("source", sa.Text, nullable=False),
)

countries = table(
    "movie_countries",
    reference("movie_id", "movies", primary_key=True),
    sa.Column("country", sa.Text, primary_key=True),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
)

languages = table(
    "movie_languages",
    reference("movie_id", "movies", primary_key=True),
    sa.Column("language", sa.Text, primary_key=True),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("is_original", sa.Boolean, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
)

releases = table(
    "movie_releases",
    reference("movie_id", "movies", primary_key=True),
    sa.Column("country", sa.Text, primary_key=True),
    sa.Column("released_on", sa.Date, primary_key=True),
    sa.Column(
        "kind",
        sa.Text,
        sa.CheckConstraint(
            "kind IN ('premiere', 'limited', 'theatrical', 'digital', 'physical', 'tv')", name="kind"
        ),
        primary_key=True,
    ),
    sa.Column("certification", sa.Text, primary_key=True, server_default=sa.text("''")),
    sa.Column("note", sa.Text, primary_key=True, server_default=sa.text("''")),
    sa.Column("source", sa.Text, nullable=False),
)

collections = table(
    "collections",
    key(),
    sa.Column("tmdb_id", sa.BigInteger, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("poster_path", sa.Text),
    sa.Column("backdrop_path", sa.Text),
)
movie_collections = table(
    "movie_collections",
    reference("movie_id", "movies", primary_key=True),
    reference("collection_id", "collections", index=True),
    sa.Column("source", sa.Text, nullable=False),
)

providers = table(
    "movie_providers",
    reference("movie_id", "movies", primary_key=True),
    sa.Column("country", sa.Text, primary_key=True),
    sa.Column(
        "kind",
        sa.Text,
        sa.CheckConstraint("kind IN ('flatrate', 'free', 'ads', 'rent', 'buy')", name="kind"),
        primary_key=True,
    ),
    sa.Column("provider", sa.Text, primary_key=True),
    sa.Column("tmdb_id", sa.BigInteger),
    sa.Column("place", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
)

image_bases = table(
    "image_bases",
    sa.Column("source", sa.Text, nullable=False),
    *(one_of("kind", "poster", "backdrop", "logo", "profile")),
    sa.Column("base_url", sa.Text, nullable=False),
    sa.Column("sizes", ARRAY(sa.Text), nullable=False),
    sa.PrimaryKeyConstraint("source", "kind"),
)

source_changes = table(
    "source_changes",
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("read_until", sa.DateTime(timezone=True), nullable=False),
)

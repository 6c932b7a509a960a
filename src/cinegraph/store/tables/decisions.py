"""What people decided about films, and which rows were joined: never overwritten, undone by a mark."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from cinegraph.store.tables.base import key, one_of, reference, table

decisions = table(
    "decisions",
    key(),
    reference("movie_id", "movies", nullable=True, index=True, ondelete="SET NULL"),
    sa.Column("about", ARRAY(sa.Text), nullable=False),
    *one_of("kind", "is", "is_not"),
    sa.Column("source", sa.Text),
    sa.Column("source_id", sa.Text),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("year", sa.Integer),
    sa.Column("imdb_id", sa.Text),
    sa.Column("tmdb_id", sa.BigInteger),
    sa.Column("wikidata_id", sa.Text),
    reference("review_id", "reviews", nullable=True, index=True),
    sa.Column("decided_by", sa.Text, nullable=False),
    sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("note", sa.Text),
    sa.Column("undone_by", sa.Text),
    sa.Column("undone_at", sa.DateTime(timezone=True), index=True),
)
sa.Index("ix_decisions_about", decisions.c.about, postgresql_using="gin")

merges = table(
    "merges",
    key(),
    reference("keep_id", "movies", index=True),
    sa.Column("dropped_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("dropped_imdb_id", sa.Text, index=True),
    sa.Column("snapshot", JSONB, nullable=False),
    reference("review_id", "reviews", nullable=True, index=True),
    sa.Column("merged_by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("undone_by", sa.Text),
    sa.Column("undone_at", sa.DateTime(timezone=True)),
)

person_merges = table(
    "person_merges",
    key(),
    reference("keep_id", "people", index=True),
    sa.Column("dropped_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("snapshot", JSONB, nullable=False),
    reference("review_id", "reviews", nullable=True, index=True),
    sa.Column("merged_by", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("undone_by", sa.Text),
    sa.Column("undone_at", sa.DateTime(timezone=True)),
)

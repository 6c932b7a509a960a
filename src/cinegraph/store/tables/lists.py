"""Lists of films: what is followed, which films stand and stood there, and what each import of a list read and did."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from cinegraph.store.tables.base import key, one_of, reference, table

lists = table(
    "movie_lists",
    key(),
    sa.Column("source_key", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    *one_of("source_type", "imdb", "imdb_event", "csv"),
    sa.Column("source_id", sa.Text),
    sa.Column("tracks_awards", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("expected_count", sa.Integer),
    sa.Column("said_name", sa.Text),
    sa.Column("said_total", sa.Integer),
    sa.Column("metadata", JSONB, nullable=False, server_default=sa.text("'{}'")),
)

items = table(
    "movie_list_items",
    key(),
    reference("list_id", "movie_lists"),
    reference("movie_id", "movies", index=True),
    sa.Column("imdb_id", sa.Text, nullable=False),
    sa.Column("occurrence", sa.Integer, nullable=False, server_default=sa.text("1")),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("directors", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
    sa.Column("note", sa.Text),
    sa.Column("listed_on", sa.Date),
    sa.Column("first_seen", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("left_at", sa.DateTime(timezone=True)),
    sa.Column("returned_at", sa.DateTime(timezone=True)),
    sa.UniqueConstraint("list_id", "imdb_id", "occurrence"),
)

import_pages = table(
    "import_list_pages",
    reference("import_id", "imports", primary_key=True, ondelete="CASCADE"),
    sa.Column("number", sa.Integer, primary_key=True),
    reference("page_id", "pages", nullable=True, index=True),
    *one_of("state", "pending", "read", "failed", default="pending"),
    sa.Column("reason", sa.Text),
    sa.Column("job_id", sa.BigInteger),
)

import_items = table(
    "import_list_items",
    reference("import_id", "imports", primary_key=True, ondelete="CASCADE"),
    reference("item_id", "movie_list_items", primary_key=True, index=True),
    *one_of("change", "added", "returned", "moved", "unchanged", "left"),
)

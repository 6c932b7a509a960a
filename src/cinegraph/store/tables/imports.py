"""Pages as they came, imports and what each of them did, errors of jobs, things for a person to decide."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import BYTEA, JSONB

from cinegraph.store.tables.base import key, one_of, reference, table

pages = table(
    "pages",
    key(),
    sa.Column("url", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("body", BYTEA, nullable=False),
    sa.Column("transport", sa.Text, nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("cost_usd", sa.Numeric(12, 6), nullable=False, server_default=sa.text("0")),
    sa.UniqueConstraint("url", "sha256", "fetched_at"),
)
sa.Index("ix_pages_sha256", pages.c.sha256)

imports = table(
    "imports",
    key(),
    *one_of("kind", "ceremony", "reparse", "list"),
    reference("organization_id", "festival_organizations", nullable=True, index=True),
    reference("list_id", "movie_lists", nullable=True, index=True),
    sa.Column("year", sa.Integer),
    sa.Column("instance", sa.Integer, nullable=False, server_default=sa.text("1")),
    sa.Column("options", JSONB, nullable=False, server_default=sa.text("'{}'")),
    *one_of(
        "state", "queued", "resolving", "finished", "incomplete", "failed", "cancelled", default="queued"
    ),
    reference("ceremony_id", "festival_ceremonies", nullable=True),
    sa.Column("job_id", sa.BigInteger),
    sa.Column("seen", sa.Integer),
    sa.Column("error", sa.Text),
    sa.Column("started_at", sa.DateTime(timezone=True)),
    sa.Column("finished_at", sa.DateTime(timezone=True)),
    sa.Column("report", JSONB, nullable=False, server_default=sa.text("'{}'")),
    sa.CheckConstraint(
        "CASE kind WHEN 'list' THEN list_id IS NOT NULL ELSE organization_id IS NOT NULL AND year IS NOT NULL END",
        name="about_one_thing",
    ),
)

import_pages = table(
    "import_pages",
    reference("import_id", "imports", primary_key=True, ondelete="CASCADE"),
    reference("page_id", "pages", primary_key=True, index=True),
)

import_movies = table(
    "import_movies",
    reference("import_id", "imports", primary_key=True, ondelete="CASCADE"),
    reference("movie_id", "movies", primary_key=True, index=True),
    *one_of("state", "pending", "answered", "not_asked"),
    sa.Column("reason", sa.Text),
    sa.Column("job_id", sa.BigInteger, index=True),
)

import_nominations = table(
    "import_nominations",
    reference("import_id", "imports", primary_key=True, ondelete="CASCADE"),
    reference("nomination_id", "festival_nominations", primary_key=True, index=True),
    *one_of("change", "added", "changed", "unchanged", "returned", "withdrawn", "unsaid"),
    sa.Column("entry", JSONB),
    sa.Column("differences", JSONB),
)

job_errors = table(
    "job_errors",
    key(),
    sa.Column("job_id", sa.BigInteger, nullable=False, index=True),
    sa.Column("attempt", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("error", sa.Text, nullable=False),
)

reviews = table(
    "reviews",
    key(),
    reference("movie_id", "movies", nullable=True),
    reference("nomination_id", "festival_nominations", nullable=True),
    *one_of("kind", "choice", "clash", "doubtful", "unanswered", "stub", default="choice"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("candidates", JSONB, nullable=False, server_default=sa.text("'[]'")),
    *one_of("state", "open", "accepted", "rejected", "skipped", "decided", default="open"),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", sa.DateTime(timezone=True)),
    sa.Column("note", sa.Text),
    sa.Column("before", JSONB),
    sa.CheckConstraint("(movie_id IS NULL) <> (nomination_id IS NULL)", name="about_one_thing"),
)
sa.Index(
    "uq_reviews_open_movie",
    reviews.c.movie_id,
    unique=True,
    postgresql_where=reviews.c.state == sa.text("'open'"),
)
sa.Index("ix_reviews_state_id", reviews.c.state, reviews.c.id)

"""Decisions and merges; reviews of several kinds that can be undone; how often a film was asked for."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_improving"
down_revision = "0008_datasets"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('choice', 'clash', 'doubtful', 'unanswered', 'stub')"
_STATES = "state IN ('open', 'accepted', 'rejected', 'skipped', 'decided')"


def _times() -> list[sa.Column[datetime]]:
    return [
        sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
        for name in ("inserted_at", "updated_at")
    ]


def upgrade() -> None:
    op.add_column(
        "movies", sa.Column("lookup_attempts", sa.Integer(), server_default=sa.text("0"), nullable=False)
    )
    op.add_column("reviews", sa.Column("kind", sa.Text(), server_default=sa.text("'choice'"), nullable=False))
    op.add_column("reviews", sa.Column("before", postgresql.JSONB(), nullable=True))
    op.create_check_constraint(op.f("ck_reviews_kind"), "reviews", _KINDS)
    op.drop_constraint(op.f("ck_reviews_state"), "reviews", type_="check")
    op.create_check_constraint(op.f("ck_reviews_state"), "reviews", _STATES)
    op.create_table(
        "decisions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), nullable=True),
        sa.Column("about", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("imdb_id", sa.Text(), nullable=True),
        sa.Column("tmdb_id", sa.BigInteger(), nullable=True),
        sa.Column("wikidata_id", sa.Text(), nullable=True),
        sa.Column("review_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        *_times(),
        sa.CheckConstraint("kind IN ('is', 'is_not')", name=op.f("ck_decisions_kind")),
        sa.ForeignKeyConstraint(
            ["movie_id"], ["movies.id"], name=op.f("fk_decisions_movie_id_movies"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_decisions_review_id_reviews")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_movie_id"), "decisions", ["movie_id"])
    op.create_index(op.f("ix_decisions_review_id"), "decisions", ["review_id"])
    op.create_index("ix_decisions_about", "decisions", ["about"], postgresql_using="gin")
    op.create_table(
        "merges",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("keep_id", sa.BigInteger(), nullable=False),
        sa.Column("dropped_id", sa.BigInteger(), nullable=False),
        sa.Column("dropped_imdb_id", sa.Text(), nullable=True),
        sa.Column("snapshot", postgresql.JSONB(), nullable=False),
        sa.Column("review_id", sa.BigInteger(), nullable=True),
        sa.Column("merged_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        *_times(),
        sa.ForeignKeyConstraint(["keep_id"], ["movies.id"], name=op.f("fk_merges_keep_id_movies")),
        sa.ForeignKeyConstraint(["review_id"], ["reviews.id"], name=op.f("fk_merges_review_id_reviews")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
    )
    for column in ("keep_id", "dropped_imdb_id", "review_id"):
        op.create_index(op.f(f"ix_merges_{column}"), "merges", [column])
    for table in ("decisions", "merges"):
        op.execute(
            f"create trigger touch before update on {table} for each row execute function touch_updated_at()"
        )


def downgrade() -> None:
    op.drop_table("merges")
    op.drop_table("decisions")
    op.execute("update reviews set state = 'decided' where state in ('accepted', 'rejected', 'skipped')")
    op.execute("update reviews set state = 'decided' where kind not in ('choice', 'clash')")
    op.drop_constraint(op.f("ck_reviews_state"), "reviews", type_="check")
    op.create_check_constraint(op.f("ck_reviews_state"), "reviews", "state IN ('open', 'decided')")
    op.drop_constraint(op.f("ck_reviews_kind"), "reviews", type_="check")
    op.drop_column("reviews", "before")
    op.drop_column("reviews", "kind")
    op.drop_column("movies", "lookup_attempts")

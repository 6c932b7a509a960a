"""Nominees are linked to people: by which way, with what evidence; questions about nominees; people that were joined."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017_people"
down_revision = "0016_graph"
branch_labels = None
depends_on = None

_LINKS = "'id', 'credits', 'search', 'decided', 'minimal', 'doubtful'"
_KINDS = "'choice', 'clash', 'doubtful', 'unanswered', 'stub'"


def _times() -> list[sa.Column[datetime]]:
    return [
        sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
        for name in ("inserted_at", "updated_at")
    ]


def upgrade() -> None:
    nominees = "festival_nomination_people"
    op.add_column(
        nominees, sa.Column("inferred", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.add_column(nominees, sa.Column("link", sa.Text(), nullable=True))
    op.add_column(nominees, sa.Column("link_score", sa.Double(), nullable=True))
    op.add_column(nominees, sa.Column("link_evidence", postgresql.JSONB(), nullable=True))
    op.add_column(nominees, sa.Column("link_why", sa.Text(), nullable=True))
    op.add_column(nominees, sa.Column("linked_at", sa.DateTime(timezone=True), nullable=True))
    op.create_check_constraint(op.f("ck_festival_nomination_people_link"), nominees, f"link IN ({_LINKS})")
    op.execute(f"update {nominees} set link = 'id', linked_at = now() where imdb_id is not null")
    op.add_column(
        "people",
        sa.Column("other_names", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
    )
    op.add_column("reviews", sa.Column("nominee", sa.Text(), nullable=True))
    op.drop_constraint(op.f("ck_reviews_kind"), "reviews", type_="check")
    op.create_check_constraint(op.f("ck_reviews_kind"), "reviews", f"kind IN ({_KINDS}, 'nominee')")
    op.create_index(
        "uq_reviews_open_nominee",
        "reviews",
        ["nomination_id", "nominee"],
        unique=True,
        postgresql_where=sa.text("state = 'open' AND nomination_id IS NOT NULL"),
    )
    _merges()


def _merges() -> None:
    op.create_table(
        "person_merges",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("keep_id", sa.BigInteger(), nullable=False),
        sa.Column("dropped_id", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", postgresql.JSONB(), nullable=False),
        sa.Column("review_id", sa.BigInteger(), nullable=True),
        sa.Column("merged_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        *_times(),
        sa.ForeignKeyConstraint(["keep_id"], ["people.id"], name=op.f("fk_person_merges_keep_id_people")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_person_merges_review_id_reviews")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merges")),
    )
    for column in ("keep_id", "dropped_id", "review_id"):
        op.create_index(op.f(f"ix_person_merges_{column}"), "person_merges", [column])
    op.execute(
        "create trigger touch before update on person_merges for each row execute function touch_updated_at()"
    )


def downgrade() -> None:
    op.drop_table("person_merges")
    op.execute("delete from decisions where review_id in (select id from reviews where kind = 'nominee')")
    op.execute("delete from reviews where kind = 'nominee'")
    op.drop_index("uq_reviews_open_nominee", "reviews")
    op.drop_constraint(op.f("ck_reviews_kind"), "reviews", type_="check")
    op.create_check_constraint(op.f("ck_reviews_kind"), "reviews", f"kind IN ({_KINDS})")
    op.drop_column("reviews", "nominee")
    op.drop_column("people", "other_names")
    op.execute("delete from festival_nomination_people where inferred")
    op.drop_constraint(
        op.f("ck_festival_nomination_people_link"), "festival_nomination_people", type_="check"
    )
    for name in ("linked_at", "link_why", "link_evidence", "link_score", "link", "inferred"):
        op.drop_column("festival_nomination_people", name)

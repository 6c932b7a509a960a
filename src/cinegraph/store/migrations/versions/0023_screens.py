"""Imports can be paused; what calls come to is counted by day; pages wait in drafts until their import is started."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0023_screens"
down_revision = "0022_search"
branch_labels = None
depends_on = None

_NOW = sa.text("now()")
_MADE = (
    "lookup_counts",
    "lookup_days",
    "lookup_day_times",
    "lookup_day_endings",
    "lookup_day_failures",
    "import_drafts",
    "import_draft_pages",
)


def _made(name: str, *parts: sa.schema.SchemaItem, primary: tuple[str, ...] = ("id",)) -> None:
    own = (
        [sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False)]
        if primary == ("id",)
        else []
    )
    times = [
        sa.Column(time, sa.DateTime(timezone=True), server_default=_NOW, nullable=False)
        for time in ("inserted_at", "updated_at")
    ]
    op.create_table(name, *own, *parts, *times, sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{name}")))
    op.execute(
        f"create trigger touch before update on {name} for each row execute function touch_updated_at()"
    )


def _text(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _day() -> sa.Column[object]:
    return sa.Column("day", sa.Date(), nullable=False)


def upgrade() -> None:
    op.add_column("imports", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("imports", _text("paused_by", nullable=True))
    op.create_index("ix_imports_of_edition", "imports", ["organization_id", "year", "instance", "id"])
    op.create_index("ix_imports_paused", "imports", ["id"], postgresql_where=sa.text("paused_at IS NOT NULL"))
    op.create_index("ix_api_lookup_metrics_inserted_at", "api_lookup_metrics", ["inserted_at"])
    # jobs of paused imports: the moment is that of `store/held_jobs.py`
    op.execute(
        """
        create index ix_procrastinate_jobs_held on procrastinate_jobs (id)
        where status = 'todo' and scheduled_at >= '9000-01-01 00:00:00+00'
        """
    )
    _counts()
    _made("import_drafts", _text("token"), _wanted(), primary=("token",))
    _made(
        "import_draft_pages",
        _text("token"),
        _number("number"),
        _text("name"),
        sa.Column("body", postgresql.BYTEA(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token"],
            ["import_drafts.token"],
            name=op.f("fk_import_draft_pages_token_import_drafts"),
            ondelete="CASCADE",
        ),
        primary=("token", "number"),
    )


def _wanted() -> sa.Column[object]:
    return sa.Column("wanted", postgresql.JSONB(), nullable=False)


def _counts() -> None:
    _made(
        "lookup_counts",
        sa.Column("single", sa.Boolean(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("single", name=op.f("ck_lookup_counts_one_row")),
        primary=("single",),
    )
    _made(
        "lookup_days",
        _day(),
        _text("source"),
        _text("festival"),
        _number("calls"),
        _number("answered"),
        _number("paid_calls"),
        sa.Column("cost_usd", sa.Numeric(), nullable=False),
        primary=("day", "source", "festival"),
    )
    _made(
        "lookup_day_times",
        _day(),
        _text("source"),
        _text("festival"),
        _number("bucket"),
        _number("calls"),
        primary=("day", "source", "festival", "bucket"),
    )
    _made(
        "lookup_day_endings",
        _day(),
        _text("festival"),
        _number("level", nullable=True),
        _text("found_by", nullable=True),
        _text("import_type", nullable=True),
        sa.Column("asked", postgresql.ARRAY(sa.Text()), nullable=False),
        _number("films"),
    )
    op.create_index("ix_lookup_day_endings_day", "lookup_day_endings", ["day"])
    _made(
        "lookup_day_failures",
        _day(),
        _text("festival"),
        _text("kind"),
        _text("source", nullable=True),
        _text("operation", nullable=True),
        _number("status", nullable=True),
        _text("reason"),
        _number("calls"),
        sa.CheckConstraint("kind IN ('call', 'lookup')", name=op.f("ck_lookup_day_failures_kind")),
    )
    op.create_index("ix_lookup_day_failures_day", "lookup_day_failures", ["day"])


def downgrade() -> None:
    for name in reversed(_MADE):
        op.drop_table(name)
    op.execute("drop index ix_procrastinate_jobs_held")
    op.drop_index("ix_api_lookup_metrics_inserted_at", "api_lookup_metrics")
    op.drop_index("ix_imports_paused", "imports")
    op.drop_index("ix_imports_of_edition", "imports")
    op.drop_column("imports", "paused_by")
    op.drop_column("imports", "paused_at")

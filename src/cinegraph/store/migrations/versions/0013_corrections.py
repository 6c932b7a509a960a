"""What an import changed, field by field; corrections by people; imports that look too small."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013_corrections"
down_revision = "0012_accounts"
branch_labels = None
depends_on = None

_CHANGES = "change IN ('added', 'changed', 'unchanged', 'returned', 'withdrawn', 'unsaid')"
_TABLES = ("corrections", "stated_nominations", "volume_warnings")


def _times() -> list[sa.Column[datetime]]:
    return [
        sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
        for name in ("inserted_at", "updated_at")
    ]


def _of_nomination(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_nomination_id_festival_nominations"
    return sa.ForeignKeyConstraint(["nomination_id"], ["festival_nominations.id"], name=op.f(name))


def upgrade() -> None:
    _words("import_nominations", "change", _CHANGES)
    _words("imports", "kind", "kind IN ('ceremony', 'reparse')")
    op.add_column("import_nominations", sa.Column("entry", postgresql.JSONB(), nullable=True))
    op.add_column("import_nominations", sa.Column("differences", postgresql.JSONB(), nullable=True))
    op.create_table(
        "corrections",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("nomination_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("changes", postgresql.JSONB(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_note", sa.Text(), nullable=True),
        *_times(),
        sa.CheckConstraint(
            "kind IN ('edit', 'move', 'withdraw', 'restore')", name=op.f("ck_corrections_kind")
        ),
        _of_nomination("corrections"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    op.create_index(op.f("ix_corrections_nomination_id"), "corrections", ["nomination_id"])
    op.create_table(
        "stated_nominations",
        sa.Column("nomination_id", sa.BigInteger(), nullable=False),
        sa.Column("award", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("said", postgresql.JSONB(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("movie_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("person_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        *_times(),
        _of_nomination("stated_nominations"),
        sa.PrimaryKeyConstraint("nomination_id", name=op.f("pk_stated_nominations")),
    )
    op.create_table(
        "volume_warnings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("seen", sa.Integer(), nullable=False),
        sa.Column("median", sa.Numeric(12, 1), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        *_times(),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["imports.id"],
            name=op.f("fk_volume_warnings_import_id_imports"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volume_warnings")),
        sa.UniqueConstraint("import_id", name=op.f("uq_volume_warnings_import_id")),
    )
    for table in _TABLES:
        op.execute(
            f"create trigger touch before update on {table} for each row execute function touch_updated_at()"
        )


def downgrade() -> None:
    for table in reversed(_TABLES):
        op.drop_table(table)
    op.execute("update imports set kind = 'ceremony' where kind = 'reparse'")
    _words("imports", "kind", "kind IN ('ceremony')")
    op.execute("update import_nominations set change = 'changed' where change = 'returned'")
    op.execute("delete from import_nominations where change = 'unsaid'")
    _words("import_nominations", "change", "change IN ('added', 'changed', 'unchanged', 'withdrawn')")
    op.drop_column("import_nominations", "differences")
    op.drop_column("import_nominations", "entry")


def _words(table: str, column: str, allowed: str) -> None:
    name = op.f(f"ck_{table}_{column}")
    op.drop_constraint(name, table, type_="check")
    op.create_check_constraint(name, table, allowed)

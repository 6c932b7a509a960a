"""Lists of films, their membership, and imports of lists."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0014_lists"
down_revision = "0013_corrections"
branch_labels = None
depends_on = None

_ABOUT = (
    "CASE kind WHEN 'list' THEN list_id IS NOT NULL ELSE organization_id IS NOT NULL AND year IS NOT NULL END"
)


def _times() -> list[sa.Column[datetime]]:
    return [
        sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
        for name in ("inserted_at", "updated_at")
    ]


def _seen(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "movie_lists",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source_type", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Text(), nullable=True),
        sa.Column("tracks_awards", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("expected_count", sa.Integer(), nullable=True),
        sa.Column("said_name", sa.Text(), nullable=True),
        sa.Column("said_total", sa.Integer(), nullable=True),
        sa.Column("metadata", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        *_times(),
        sa.CheckConstraint(
            "source_type IN ('imdb', 'imdb_event', 'csv')", name=op.f("ck_movie_lists_source_type")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movie_lists")),
        sa.UniqueConstraint("source_key", name=op.f("uq_movie_lists_source_key")),
    )
    op.create_table(
        "movie_list_items",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("list_id", sa.BigInteger(), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("imdb_id", sa.Text(), nullable=False),
        sa.Column("occurrence", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("directors", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("listed_on", sa.Date(), nullable=True),
        _seen("first_seen"),
        _seen("last_seen"),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        *_times(),
        sa.ForeignKeyConstraint(
            ["list_id"], ["movie_lists.id"], name=op.f("fk_movie_list_items_list_id_movie_lists")
        ),
        sa.ForeignKeyConstraint(
            ["movie_id"], ["movies.id"], name=op.f("fk_movie_list_items_movie_id_movies")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movie_list_items")),
        sa.UniqueConstraint(
            "list_id", "imdb_id", "occurrence", name=op.f("uq_movie_list_items_list_id_imdb_id_occurrence")
        ),
    )
    op.create_index(op.f("ix_movie_list_items_movie_id"), "movie_list_items", ["movie_id"])
    _imports_of_lists()
    op.create_table(
        "import_list_pages",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), server_default=sa.text("'pending'"), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        *_times(),
        sa.CheckConstraint("state IN ('pending', 'read', 'failed')", name=op.f("ck_import_list_pages_state")),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["imports.id"],
            name=op.f("fk_import_list_pages_import_id_imports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_import_list_pages_page_id_pages")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_list_pages")),
    )
    op.create_index(op.f("ix_import_list_pages_page_id"), "import_list_pages", ["page_id"])
    op.create_table(
        "import_list_items",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        *_times(),
        sa.CheckConstraint(
            "change IN ('added', 'returned', 'moved', 'unchanged', 'left')",
            name=op.f("ck_import_list_items_change"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["imports.id"],
            name=op.f("fk_import_list_items_import_id_imports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["movie_list_items.id"], name=op.f("fk_import_list_items_item_id_movie_list_items")
        ),
        sa.PrimaryKeyConstraint("import_id", "item_id", name=op.f("pk_import_list_items")),
    )
    op.create_index(op.f("ix_import_list_items_item_id"), "import_list_items", ["item_id"])
    for table in ("movie_lists", "movie_list_items", "import_list_pages", "import_list_items"):
        op.execute(
            f"create trigger touch before update on {table} for each row execute function touch_updated_at()"
        )


def _imports_of_lists() -> None:
    """An import is of a ceremony, as all were so far, or of a list."""
    op.add_column("imports", sa.Column("list_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_imports_list_id_movie_lists"), "imports", "movie_lists", ["list_id"], ["id"]
    )
    op.create_index(op.f("ix_imports_list_id"), "imports", ["list_id"])
    op.alter_column("imports", "organization_id", nullable=True)
    op.alter_column("imports", "year", nullable=True)
    op.drop_constraint(op.f("ck_imports_kind"), "imports", type_="check")
    op.create_check_constraint(op.f("ck_imports_kind"), "imports", "kind IN ('ceremony', 'reparse', 'list')")
    op.create_check_constraint(op.f("ck_imports_about_one_thing"), "imports", _ABOUT)


def downgrade() -> None:
    op.drop_table("import_list_items")
    op.drop_table("import_list_pages")
    op.drop_table("movie_list_items")
    op.execute("delete from imports where kind = 'list'")
    op.drop_constraint(op.f("ck_imports_about_one_thing"), "imports", type_="check")
    op.drop_constraint(op.f("ck_imports_kind"), "imports", type_="check")
    op.create_check_constraint(op.f("ck_imports_kind"), "imports", "kind IN ('ceremony', 'reparse')")
    op.alter_column("imports", "year", nullable=False)
    op.alter_column("imports", "organization_id", nullable=False)
    op.drop_column("imports", "list_id")
    op.drop_table("movie_lists")

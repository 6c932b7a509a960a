"""IMDb's datasets, and what is known of each load."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008_datasets"
down_revision = "0007_paying"
branch_labels = None
depends_on = None

_TABLES = (
    "datasets",
    "imdb_titles",
    "imdb_ratings",
    "imdb_akas",
    "imdb_crew",
    "imdb_principals",
    "imdb_people",
)


def _create(name: str, *columns: sa.Column[object], primary: tuple[str, ...]) -> None:
    op.create_table(
        name,
        *columns,
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint(*primary, name=op.f(f"pk_{name}")),
    )


def _text(name: str, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _number(name: str, nullable: bool = True) -> sa.Column[object]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _list(name: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.ARRAY(sa.Text()), nullable=False)


def upgrade() -> None:
    _create(
        "datasets",
        _text("name", nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        _text("origin", nullable=False),
        sa.Column("files", postgresql.JSONB(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        primary=("name",),
    )
    _create(
        "imdb_titles",
        _text("tconst", nullable=False),
        _text("kind", nullable=False),
        _text("title", nullable=False),
        _text("original_title"),
        _number("year"),
        _number("end_year"),
        _number("runtime"),
        _list("genres"),
        _text("folded", nullable=False),
        _text("folded_original"),
        primary=("tconst",),
    )
    op.create_index("ix_imdb_titles_folded", "imdb_titles", ["folded"], unique=False)
    op.create_index(
        "ix_imdb_titles_folded_original",
        "imdb_titles",
        ["folded_original"],
        unique=False,
        postgresql_where=sa.text("folded_original IS NOT NULL"),
    )
    _create(
        "imdb_ratings",
        _text("tconst", nullable=False),
        sa.Column("rating", sa.Numeric(4, 2), nullable=False),
        _number("votes"),
        primary=("tconst",),
    )
    _create(
        "imdb_akas",
        _text("tconst", nullable=False),
        _number("ordering", nullable=False),
        _text("title", nullable=False),
        _text("region"),
        _text("language"),
        _text("types"),
        _text("folded", nullable=False),
        primary=("tconst", "ordering"),
    )
    op.create_index("ix_imdb_akas_folded", "imdb_akas", ["folded"], unique=False)
    _create(
        "imdb_crew",
        _text("tconst", nullable=False),
        _list("directors"),
        _list("writers"),
        primary=("tconst",),
    )
    _create(
        "imdb_principals",
        _text("tconst", nullable=False),
        _number("ordering", nullable=False),
        _text("nconst", nullable=False),
        _text("category", nullable=False),
        _text("characters"),
        primary=("tconst", "ordering"),
    )
    _create(
        "imdb_people",
        _text("nconst", nullable=False),
        _text("name", nullable=False),
        _number("birth_year"),
        _number("death_year"),
        primary=("nconst",),
    )
    for table in _TABLES:
        op.execute(
            f"create trigger touch before update on {table} for each row execute function touch_updated_at()"
        )


def downgrade() -> None:
    op.execute("drop schema if exists imdb_staging cascade")
    for table in reversed(_TABLES):
        op.drop_table(table)

"""Pages, imports, errors of jobs, reviews."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004_imports"
down_revision = "0003_festivals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pages",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", postgresql.BYTEA(), nullable=False),
        sa.Column("transport", sa.Text(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("cost_usd", sa.Numeric(precision=12, scale=6), server_default=sa.text("0"), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pages")),
        sa.UniqueConstraint("url", "sha256", "fetched_at", name=op.f("uq_pages_url_sha256_fetched_at")),
    )
    op.create_index("ix_pages_sha256", "pages", ["sha256"], unique=False)
    op.create_table(
        "imports",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("instance", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("options", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'queued'"), nullable=False),
        sa.Column("ceremony_id", sa.BigInteger(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("seen", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("report", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('ceremony')", name=op.f("ck_imports_kind")),
        sa.CheckConstraint(
            "state IN ('queued', 'resolving', 'finished', 'incomplete', 'failed', 'cancelled')",
            name=op.f("ck_imports_state"),
        ),
        sa.ForeignKeyConstraint(
            ["ceremony_id"],
            ["festival_ceremonies.id"],
            name=op.f("fk_imports_ceremony_id_festival_ceremonies"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["festival_organizations.id"],
            name=op.f("fk_imports_organization_id_festival_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imports")),
    )
    op.create_index(op.f("ix_imports_organization_id"), "imports", ["organization_id"], unique=False)
    op.create_table(
        "import_pages",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("page_id", sa.BigInteger(), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_pages_import_id_imports"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_import_pages_page_id_pages")),
        sa.PrimaryKeyConstraint("import_id", "page_id", name=op.f("pk_import_pages")),
    )
    op.create_index(op.f("ix_import_pages_page_id"), "import_pages", ["page_id"], unique=False)
    op.create_table(
        "import_movies",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'answered', 'not_asked')", name=op.f("ck_import_movies_state")
        ),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name=op.f("fk_import_movies_import_id_imports"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["movie_id"], ["movies.id"], name=op.f("fk_import_movies_movie_id_movies")),
        sa.PrimaryKeyConstraint("import_id", "movie_id", name=op.f("pk_import_movies")),
    )
    op.create_index(op.f("ix_import_movies_job_id"), "import_movies", ["job_id"], unique=False)
    op.create_index(op.f("ix_import_movies_movie_id"), "import_movies", ["movie_id"], unique=False)
    op.create_table(
        "import_nominations",
        sa.Column("import_id", sa.BigInteger(), nullable=False),
        sa.Column("nomination_id", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "change IN ('added', 'changed', 'unchanged', 'withdrawn')",
            name=op.f("ck_import_nominations_change"),
        ),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["imports.id"],
            name=op.f("fk_import_nominations_import_id_imports"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["festival_nominations.id"],
            name=op.f("fk_import_nominations_nomination_id_festival_nominations"),
        ),
        sa.PrimaryKeyConstraint("import_id", "nomination_id", name=op.f("pk_import_nominations")),
    )
    op.create_index(
        op.f("ix_import_nominations_nomination_id"), "import_nominations", ["nomination_id"], unique=False
    )
    op.create_table(
        "job_errors",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_errors")),
    )
    op.create_index(op.f("ix_job_errors_job_id"), "job_errors", ["job_id"], unique=False)
    op.create_table(
        "reviews",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), nullable=True),
        sa.Column("nomination_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("candidates", postgresql.JSONB(), server_default=sa.text("'[]'"), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("state IN ('open', 'decided')", name=op.f("ck_reviews_state")),
        sa.CheckConstraint(
            "(movie_id IS NULL) <> (nomination_id IS NULL)", name=op.f("ck_reviews_about_one_thing")
        ),
        sa.ForeignKeyConstraint(["movie_id"], ["movies.id"], name=op.f("fk_reviews_movie_id_movies")),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["festival_nominations.id"],
            name=op.f("fk_reviews_nomination_id_festival_nominations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(
        "uq_reviews_open_movie",
        "reviews",
        ["movie_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.drop_table("reviews")
    op.drop_table("job_errors")
    op.drop_table("import_nominations")
    op.drop_table("import_movies")
    op.drop_table("import_pages")
    op.drop_table("imports")
    op.drop_table("pages")

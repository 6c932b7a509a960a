"""Organizations, ceremonies, categories, nominations and nominees."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_festivals"
down_revision = "0002_films"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "festival_organizations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("abbreviation", sa.Text(), nullable=False),
        sa.Column("imdb_event_id", sa.Text(), nullable=True),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("founded_year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("main_award", sa.Text(), nullable=True),
        sa.Column("page_kinds", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column(
            "gap_years", postgresql.ARRAY(sa.Integer()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column(
            "double_years", postgresql.ARRAY(sa.Integer()), server_default=sa.text("'{}'"), nullable=False
        ),
        sa.Column("eligibility_offset", sa.Integer(), nullable=True),
        sa.Column("prestige_win", sa.Integer(), nullable=True),
        sa.Column("prestige_nomination", sa.Integer(), nullable=True),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('ceremony', 'festival')", name=op.f("ck_festival_organizations_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_festival_organizations")),
        sa.UniqueConstraint("abbreviation", name=op.f("uq_festival_organizations_abbreviation")),
        sa.UniqueConstraint("imdb_event_id", name=op.f("uq_festival_organizations_imdb_event_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_festival_organizations_slug")),
    )
    op.create_table(
        "festival_ceremonies",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("instance", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("eligibility", sa.Text(), nullable=True),
        sa.Column("imdb_id", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("state IN ('announced', 'held')", name=op.f("ck_festival_ceremonies_state")),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["festival_organizations.id"],
            name=op.f("fk_festival_ceremonies_organization_id_festival_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_festival_ceremonies")),
        sa.UniqueConstraint(
            "organization_id",
            "year",
            "instance",
            name=op.f("uq_festival_ceremonies_organization_id_year_instance"),
        ),
    )
    op.create_table(
        "festival_categories",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("organization_id", sa.BigInteger(), nullable=False),
        sa.Column("award", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("canonical_key", sa.Text(), nullable=True),
        sa.Column("tracks_person", sa.Boolean(), nullable=True),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["festival_organizations.id"],
            name=op.f("fk_festival_categories_organization_id_festival_organizations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_festival_categories")),
        sa.UniqueConstraint(
            "organization_id", "award", "name", name=op.f("uq_festival_categories_organization_id_award_name")
        ),
    )
    op.create_table(
        "festival_nominations",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("ceremony_id", sa.BigInteger(), nullable=False),
        sa.Column("category_id", sa.BigInteger(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_winner", sa.Boolean(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("citation", sa.Text(), nullable=True),
        sa.Column("works", postgresql.ARRAY(sa.Text()), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'active'"), nullable=False),
        sa.Column("source", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("state IN ('active', 'withdrawn')", name=op.f("ck_festival_nominations_state")),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["festival_categories.id"],
            name=op.f("fk_festival_nominations_category_id_festival_categories"),
        ),
        sa.ForeignKeyConstraint(
            ["ceremony_id"],
            ["festival_ceremonies.id"],
            name=op.f("fk_festival_nominations_ceremony_id_festival_ceremonies"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_festival_nominations")),
        sa.UniqueConstraint(
            "ceremony_id",
            "category_id",
            "fingerprint",
            name=op.f("uq_festival_nominations_ceremony_id_category_id_fingerprint"),
        ),
    )
    op.create_index(
        op.f("ix_festival_nominations_category_id"), "festival_nominations", ["category_id"], unique=False
    )
    op.create_table(
        "festival_nomination_films",
        sa.Column("nomination_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("credited_as", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["movie_id"], ["movies.id"], name=op.f("fk_festival_nomination_films_movie_id_movies")
        ),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["festival_nominations.id"],
            name=op.f("fk_festival_nomination_films_nomination_id_festival_nominations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("nomination_id", "position", name=op.f("pk_festival_nomination_films")),
        sa.UniqueConstraint(
            "nomination_id", "movie_id", name=op.f("uq_festival_nomination_films_nomination_id_movie_id")
        ),
    )
    op.create_index(
        op.f("ix_festival_nomination_films_movie_id"), "festival_nomination_films", ["movie_id"], unique=False
    )
    op.create_table(
        "festival_nomination_people",
        sa.Column("nomination_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("credited_as", sa.Text(), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["festival_nominations.id"],
            name=op.f("fk_festival_nomination_people_nomination_id_festival_nominations"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_festival_nomination_people_person_id_people")
        ),
        sa.PrimaryKeyConstraint("nomination_id", "position", name=op.f("pk_festival_nomination_people")),
        sa.UniqueConstraint(
            "nomination_id", "person_id", name=op.f("uq_festival_nomination_people_nomination_id_person_id")
        ),
    )
    op.create_index(
        op.f("ix_festival_nomination_people_person_id"),
        "festival_nomination_people",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "festival_nomination_companies",
        sa.Column("nomination_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("imdb_id", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["nomination_id"],
            ["festival_nominations.id"],
            name=op.f("fk_festival_nomination_companies_nomination_id_festival_nominations"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("nomination_id", "position", name=op.f("pk_festival_nomination_companies")),
    )


def downgrade() -> None:
    op.drop_table("festival_nomination_companies")
    op.drop_table("festival_nomination_people")
    op.drop_table("festival_nomination_films")
    op.drop_table("festival_nominations")
    op.drop_table("festival_categories")
    op.drop_table("festival_ceremonies")
    op.drop_table("festival_organizations")

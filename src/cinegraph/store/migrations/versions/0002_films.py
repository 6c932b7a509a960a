"""Films, people, credits, genres, keywords, images and videos."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002_films"
down_revision = "0001_jobs"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "movies",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("imdb_id", sa.Text(), nullable=True),
        sa.Column("tmdb_id", sa.BigInteger(), nullable=True),
        sa.Column("wikidata_id", sa.Text(), nullable=True),
        sa.Column("letterboxd_id", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("original_title", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=True),
        sa.Column("details", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("import_type", sa.Text(), server_default=sa.text("'stub'"), nullable=False),
        sa.Column("needs_enrichment", sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column(
            "data_source_hierarchy",
            postgresql.ARRAY(sa.Text()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("last_enrichment_attempt", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ask_again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("import_type IN ('full', 'minimal', 'stub')", name=op.f("ck_movies_import_type")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movies")),
        sa.UniqueConstraint("imdb_id", name=op.f("uq_movies_imdb_id")),
        sa.UniqueConstraint("letterboxd_id", name=op.f("uq_movies_letterboxd_id")),
        sa.UniqueConstraint("tmdb_id", name=op.f("uq_movies_tmdb_id")),
        sa.UniqueConstraint("wikidata_id", name=op.f("uq_movies_wikidata_id")),
    )
    op.create_index(
        "ix_movies_needs_enrichment",
        "movies",
        ["last_enrichment_attempt"],
        unique=False,
        postgresql_where="needs_enrichment",
    )
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("imdb_id", sa.Text(), nullable=True),
        sa.Column("tmdb_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("known_for", sa.Text(), nullable=True),
        sa.Column("profile_path", sa.Text(), nullable=True),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("imdb_id", name=op.f("uq_people_imdb_id")),
        sa.UniqueConstraint("tmdb_id", name=op.f("uq_people_tmdb_id")),
    )
    op.create_table(
        "movie_credits",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("department", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("job", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("character", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("billing", sa.Integer(), nullable=True),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('cast', 'crew')", name=op.f("ck_movie_credits_kind")),
        sa.ForeignKeyConstraint(["movie_id"], ["movies.id"], name=op.f("fk_movie_credits_movie_id_movies")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_movie_credits_person_id_people")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movie_credits")),
        sa.UniqueConstraint("movie_id", "source_key", name=op.f("uq_movie_credits_movie_id_source_key")),
    )
    op.create_index(op.f("ix_movie_credits_person_id"), "movie_credits", ["person_id"], unique=False)
    op.create_table(
        "genres",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_genres")),
        sa.UniqueConstraint("name", name=op.f("uq_genres_name")),
    )
    op.create_table(
        "movie_genres",
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("genre_id", sa.BigInteger(), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["genre_id"], ["genres.id"], name=op.f("fk_movie_genres_genre_id_genres")),
        sa.ForeignKeyConstraint(["movie_id"], ["movies.id"], name=op.f("fk_movie_genres_movie_id_movies")),
        sa.PrimaryKeyConstraint("movie_id", "genre_id", name=op.f("pk_movie_genres")),
    )
    op.create_index(op.f("ix_movie_genres_genre_id"), "movie_genres", ["genre_id"], unique=False)
    op.create_table(
        "keywords",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_keywords")),
        sa.UniqueConstraint("name", name=op.f("uq_keywords_name")),
    )
    op.create_table(
        "movie_keywords",
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("keyword_id", sa.BigInteger(), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["keyword_id"], ["keywords.id"], name=op.f("fk_movie_keywords_keyword_id_keywords")
        ),
        sa.ForeignKeyConstraint(["movie_id"], ["movies.id"], name=op.f("fk_movie_keywords_movie_id_movies")),
        sa.PrimaryKeyConstraint("movie_id", "keyword_id", name=op.f("pk_movie_keywords")),
    )
    op.create_index(op.f("ix_movie_keywords_keyword_id"), "movie_keywords", ["keyword_id"], unique=False)
    op.create_table(
        "movie_images",
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("vote_average", sa.Double(), server_default=sa.text("0"), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("kind IN ('poster', 'backdrop', 'logo')", name=op.f("ck_movie_images_kind")),
        sa.ForeignKeyConstraint(["movie_id"], ["movies.id"], name=op.f("fk_movie_images_movie_id_movies")),
        sa.PrimaryKeyConstraint("movie_id", "path", name=op.f("pk_movie_images")),
    )
    op.create_table(
        "movie_videos",
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("published_at", sa.Text(), nullable=True),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["movie_id"], ["movies.id"], name=op.f("fk_movie_videos_movie_id_movies")),
        sa.PrimaryKeyConstraint("movie_id", "site", "key", name=op.f("pk_movie_videos")),
    )


def downgrade() -> None:
    op.drop_table("movie_videos")
    op.drop_table("movie_images")
    op.drop_table("movie_keywords")
    op.drop_table("keywords")
    op.drop_table("movie_genres")
    op.drop_table("genres")
    op.drop_table("movie_credits")
    op.drop_table("people")
    op.drop_table("movies")

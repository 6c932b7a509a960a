"""How films are rated."""

import sqlalchemy as sa
from alembic import op

revision = "0010_ratings"
down_revision = "0009_improving"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "movie_ratings",
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rating_source", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=False),
        sa.Column("votes", sa.Integer(), nullable=True),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["movie_id"], ["movies.id"], name=op.f("fk_movie_ratings_movie_id_movies")),
        sa.PrimaryKeyConstraint("movie_id", "source", "rating_source", name=op.f("pk_movie_ratings")),
    )
    op.execute(
        "create trigger touch before update on movie_ratings for each row execute function touch_updated_at()"
    )


def downgrade() -> None:
    op.drop_table("movie_ratings")

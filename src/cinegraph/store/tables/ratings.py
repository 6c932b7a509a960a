"""How films are rated, by whom, and which catalogue told us."""

import sqlalchemy as sa

from cinegraph.store.tables.base import reference, table

ratings = table(
    "movie_ratings",
    reference("movie_id", "movies", primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("rating_source", sa.Text, primary_key=True),
    sa.Column("value", sa.Double, nullable=False),
    sa.Column("votes", sa.Integer),
    sa.Column("told_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
)

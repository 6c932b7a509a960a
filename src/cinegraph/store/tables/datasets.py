"""Datasets that were loaded whole: IMDb's, for personal and non-commercial use, and what is known of each load.

These tables are replaced as they are, never changed row by row: `store.imdb_staging` builds their successors.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from cinegraph.store.tables.base import table

datasets = table(
    "datasets",
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("origin", sa.Text, nullable=False),
    sa.Column("files", JSONB, nullable=False),
    sa.Column("rows", sa.BigInteger, nullable=False),
)

titles = table(
    "imdb_titles",
    sa.Column("tconst", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("original_title", sa.Text),
    sa.Column("year", sa.Integer),
    sa.Column("end_year", sa.Integer),
    sa.Column("runtime", sa.Integer),
    sa.Column("genres", ARRAY(sa.Text), nullable=False),
    sa.Column("folded", sa.Text, nullable=False, index=True),
    sa.Column("folded_original", sa.Text),
)
sa.Index(
    "ix_imdb_titles_folded_original",
    titles.c.folded_original,
    postgresql_where=titles.c.folded_original.is_not(None),
)

ratings = table(
    "imdb_ratings",
    sa.Column("tconst", sa.Text, primary_key=True),
    sa.Column("rating", sa.Numeric(4, 2), nullable=False),
    sa.Column("votes", sa.Integer),
)

akas = table(
    "imdb_akas",
    sa.Column("tconst", sa.Text, primary_key=True),
    sa.Column("ordering", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("region", sa.Text),
    sa.Column("language", sa.Text),
    sa.Column("types", sa.Text),
    sa.Column("folded", sa.Text, nullable=False, index=True),
)

crew = table(
    "imdb_crew",
    sa.Column("tconst", sa.Text, primary_key=True),
    sa.Column("directors", ARRAY(sa.Text), nullable=False),
    sa.Column("writers", ARRAY(sa.Text), nullable=False),
)

principals = table(
    "imdb_principals",
    sa.Column("tconst", sa.Text, primary_key=True),
    sa.Column("ordering", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("nconst", sa.Text, nullable=False),
    sa.Column("category", sa.Text, nullable=False),
    sa.Column("characters", sa.Text),
)

people = table(
    "imdb_people",
    sa.Column("nconst", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("birth_year", sa.Integer),
    sa.Column("death_year", sa.Integer),
)

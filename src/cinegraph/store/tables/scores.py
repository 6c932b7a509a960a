"""How relevant films are: kept rows, the weights that they were made with, and which films changed since."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from cinegraph.domain.scores import PARTS
from cinegraph.store.tables.base import key, one_of, reference, table

profiles = table(
    "score_profiles",
    sa.Column("profile", sa.Text, primary_key=True),
    sa.Column("part", sa.Text, primary_key=True),
    sa.Column("weight", sa.Numeric(7, 6), nullable=False),
)

weights = table(
    "score_weights",
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("weight", sa.Numeric(7, 4), nullable=False),
    sa.Column("year", sa.Integer),
)

marks = table(
    "score_marks",
    key(),
    sa.Column("movie_id", sa.BigInteger, nullable=False),
)

works = table(
    "score_works",
    sa.Column("person_id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("movie_id", sa.BigInteger, primary_key=True, autoincrement=False, index=True),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("points", sa.Numeric(12, 4), nullable=False),
)

parts = table(
    "movie_score_parts",
    reference("movie_id", "movies", primary_key=True, ondelete="CASCADE"),
    sa.Column("part", sa.Text, primary_key=True),
    one_of("part", *PARTS)[1],
    sa.Column("value", sa.Numeric(5, 4), nullable=False),
    sa.Column("inputs", JSONB, nullable=False),
)

scores = table(
    "movie_scores",
    reference("movie_id", "movies", primary_key=True, ondelete="CASCADE"),
    sa.Column("profile", sa.Text, primary_key=True),
    sa.Column("score", sa.Numeric(5, 2), nullable=False),
    sa.Column("parts", sa.Integer, nullable=False),
    sa.Column("decade", sa.Integer),
)
sa.Index("ix_movie_scores_profile_score", scores.c.profile, scores.c.score.desc(), scores.c.movie_id)
sa.Index(
    "ix_movie_scores_profile_decade_score",
    scores.c.profile,
    scores.c.decade,
    scores.c.score.desc(),
    scores.c.movie_id,
)

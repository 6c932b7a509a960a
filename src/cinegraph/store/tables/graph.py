"""Who worked with whom: a row for each pair of people, and one for each film and way in which they did; and the films
whose pairs are to be built anew."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from cinegraph.domain.collaborations import KINDS
from cinegraph.store.tables.base import key, one_of, reference, table

collaborations = table(
    "collaborations",
    reference("person_a", "people", primary_key=True),
    reference("person_b", "people", primary_key=True),
    sa.Column("films", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("first_year", sa.Integer),
    sa.Column("latest_year", sa.Integer),
    sa.Column("peak_year", sa.Integer),
    sa.Column("mean_rating", sa.Numeric(4, 2)),
    sa.Column("genres", ARRAY(sa.Text), nullable=False, server_default=sa.text("'{}'")),
    sa.CheckConstraint("person_a < person_b", name="ordered"),
)
sa.Index("ix_collaborations_person_b", collaborations.c.person_b, collaborations.c.person_a)

collaboration_details = table(
    "collaboration_details",
    sa.Column("person_a", sa.BigInteger, nullable=False),
    sa.Column("person_b", sa.BigInteger, nullable=False),
    reference("movie_id", "movies", index=True),
    *one_of("kind", *KINDS),
    sa.Column("billing", sa.Integer),
    sa.Column("year", sa.Integer),
    sa.Column("feature", sa.Boolean, nullable=False),
    sa.PrimaryKeyConstraint("person_a", "person_b", "movie_id", "kind"),
    sa.ForeignKeyConstraint(["person_a", "person_b"], ["collaborations.person_a", "collaborations.person_b"]),
)

marks = table(
    "graph_marks",
    key(),
    sa.Column("movie_id", sa.BigInteger, nullable=False),
)

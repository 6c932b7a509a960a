"""The id that a page states for a nominee, beside the one that its row has, which a catalogue may have told."""

import sqlalchemy as sa
from alembic import op

revision = "0006_rows"
down_revision = "0005_lookups"
branch_labels = None
depends_on = None

_NOMINEES = (
    ("festival_nomination_films", "movie_id", "movies"),
    ("festival_nomination_people", "person_id", "people"),
)


def upgrade() -> None:
    for table, reference, owner in _NOMINEES:
        op.add_column(table, sa.Column("imdb_id", sa.Text(), nullable=True))
        # So far only IMDb's own pages state ids.
        op.execute(
            f"""
            update {table} t set imdb_id = o.imdb_id from {owner} o, festival_nominations n
            where o.id = t.{reference} and n.id = t.nomination_id and 'imdb_event' = any(n.source)
            """
        )


def downgrade() -> None:
    for table, _, _ in _NOMINEES:
        op.drop_column(table, "imdb_id")

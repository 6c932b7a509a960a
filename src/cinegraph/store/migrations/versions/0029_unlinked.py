"""An index of the nominees who are nobody that is known: among a million nominations they are few."""

import sqlalchemy as sa
from alembic import op

revision = "0029_unlinked"
down_revision = "0028_incomplete"
branch_labels = None
depends_on = None

_UNLINKED = sa.text("not inferred and (link is null or link in ('minimal', 'doubtful'))")


def upgrade() -> None:
    op.create_index(
        "ix_festival_nomination_people_unlinked",
        "festival_nomination_people",
        ["nomination_id", "position"],
        postgresql_where=_UNLINKED,
    )


def downgrade() -> None:
    op.drop_index("ix_festival_nomination_people_unlinked", "festival_nomination_people")

"""An index of the films that are not known fully: how whole many ceremonies are is told without reading each of their films."""

import sqlalchemy as sa
from alembic import op

revision = "0028_incomplete"
down_revision = "0027_graph_marks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(
        "ix_movies_incomplete",
        "movies",
        ["id", "import_type"],
        postgresql_where=sa.text("import_type <> 'full'"),
    )


def downgrade() -> None:
    op.drop_index("ix_movies_incomplete", "movies")

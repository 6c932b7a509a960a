"""Indexes for what the screens of films, lists and reviews read."""

import sqlalchemy as sa
from alembic import op

revision = "0024_screens"
down_revision = "0023_screens"
branch_labels = None
depends_on = None

_MOVIE = sa.text("((metadata ->> 'movie_id')::bigint)")


def upgrade() -> None:
    op.create_index("ix_api_lookup_metrics_movie_id", "api_lookup_metrics", [_MOVIE])
    op.create_index("ix_reviews_movie_id", "reviews", ["movie_id"])
    op.create_index("ix_reviews_decided_at", "reviews", ["decided_at"])
    op.create_index("ix_decisions_undone_at", "decisions", ["undone_at"])
    op.create_index("ix_merges_dropped_id", "merges", ["dropped_id"])


def downgrade() -> None:
    op.drop_index("ix_merges_dropped_id", "merges")
    op.drop_index("ix_decisions_undone_at", "decisions")
    op.drop_index("ix_reviews_decided_at", "reviews")
    op.drop_index("ix_reviews_movie_id", "reviews")
    op.drop_index("ix_api_lookup_metrics_movie_id", "api_lookup_metrics")

"""What was asked outside: every call, the pace, and the world that this database speaks of."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

from cinegraph.store.tables.base import one_of, table

metrics = table(
    "api_lookup_metrics",
    sa.Column("id", UUID, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("operation", sa.Text, nullable=False),
    sa.Column("identifier", sa.Text),
    sa.Column("success", sa.Boolean, nullable=False),
    sa.Column("response_time_ms", sa.Integer),
    sa.Column("error_message", sa.Text),
    sa.Column("metadata", JSONB, nullable=False, server_default=sa.text("'{}'")),
)
sa.Index("ix_api_lookup_metrics_import_id", sa.text("((metadata ->> 'import_id')::bigint)"), _table=metrics)
sa.Index("ix_api_lookup_metrics_movie_id", sa.text("((metadata ->> 'movie_id')::bigint)"), _table=metrics)
sa.Index("ix_api_lookup_metrics_source_inserted_at", metrics.c.source, metrics.c.inserted_at)
sa.Index("ix_api_lookup_metrics_inserted_at", metrics.c.inserted_at)

pace = table(
    "pace",
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
    prefixes=["UNLOGGED"],
)

world = table(
    "world",
    sa.Column("single", sa.Boolean, sa.CheckConstraint("single", name="one_row"), primary_key=True),
    *one_of("name", "real", "offline"),
)

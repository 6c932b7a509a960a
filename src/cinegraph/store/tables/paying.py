"""What asking costs: the ledger, what is set aside, what is remembered, how the sources are, and alerts."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB, UUID

from cinegraph.store.tables.base import key, one_of, table

source_budgets = table(
    "source_budgets",
    key(),
    sa.Column("source", sa.Text, nullable=False),
    *one_of("period", "day", "month"),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("spent_usd", sa.Numeric, nullable=False, server_default=sa.text("0")),
    sa.Column("reserved_usd", sa.Numeric, nullable=False, server_default=sa.text("0")),
    sa.Column("calls", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.UniqueConstraint("source", "period", "starts_on"),
)

reservations = table(
    "reservations",
    sa.Column("call_id", UUID, primary_key=True),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("amount", sa.Numeric, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("operation", sa.Text, nullable=False),
    sa.Column("identifier", sa.Text),
    sa.Column("metadata", JSONB, nullable=False, server_default=sa.text("'{}'")),
    sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
)

lookup_answers = table(
    "lookup_answers",
    key(),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("question", sa.Text, nullable=False),
    sa.Column("answer", JSONB),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False, index=True),
    sa.Column("hits", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.UniqueConstraint("source", "question"),
)

source_health = table(
    "source_health",
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("failures", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("openings", sa.Integer, nullable=False, server_default=sa.text("0")),
    sa.Column("open_until", sa.DateTime(timezone=True)),
    sa.Column("needs_person", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("last_error", sa.Text),
)

alerts = table(
    "alerts",
    key(),
    sa.Column("source", sa.Text, nullable=False),
    *one_of("kind", "failures", "spend"),
    sa.Column("value", sa.Numeric, nullable=False),
    sa.Column("line", sa.Numeric, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now(), index=True),
)

"""What calls outside come to, day by day: counted from `api_lookup_metrics`, so that reports need not read all of it.

A day is one of UTC; `festival` is the organization that calls were made for, empty if for none.
"""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY

from cinegraph.store.tables.base import key, one_of, table


def _day() -> sa.Column[object]:
    return sa.Column("day", sa.Date, nullable=False)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text, nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False)


lookup_counts = table(
    "lookup_counts",
    sa.Column("single", sa.Boolean, sa.CheckConstraint("single", name="one_row"), primary_key=True),
    sa.Column("until", sa.DateTime(timezone=True), nullable=False),
)

lookup_days = table(
    "lookup_days",
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("festival", sa.Text, primary_key=True),
    _number("calls"),
    _number("answered"),
    _number("paid_calls"),
    sa.Column("cost_usd", sa.Numeric, nullable=False),
)

lookup_day_times = table(
    "lookup_day_times",
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("source", sa.Text, primary_key=True),
    sa.Column("festival", sa.Text, primary_key=True),
    sa.Column("bucket", sa.Integer, primary_key=True, autoincrement=False),
    _number("calls"),
)

lookup_day_endings = table(
    "lookup_day_endings",
    key(),
    _day(),
    _text("festival"),
    sa.Column("level", sa.Integer),
    sa.Column("found_by", sa.Text),
    sa.Column("import_type", sa.Text),
    sa.Column("asked", ARRAY(sa.Text), nullable=False),
    _number("films"),
)
sa.Index("ix_lookup_day_endings_day", lookup_day_endings.c.day)

lookup_day_failures = table(
    "lookup_day_failures",
    key(),
    _day(),
    _text("festival"),
    *one_of("kind", "call", "lookup"),
    sa.Column("source", sa.Text),
    sa.Column("operation", sa.Text),
    sa.Column("status", sa.Integer),
    _text("reason"),
    _number("calls"),
)
sa.Index("ix_lookup_day_failures_day", lookup_day_failures.c.day)

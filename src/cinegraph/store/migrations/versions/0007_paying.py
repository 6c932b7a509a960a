"""Budgets and their reservations, remembered answers, the sources' health, alerts; critical films."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_paying"
down_revision = "0006_rows"
branch_labels = None
depends_on = None

_TABLES = ("source_budgets", "reservations", "lookup_answers", "source_health", "alerts")

_RESERVE = """
create function reserve_call(
    p_call uuid, p_source text, p_amount numeric,
    p_day_usd numeric, p_month_usd numeric, p_day_calls int, p_month_calls int,
    p_operation text, p_identifier text, p_metadata jsonb
) returns text
language plpgsql as $$
declare
    today date := (clock_timestamp() at time zone 'utc')::date;
    first_day date := date_trunc('month', today)::date;
    by_day source_budgets;
    by_month source_budgets;
begin
    insert into source_budgets (source, period, starts_on)
    values (p_source, 'day', today), (p_source, 'month', first_day)
    on conflict (source, period, starts_on) do nothing;
    -- The day's row is always locked before the month's, here and where calls are settled: no deadlock.
    select * into by_day from source_budgets
        where source = p_source and period = 'day' and starts_on = today for update;
    select * into by_month from source_budgets
        where source = p_source and period = 'month' and starts_on = first_day for update;
    if by_month.spent_usd + by_month.reserved_usd + p_amount > p_month_usd then return 'month_usd'; end if;
    if by_month.calls + 1 > p_month_calls then return 'month_calls'; end if;
    if by_day.spent_usd + by_day.reserved_usd + p_amount > p_day_usd then return 'day_usd'; end if;
    if by_day.calls + 1 > p_day_calls then return 'day_calls'; end if;
    update source_budgets set reserved_usd = reserved_usd + p_amount, calls = calls + 1
        where id in (by_day.id, by_month.id);
    insert into reservations (call_id, source, amount, day, operation, identifier, metadata)
    values (p_call, p_source, p_amount, today, p_operation, p_identifier, p_metadata);
    return null;
end $$
"""

_SETTLE = """
create function settle_call(p_call uuid, p_paid boolean) returns numeric
language plpgsql as $$
declare
    held reservations;
begin
    delete from reservations where call_id = p_call returning * into held;
    if held.call_id is null then return null; end if;
    update source_budgets set reserved_usd = reserved_usd - held.amount,
        spent_usd = spent_usd + case when p_paid then held.amount else 0 end,
        calls = calls - case when p_paid then 0 else 1 end
        where source = held.source and period = 'day' and starts_on = held.day;
    update source_budgets set reserved_usd = reserved_usd - held.amount,
        spent_usd = spent_usd + case when p_paid then held.amount else 0 end,
        calls = calls - case when p_paid then 0 else 1 end
        where source = held.source and period = 'month' and starts_on = date_trunc('month', held.day)::date;
    return case when p_paid then held.amount else 0 end;
end $$
"""


def _time(name: str, nullable: bool = False) -> sa.Column[Any]:
    default = None if nullable else sa.text("now()")
    return sa.Column(name, sa.DateTime(timezone=True), server_default=default, nullable=nullable)


def _number(name: str, kind: type[Any] = sa.Integer) -> sa.Column[Any]:
    return sa.Column(name, kind(), server_default=sa.text("0"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "source_budgets",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        _number("spent_usd", sa.Numeric),
        _number("reserved_usd", sa.Numeric),
        _number("calls"),
        _time("inserted_at"),
        _time("updated_at"),
        sa.CheckConstraint("period IN ('day', 'month')", name=op.f("ck_source_budgets_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_budgets")),
        sa.UniqueConstraint(
            "source", "period", "starts_on", name=op.f("uq_source_budgets_source_period_starts_on")
        ),
    )
    op.create_table(
        "reservations",
        sa.Column("call_id", sa.UUID(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("amount", sa.Numeric(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=True),
        sa.Column("metadata", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        _time("reserved_at"),
        _time("inserted_at"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("call_id", name=op.f("pk_reservations")),
    )
    op.create_table(
        "lookup_answers",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", postgresql.JSONB(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        _number("hits"),
        _time("inserted_at"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookup_answers")),
        sa.UniqueConstraint("source", "question", name=op.f("uq_lookup_answers_source_question")),
    )
    op.create_index(op.f("ix_lookup_answers_expires_at"), "lookup_answers", ["expires_at"], unique=False)
    op.create_table(
        "source_health",
        sa.Column("source", sa.Text(), nullable=False),
        _number("failures"),
        _number("openings"),
        _time("open_until", nullable=True),
        sa.Column("needs_person", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        _time("inserted_at"),
        _time("updated_at"),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_source_health")),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column("line", sa.Numeric(), nullable=False),
        _time("at"),
        _time("inserted_at"),
        _time("updated_at"),
        sa.CheckConstraint("kind IN ('failures', 'spend')", name=op.f("ck_alerts_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index(op.f("ix_alerts_at"), "alerts", ["at"], unique=False)
    op.add_column(
        "movies", sa.Column("critical", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.execute(_RESERVE)
    op.execute(_SETTLE)
    for table in _TABLES:
        op.execute(
            f"create trigger touch before update on {table} for each row execute function touch_updated_at()"
        )


def downgrade() -> None:
    op.execute("drop function settle_call(uuid, boolean)")
    op.execute(
        "drop function reserve_call(uuid, text, numeric, numeric, numeric, int, int, text, text, jsonb)"
    )
    op.drop_column("movies", "critical")
    for table in reversed(_TABLES):
        op.drop_table(table)

"""What every table shares: one MetaData with named constraints, ids and the two timestamps."""

from typing import Any

import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def table(name: str, *parts: sa.schema.SchemaItem, **options: Any) -> sa.Table:
    """A table with `inserted_at` and `updated_at` (kept by a trigger) behind its own columns."""
    return sa.Table(name, metadata, *parts, _time("inserted_at"), _time("updated_at"), **options)


def key() -> sa.Column[int]:
    """The table's own number."""
    return sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True)


def reference(column: str, to: str, **options: Any) -> sa.Column[int]:
    """A required reference to another table's number."""
    target = sa.ForeignKey(f"{to}.id", ondelete=options.pop("ondelete", None))
    return sa.Column(column, sa.BigInteger, target, nullable=options.pop("nullable", False), **options)


def one_of(column: str, *words: str, default: str | None = None) -> tuple[sa.Column[str], sa.CheckConstraint]:
    """A column that holds one of these words, and the constraint that says so."""
    allowed = ", ".join(f"'{word}'" for word in words)
    server_default = None if default is None else sa.text(f"'{default}'")
    return (
        sa.Column(column, sa.Text, nullable=False, server_default=server_default),
        sa.CheckConstraint(f"{column} IN ({allowed})", name=column),
    )


def _time(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now())

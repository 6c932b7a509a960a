"""Who may use the control room, who has tried to, and what they set."""

import sqlalchemy as sa

from cinegraph.store.tables.base import key, one_of, reference, table

_READ_WRITE = ("read", "write")

users = table(
    "users",
    key(),
    sa.Column("name", sa.Text, nullable=False, unique=True),
    sa.Column("password_hash", sa.Text, nullable=False),
    *one_of("scope", *_READ_WRITE, default="write"),
)

user_sessions = table(
    "user_sessions",
    key(),
    reference("user_id", "users", ondelete="CASCADE", index=True),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("agent", sa.Text, nullable=False),
    sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False, index=True),
)

api_tokens = table(
    "api_tokens",
    key(),
    reference("user_id", "users", ondelete="CASCADE"),
    sa.Column("label", sa.Text, nullable=False),
    sa.Column("token_hash", sa.LargeBinary, nullable=False, unique=True),
    *one_of("scope", *_READ_WRITE),
    sa.Column("used_at", sa.DateTime(timezone=True)),
    sa.UniqueConstraint("user_id", "label"),
)

login_attempts = table(
    "login_attempts",
    key(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("address", sa.Text, nullable=False),
    sa.Column("at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now(), index=True),
)

setting_changes = table(
    "setting_changes",
    key(),
    sa.Column("setting", sa.Text, nullable=False),
    sa.Column("before", sa.Text),
    sa.Column("after", sa.Text),
    sa.Column("by", sa.Text, nullable=False),
)

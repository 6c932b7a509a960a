"""Who may use the control room: users, sessions, tokens, attempts to log in; what was set there; and the ways to find
jobs among very many."""

import sqlalchemy as sa
from alembic import op

revision = "0021_access"
down_revision = "0016_graph"
branch_labels = None
depends_on = None

_NOW = sa.text("now()")
_JOBS = {
    "ix_procrastinate_jobs_open": "(status, id) where status <> 'succeeded'",
    "ix_procrastinate_jobs_queue": "(queue_name, id)",
    "ix_procrastinate_jobs_movie": "(((args ->> 'movie_id')::bigint), id) where args ->> 'movie_id' is not null",
    "ix_procrastinate_jobs_import": "(((args ->> 'import_id')::bigint), id) where args ->> 'import_id' is not null",
}


def _made(name: str, *parts: sa.schema.SchemaItem) -> None:
    times = [
        sa.Column(time, sa.DateTime(timezone=True), server_default=_NOW, nullable=False)
        for time in ("inserted_at", "updated_at")
    ]
    op.create_table(
        name,
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        *parts,
        *times,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    op.execute(
        f"create trigger touch before update on {name} for each row execute function touch_updated_at()"
    )


def _scope(table: str, default: str | None = None) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column(
            "scope", sa.Text(), nullable=False, server_default=sa.text(f"'{default}'") if default else None
        ),
        sa.CheckConstraint("scope IN ('read', 'write')", name=op.f(f"ck_{table}_scope")),
    ]


def _user(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id_users"), ondelete="CASCADE"
        ),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("token_hash", name=op.f(f"uq_{table}_token_hash")),
    ]


def upgrade() -> None:
    _made(
        "users",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        *_scope("users", "write"),
        sa.UniqueConstraint("name", name=op.f("uq_users_name")),
    )
    _made(
        "user_sessions",
        *_user("user_sessions"),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index(op.f("ix_user_sessions_user_id"), "user_sessions", ["user_id"])
    op.create_index(op.f("ix_user_sessions_expires_at"), "user_sessions", ["expires_at"])
    _made(
        "api_tokens",
        *_user("api_tokens"),
        sa.Column("label", sa.Text(), nullable=False),
        *_scope("api_tokens"),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("user_id", "label", name=op.f("uq_api_tokens_user_id_label")),
    )
    _made(
        "login_attempts",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=_NOW, nullable=False),
    )
    op.create_index(op.f("ix_login_attempts_at"), "login_attempts", ["at"])
    _made(
        "setting_changes",
        sa.Column("setting", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
    )
    for name, on in _JOBS.items():
        op.execute(sa.text(f"create index {name} on procrastinate_jobs {on}".replace(":", "\\:")))
    op.create_index("ix_movies_title_start", "movies", [sa.text("lower(title) text_pattern_ops")])


def downgrade() -> None:
    op.drop_index("ix_movies_title_start", "movies")
    for name in _JOBS:
        op.execute(f"drop index {name}")
    for name in ("setting_changes", "login_attempts", "api_tokens", "user_sessions", "users"):
        op.drop_table(name)

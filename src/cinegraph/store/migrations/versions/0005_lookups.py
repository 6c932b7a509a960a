"""Calls outside, their pace, the world; updated_at on every table."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_lookups"
down_revision = "0004_imports"
branch_labels = None
depends_on = None

_TAKE_TURN = """
create function take_turn(p_source text, p_rate double precision, p_burst int) returns double precision
language plpgsql as $$
declare
    step interval := make_interval(secs => 1 / p_rate);
    mine timestamptz;
begin
    insert into pace as kept (source, next_at) values (p_source, clock_timestamp() - (p_burst - 1) * step + step)
    on conflict (source) do update
        set next_at = greatest(kept.next_at, clock_timestamp() - (p_burst - 1) * step) + step
    returning next_at - step into mine;
    return greatest(0, extract(epoch from mine - clock_timestamp()));
end $$
"""

_TOUCH = """
create function touch_updated_at() returns trigger language plpgsql as $$
begin
    if new is distinct from old then
        new.updated_at = now();
    end if;
    return new;
end $$
"""


def _tables() -> list[str]:
    """Every table of ours, as of this revision."""
    return [
        "movies",
        "people",
        "movie_credits",
        "genres",
        "movie_genres",
        "keywords",
        "movie_keywords",
        "movie_images",
        "movie_videos",
        "festival_organizations",
        "festival_ceremonies",
        "festival_categories",
        "festival_nominations",
        "festival_nomination_films",
        "festival_nomination_people",
        "festival_nomination_companies",
        "pages",
        "imports",
        "import_pages",
        "import_movies",
        "import_nominations",
        "job_errors",
        "reviews",
        "api_lookup_metrics",
        "world",
    ]


def upgrade() -> None:
    op.create_table(
        "api_lookup_metrics",
        sa.Column("id", sa.UUID(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=True),
        sa.Column("success", sa.Boolean(), nullable=False),
        sa.Column("response_time_ms", sa.Integer(), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("metadata", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_lookup_metrics")),
    )
    op.create_index(
        "ix_api_lookup_metrics_import_id",
        "api_lookup_metrics",
        [sa.literal_column("((metadata ->> 'import_id')::bigint)")],
        unique=False,
    )
    op.create_index(
        "ix_api_lookup_metrics_source_inserted_at",
        "api_lookup_metrics",
        ["source", "inserted_at"],
        unique=False,
    )
    op.create_table(
        "pace",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_pace")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "world",
        sa.Column("single", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("inserted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("name IN ('real', 'offline')", name=op.f("ck_world_name")),
        sa.PrimaryKeyConstraint("single", name=op.f("pk_world")),
    )
    op.execute(_TAKE_TURN)
    op.execute(_TOUCH)
    for table in _tables():
        op.execute(
            f"create trigger touch before update on {table} for each row execute function touch_updated_at()"
        )


def downgrade() -> None:
    for table in _tables():
        op.execute(f"drop trigger touch on {table}")
    op.execute("drop function touch_updated_at()")
    op.execute("drop function take_turn(text, double precision, int)")
    op.drop_table("world")
    op.drop_table("pace")
    op.drop_table("api_lookup_metrics")

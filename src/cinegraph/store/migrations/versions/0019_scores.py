"""How relevant films are: parts and scores as kept rows, what they are made with, and films marked that change."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019_scores"
down_revision = "0018_records"
branch_labels = None
depends_on = None

_TABLES = (
    "score_profiles",
    "score_weights",
    "score_marks",
    "score_works",
    "movie_score_parts",
    "movie_scores",
)

_MARK_ROWS = """
create function mark_rows_for_scoring() returns trigger language plpgsql as $$
begin
    insert into score_marks (movie_id) select distinct movie_id from changed_rows;
    return null;
end $$
"""
"""What a statement put in or took out; the films of those rows are to be scored."""

_MARK_ROW = """
create function mark_row_for_scoring() returns trigger language plpgsql as $$
begin
    insert into score_marks (movie_id) values (new.movie_id);
    if old.movie_id <> new.movie_id then
        insert into score_marks (movie_id) values (old.movie_id);
    end if;
    return null;
end $$
"""

_MARK_FILMS = """
create function mark_films_for_scoring() returns trigger language plpgsql as $$
begin
    insert into score_marks (movie_id) select id from changed_rows;
    return null;
end $$
"""

_MARK_FILM = """
create function mark_film_for_scoring() returns trigger language plpgsql as $$
begin
    insert into score_marks (movie_id) values (new.id);
    return null;
end $$
"""

_MARK_NOMINATED = """
create function mark_nominated_for_scoring() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'festival_nominations' then
        insert into score_marks (movie_id)
        select movie_id from festival_nomination_films where nomination_id = new.id;
    elsif tg_table_name = 'festival_categories' then
        insert into score_marks (movie_id)
        select distinct f.movie_id from festival_nominations n
        join festival_nomination_films f on f.nomination_id = n.id where n.category_id = new.id;
    else
        insert into score_marks (movie_id)
        select distinct f.movie_id from festival_ceremonies c
        join festival_nominations n on n.ceremony_id = c.id join festival_nomination_films f on f.nomination_id = n.id
        where case tg_table_name when 'festival_ceremonies' then c.id else c.organization_id end = new.id;
    end if;
    return null;
end $$
"""
"""A nomination, its ceremony, category or organization says something else: its films are to be scored."""

_ROWS = {
    "movie_credits": "old.movie_id, old.person_id, old.kind, old.job, old.billing",
    "movie_ratings": "old.movie_id, old.rating_source, old.value, old.votes",
    "festival_nomination_films": "old.movie_id, old.nomination_id",
    "movie_list_items": "old.movie_id, old.list_id, old.left_at is null, old.listed_on",
}
"""Tables whose rows are of a film, and what of them counts."""

_NOMINATED = {
    "festival_nominations": "old.ceremony_id, old.category_id, old.is_winner, old.state",
    "festival_ceremonies": "old.year",
    "festival_categories": "old.canonical_key",
    "festival_organizations": "old.abbreviation, old.prestige_win, old.prestige_nomination",
}

_FILM = "old.year, old.kind, old.details #> '{tmdb,vote_average}', old.details #> '{tmdb,vote_count}'"


def _times() -> tuple[sa.Column[object], sa.Column[object]]:
    return tuple(  # type: ignore[return-value] # two of them
        sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
        for name in ("inserted_at", "updated_at")
    )


def upgrade() -> None:
    _make_tables()
    for table in _TABLES:
        op.execute(
            f"create trigger touch before update on {table} for each row execute function touch_updated_at()"
        )
    for function in (_MARK_ROWS, _MARK_ROW, _MARK_FILMS, _MARK_FILM, _MARK_NOMINATED):
        op.execute(function)
    for table, counts in _ROWS.items():
        _watch(table, "mark_rows_for_scoring")
        _watch_update(table, counts, "mark_row_for_scoring")
    _watch("movies", "mark_films_for_scoring")
    _watch_update("movies", _FILM, "mark_film_for_scoring")
    for table, counts in _NOMINATED.items():
        _watch_update(table, counts, "mark_nominated_for_scoring")
    op.execute(
        "create index ix_procrastinate_jobs_score_movies on procrastinate_jobs (id)"
        " where task_name = 'score_movies' and status = 'todo'"
    )
    op.execute("insert into score_marks (movie_id) select id from movies")


def _make_tables() -> None:
    op.create_table(
        "score_profiles",
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("weight", sa.Numeric(7, 6), nullable=False),
        *_times(),
        sa.PrimaryKeyConstraint("profile", "part", name=op.f("pk_score_profiles")),
    )
    op.create_table(
        "score_weights",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("weight", sa.Numeric(7, 4), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        *_times(),
        sa.PrimaryKeyConstraint("kind", "key", name=op.f("pk_score_weights")),
    )
    op.create_table(
        "score_marks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        *_times(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_marks")),
    )
    op.create_table(
        "score_works",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("movie_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("points", sa.Numeric(12, 4), nullable=False),
        *_times(),
        sa.PrimaryKeyConstraint("person_id", "movie_id", name=op.f("pk_score_works")),
    )
    op.create_index(op.f("ix_score_works_movie_id"), "score_works", ["movie_id"])
    op.create_table(
        "movie_score_parts",
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(5, 4), nullable=False),
        sa.Column("inputs", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        *_times(),
        sa.CheckConstraint(
            "part IN ('recognition', 'canon', 'critics', 'audience', 'endurance', 'influence')",
            name=op.f("ck_movie_score_parts_part"),
        ),
        sa.ForeignKeyConstraint(
            ["movie_id"],
            ["movies.id"],
            name=op.f("fk_movie_score_parts_movie_id_movies"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("movie_id", "part", name=op.f("pk_movie_score_parts")),
    )
    op.create_table(
        "movie_scores",
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        sa.Column("profile", sa.Text(), nullable=False),
        sa.Column("score", sa.Numeric(5, 2), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("decade", sa.Integer(), nullable=True),
        *_times(),
        sa.ForeignKeyConstraint(
            ["movie_id"], ["movies.id"], name=op.f("fk_movie_scores_movie_id_movies"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("movie_id", "profile", name=op.f("pk_movie_scores")),
    )
    highest = sa.text("score desc")
    op.create_index("ix_movie_scores_profile_score", "movie_scores", ["profile", highest, "movie_id"])
    op.create_index(
        "ix_movie_scores_profile_decade_score", "movie_scores", ["profile", "decade", highest, "movie_id"]
    )


def _watch(table: str, function: str) -> None:
    for event, rows in (("insert", "new"), ("delete", "old")):
        op.execute(
            f"create trigger score_{event} after {event} on {table} referencing {rows} table as changed_rows"
            f" for each statement execute function {function}()"
        )


def _watch_update(table: str, counts: str, function: str) -> None:
    op.execute(
        f"create trigger score_update after update on {table} for each row"
        f" when (({counts}, 0) is distinct from ({counts.replace('old.', 'new.')}, 0)) execute function {function}()"
    )


def downgrade() -> None:
    op.execute("drop index ix_procrastinate_jobs_score_movies")
    for table in (*_ROWS, "movies", *_NOMINATED):
        for event in ("insert", "update", "delete"):
            op.execute(f"drop trigger if exists score_{event} on {table}")
    for what in ("rows", "row", "films", "film", "nominated"):
        op.execute(f"drop function mark_{what}_for_scoring()")
    for table in reversed(_TABLES):
        op.drop_table(table)

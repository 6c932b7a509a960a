"""When each catalogue told what of a film, ratings with their dates, and what a full record tells beside people."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018_records"
down_revision = "0017_people"
branch_labels = None
depends_on = None

_TITLE_WORDS = """
create function title_words(title text, original_title text) returns tsvector
language sql immutable parallel safe as $$
    select public.name_words(title || ' ' || coalesce(original_title, ''))
$$
"""
"""The words that a film is found by. It may find too much: Python's `fold` decides."""

_KEEPS = """
create function ratings_keep(film_year int, new_days double precision, old_days double precision) returns interval
language sql stable parallel safe as $$
    select make_interval(secs => 86400 * least(old_days, new_days * 2 ^ least(60, greatest(0,
        extract(year from now())::int - coalesce(film_year, 0)))))
$$
"""
"""How old a film's ratings may become: those of this year's films `new_days`, twice as old for each year before."""

_TO_RATE = """
create function films_to_rate(catalogue text, new_days double precision, old_days double precision)
returns table (movie_id bigint, imdb_id text, title text, year int, critical boolean, told_at timestamptz,
    tried_at timestamptz, good_since timestamptz)
language sql stable as $$
    select m.id, m.imdb_id, m.title, m.year, m.critical, r.told_at, r.tried_at,
        now() - ratings_keep(m.year, new_days, old_days)
    from movies m left join movie_records r on r.movie_id = m.id and r.source = catalogue
    where m.imdb_id is not null and m.import_type <> 'stub'
        and (r.told_at is null or r.told_at <= now() - ratings_keep(m.year, new_days, old_days))
$$
"""
"""The films whose ratings that catalogue is to be asked for: found, with an id, and without an answer younger than
`good_since`."""

_FROM_DETAILS = (
    """
    insert into movie_records (movie_id, source, told_at, tried_at)
    select m.id, d.key, coalesce(m.last_enrichment_attempt, m.updated_at), coalesce(m.last_enrichment_attempt, m.updated_at)
    from movies m, jsonb_each(m.details) d
    """,
    """
    insert into movie_facts (movie_id, source, fact, usd, words, told_at)
    select r.movie_id, r.source, f.fact,
        case when f.fact in ('box_office', 'budget', 'revenue') then (f.told #>> '{}')::bigint end,
        case when f.fact in ('awards', 'content_rating') then f.told #>> '{}' end, r.told_at
    from movie_records r join movies m on m.id = r.movie_id,
        lateral (values ('box_office', m.details -> r.source -> 'box_office'), ('budget', m.details -> r.source -> 'budget'),
            ('revenue', m.details -> r.source -> 'revenue'), ('awards', m.details -> r.source -> 'awards'),
            ('content_rating', m.details -> r.source -> 'rated')) f(fact, told)
    where f.told is not null
    """,
    """
    insert into movie_ratings (movie_id, source, rating_source, value, votes)
    select m.id, 'tmdb', 'tmdb', (m.details -> 'tmdb' ->> 'vote_average')::double precision,
        (m.details -> 'tmdb' ->> 'vote_count')::int
    from movies m where (m.details -> 'tmdb' ->> 'vote_count')::int > 0 and m.details -> 'tmdb' ? 'vote_average'
    on conflict do nothing
    """,
    "update movie_ratings t set told_at = t.updated_at",
    """
    insert into movie_companies (movie_id, name, place, source)
    select m.id, c.name, c.place - 1, 'tmdb'
    from movies m, jsonb_array_elements_text(m.details -> 'tmdb' -> 'companies') with ordinality c(name, place)
    where m.import_type = 'full' on conflict do nothing
    """,
    """
    insert into movie_countries (movie_id, country, place, source)
    select m.id, c.name, c.place - 1, 'tmdb'
    from movies m, jsonb_array_elements_text(m.details -> 'tmdb' -> 'countries') with ordinality c(name, place)
    where m.import_type = 'full' on conflict do nothing
    """,
    """
    insert into movie_languages (movie_id, language, place, is_original, source)
    select m.id, c.name, c.place - 1, coalesce(c.name = m.details -> 'tmdb' ->> 'original_language', false), 'tmdb'
    from movies m, jsonb_array_elements_text(m.details -> 'tmdb' -> 'languages') with ordinality c(name, place)
    where m.import_type = 'full' on conflict do nothing
    """,
    "update movie_images set source = 'imdb_title' where path like 'http%'",
)
"""What older records told, as far as their details have it; the rest comes when a film is told of again."""

_OF_FILM = ("records", "facts", "companies", "countries", "languages", "releases", "collections", "providers")
_TABLES = ("collections", *(f"movie_{name}" for name in _OF_FILM), "image_bases", "source_changes")


def _of_film(name: str, *columns: sa.schema.SchemaItem, key: tuple[str, ...]) -> None:
    op.create_table(
        name,
        sa.Column("movie_id", sa.BigInteger(), nullable=False),
        *columns,
        *_times(),
        sa.ForeignKeyConstraint(["movie_id"], ["movies.id"], name=op.f(f"fk_{name}_movie_id_movies")),
        sa.PrimaryKeyConstraint("movie_id", *key, name=op.f(f"pk_{name}")),
    )


def _times() -> tuple[sa.Column[Any], ...]:
    return tuple(
        sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
        for name in ("inserted_at", "updated_at")
    )


def _text(name: str, nullable: bool = False, default: str | None = None) -> sa.Column[Any]:
    return sa.Column(
        name, sa.Text(), nullable=nullable, server_default=None if default is None else sa.text(default)
    )


def _moment(name: str, nullable: bool = True, now: bool = False) -> sa.Column[Any]:
    return sa.Column(
        name,
        sa.DateTime(timezone=True),
        nullable=nullable,
        server_default=sa.text("now()") if now else None,
    )


def _number(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _create_facts() -> None:
    _of_film(
        "movie_records",
        _text("source"),
        _moment("told_at"),
        sa.Column("found", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        _moment("tried_at", nullable=False, now=True),
        _moment("changed_at"),
        key=("source",),
    )
    op.create_index(
        "ix_movie_records_changed_at",
        "movie_records",
        ["changed_at"],
        postgresql_where=sa.text("changed_at > told_at"),
    )
    _of_film(
        "movie_facts",
        _text("source"),
        _text("fact"),
        sa.Column("usd", sa.BigInteger(), nullable=True),
        _text("words", nullable=True),
        _moment("told_at", nullable=False, now=True),
        sa.CheckConstraint(
            "fact IN ('box_office', 'budget', 'revenue', 'awards', 'content_rating')",
            name=op.f("ck_movie_facts_fact"),
        ),
        sa.CheckConstraint(
            "CASE WHEN fact IN ('awards', 'content_rating') THEN usd IS NULL AND words IS NOT NULL"
            " ELSE usd IS NOT NULL AND words IS NULL END",
            name=op.f("ck_movie_facts_value"),
        ),
        key=("source", "fact"),
    )
    op.add_column("movie_ratings", _moment("told_at", nullable=False, now=True))
    for table in ("movie_images", "movie_videos"):
        op.add_column(table, _text("source", default="'tmdb'"))


def _create_details() -> None:
    _of_film(
        "movie_companies",
        _text("name"),
        _number("place"),
        sa.Column("tmdb_id", sa.BigInteger(), nullable=True),
        _text("country", nullable=True),
        _text("source"),
        key=("name",),
    )
    op.create_index(op.f("ix_movie_companies_tmdb_id"), "movie_companies", ["tmdb_id"])
    _of_film("movie_countries", _text("country"), _number("place"), _text("source"), key=("country",))
    _of_film(
        "movie_languages",
        _text("language"),
        _number("place"),
        sa.Column("is_original", sa.Boolean(), nullable=False),
        _text("source"),
        key=("language",),
    )
    _of_film(
        "movie_releases",
        _text("country"),
        sa.Column("released_on", sa.Date(), nullable=False),
        _text("kind"),
        _text("certification", default="''"),
        _text("note", default="''"),
        _text("source"),
        sa.CheckConstraint(
            "kind IN ('premiere', 'limited', 'theatrical', 'digital', 'physical', 'tv')",
            name=op.f("ck_movie_releases_kind"),
        ),
        key=("country", "released_on", "kind", "certification", "note"),
    )
    _of_film(
        "movie_providers",
        _text("country"),
        _text("kind"),
        _text("provider"),
        sa.Column("tmdb_id", sa.BigInteger(), nullable=True),
        _number("place"),
        _text("source"),
        sa.CheckConstraint(
            "kind IN ('flatrate', 'free', 'ads', 'rent', 'buy')", name=op.f("ck_movie_providers_kind")
        ),
        key=("country", "kind", "provider"),
    )


def _create_collections() -> None:
    op.create_table(
        "collections",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("tmdb_id", sa.BigInteger(), nullable=False),
        _text("name"),
        _text("poster_path", nullable=True),
        _text("backdrop_path", nullable=True),
        *_times(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collections")),
        sa.UniqueConstraint("tmdb_id", name=op.f("uq_collections_tmdb_id")),
    )
    _of_film(
        "movie_collections",
        sa.Column("collection_id", sa.BigInteger(), nullable=False),
        _text("source"),
        sa.ForeignKeyConstraint(
            ["collection_id"], ["collections.id"], name=op.f("fk_movie_collections_collection_id_collections")
        ),
        key=(),
    )
    op.create_index(op.f("ix_movie_collections_collection_id"), "movie_collections", ["collection_id"])
    op.create_table(
        "image_bases",
        _text("source"),
        _text("kind"),
        _text("base_url"),
        sa.Column("sizes", postgresql.ARRAY(sa.Text()), nullable=False),
        *_times(),
        sa.CheckConstraint(
            "kind IN ('poster', 'backdrop', 'logo', 'profile')", name=op.f("ck_image_bases_kind")
        ),
        sa.PrimaryKeyConstraint("source", "kind", name=op.f("pk_image_bases")),
    )
    op.create_table(
        "source_changes",
        _text("source"),
        _moment("read_until", nullable=False),
        *_times(),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_source_changes")),
    )


def upgrade() -> None:
    _create_facts()
    _create_details()
    _create_collections()
    for statement in _FROM_DETAILS:
        op.execute(statement)
    for table in _TABLES:
        op.execute(
            f"create trigger touch before update on {table} for each row execute function touch_updated_at()"
        )
    for function in (_TITLE_WORDS, _KEEPS, _TO_RATE):
        op.execute(function)
    op.create_index(
        "ix_movies_title_words",
        "movies",
        [sa.text("title_words(title, original_title)")],
        postgresql_using="gin",
    )


def downgrade() -> None:
    op.drop_index("ix_movies_title_words", "movies")
    for function in (
        "films_to_rate(text, double precision, double precision)",
        "ratings_keep(int, double precision, double precision)",
        "title_words(text, text)",
    ):
        op.execute(f"drop function {function}")
    op.execute("delete from movie_ratings where source = 'tmdb' and rating_source = 'tmdb'")
    for table in ("movie_images", "movie_videos"):
        op.drop_column(table, "source")
    op.drop_column("movie_ratings", "told_at")
    for table in reversed(_TABLES):
        op.drop_table(table)

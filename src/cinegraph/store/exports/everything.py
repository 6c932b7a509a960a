"""Every table that users see, with its structure, for a file that stands alone. A table is one word in TABLES."""

from collections.abc import Iterator, Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from cinegraph.domain.exporting import Kind, Table, TableColumn
from cinegraph.store.tables import metadata

TABLES = (
    "category_keys",
    "festival_organizations",
    "festival_ceremonies",
    "festival_categories",
    "movies",
    "people",
    "festival_nominations",
    "festival_nomination_films",
    "festival_nomination_people",
    "festival_nomination_companies",
    "movie_credits",
    "genres",
    "movie_genres",
    "keywords",
    "movie_keywords",
    "movie_images",
    "movie_videos",
    "movie_ratings",
    "movie_records",
    "movie_facts",
    "movie_companies",
    "movie_countries",
    "movie_languages",
    "movie_releases",
    "collections",
    "movie_collections",
    "movie_providers",
    "movie_score_parts",
    "movie_scores",
    "movie_lists",
    "movie_list_items",
    "collaborations",
    "collaboration_details",
)
"""In an order in which each refers to earlier ones. What is not here is of the program's own workings: pages, jobs, calls,
reviews."""

_SEARCHED: Mapping[str, tuple[str, ...]] = {
    "movies": ("title", "original_title"),
    "people": ("name",),
    "festival_categories": ("award", "name"),
}

_OWN = {
    "shipped",
    "needs_enrichment",
    "last_enrichment_attempt",
    "ask_again_at",
    "lookup_attempts",
    "fingerprint",
}
"""Columns of the program's own workings."""


def tables() -> Iterator[Table]:
    """Each table, as the schema states it."""
    for name in TABLES:
        yield _table(metadata.tables[name])


def _table(table: sa.Table) -> Table:
    columns = [column for column in table.columns if column.name not in _OWN]
    names = {column.name for column in columns}
    unique = [
        tuple(c.name for c in u.columns) for u in table.constraints if isinstance(u, sa.UniqueConstraint)
    ]
    unique += [(column.name,) for column in columns if column.unique]
    indexes = [tuple(getattr(e, "name", "") for e in index.expressions) for index in table.indexes]
    references = sorted(
        (tuple(key.column_keys), key.referred_table.name, tuple(e.column.name for e in key.elements))
        for key in table.foreign_key_constraints
    )
    return Table(
        name=table.name,
        columns=tuple(TableColumn(c.name, _kind(c), not c.nullable) for c in columns),
        key=tuple(column.name for column in table.primary_key),
        unique=tuple(sorted({u for u in unique if names.issuperset(u)})),
        indexes=tuple(sorted({i for i in indexes if names.issuperset(i)} - set(unique))),
        references=tuple(r for r in references if r[1] in TABLES and names.issuperset(r[0])),
        searched=_SEARCHED.get(table.name, ()),
    )


def _kind(column: sa.Column[object]) -> Kind:
    """What it holds; arrays and objects as JSON."""
    of = column.type
    kinds: tuple[tuple[type, Kind], ...] = (
        (sa.Boolean, "boolean"),
        (sa.Integer, "integer"),
        (sa.Numeric, "number"),
        (sa.DateTime, "time"),
        (sa.Date, "date"),
        (ARRAY, "json"),
        (JSONB, "json"),
    )
    return next((kind for type_, kind in kinds if isinstance(of, type_)), "text")

"""The schema, once. Migrations bring a database here; a test compares the two."""

from cinegraph.store.tables import (
    access,
    corrections,
    counting,
    datasets,
    decisions,
    drafts,
    festivals,
    graph,
    imports,
    lists,
    lookups,
    movies,
    paying,
    ratings,
    records,
    scores,
    search,
)
from cinegraph.store.tables.base import metadata

__all__ = [
    "access",
    "corrections",
    "counting",
    "datasets",
    "decisions",
    "drafts",
    "festivals",
    "graph",
    "imports",
    "lists",
    "lookups",
    "metadata",
    "movies",
    "paying",
    "ratings",
    "records",
    "scores",
    "search",
]

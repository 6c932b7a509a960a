"""The schema, once. Migrations bring a database here; a test compares the two."""

from cinegraph.store.tables import (
    access,
    corrections,
    datasets,
    decisions,
    festivals,
    graph,
    imports,
    lists,
    lookups,
    movies,
    paying,
    ratings,
    search,
)
from cinegraph.store.tables.base import metadata

__all__ = [
    "access",
    "corrections",
    "datasets",
    "decisions",
    "festivals",
    "graph",
    "imports",
    "lists",
    "lookups",
    "metadata",
    "movies",
    "paying",
    "ratings",
    "search",
]

"""The schema, once. Migrations bring a database here; a test compares the two."""

from cinegraph.store.tables import (
    datasets,
    decisions,
    festivals,
    graph,
    imports,
    lookups,
    movies,
    paying,
    ratings,
)
from cinegraph.store.tables.base import metadata

__all__ = [
    "datasets",
    "decisions",
    "festivals",
    "graph",
    "imports",
    "lookups",
    "metadata",
    "movies",
    "paying",
    "ratings",
]

"""The schema, once. Migrations bring a database here; a test compares the two."""

from cinegraph.store.tables import festivals, imports, lookups, movies, ratings
from cinegraph.store.tables.base import metadata

__all__ = ["festivals", "imports", "lookups", "metadata", "movies", "ratings"]

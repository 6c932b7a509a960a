"""The schema, once. Migrations bring a database here; a test compares the two."""

from cinegraph.store.tables import decisions, festivals, imports, lookups, movies
from cinegraph.store.tables.base import metadata

__all__ = ["decisions", "festivals", "imports", "lookups", "metadata", "movies"]

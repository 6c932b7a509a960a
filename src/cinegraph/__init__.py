"""Cinegraph turns award ceremonies and film festivals into one clean, queryable film graph."""

__version__ = "0.1.0"

"""Years as a person writes them on the command line: as everywhere."""

from cinegraph.pipeline.read_years import parse_year_set, parse_years

__all__ = ["parse_year_set", "parse_years"]

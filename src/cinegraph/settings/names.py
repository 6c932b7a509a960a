"""The names that settings speak of: queues, catalogues, sites."""

from collections.abc import Iterable

QUEUES = ("imports", "movies", "people", "enrichment", "collaborations", "maintenance")
"""Every queue that jobs are sent to; a worker runs each with its own concurrency."""

CATALOGUES = ("tmdb", "wikidata", "imdb_datasets", "omdb", "imdb_title")
"""Every film catalogue, in the order of asking, switched on or not."""

SITES = ("oscars", "imdb", "imdb_awards", "zyte")
"""What else is asked outside under a name of its own. IMDb's title pages are asked, and paid for, as `zyte`."""


def refuse_unknown(names: Iterable[str], kind: str, known: tuple[str, ...]) -> None:
    """Raises ValueError for a name that is none of the known ones; `kind` is what they are called."""
    if unknown := sorted(set(names) - set(known)):
        raise ValueError(f"there is no {kind} {unknown[0]!r}; the {kind}s are {', '.join(known)}")

"""The film catalogues, each one file behind the Protocol `Source`.

TIERS is the order in which they are asked: free before paid. A new source is a file and a line here.
"""

from collections.abc import Callable

from cinegraph.sources import imdb_datasets, imdb_title, omdb, tmdb, wikidata
from cinegraph.sources.base import Parts, Source

TIERS: tuple[Callable[[Parts], Source | None], ...] = (
    tmdb.build,
    wikidata.build,
    imdb_datasets.build,
    omdb.build,
    imdb_title.build,
)
"""Each builds its source from the parts, or None if it is switched off."""

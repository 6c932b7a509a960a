"""The film catalogues, each one file behind the Protocol `Source`.

TIERS is the order in which they are asked: free before paid. A new source is a file and a line here.
"""

from collections.abc import Callable

from cinegraph.fetch.http import Door
from cinegraph.settings import Settings
from cinegraph.sources import imdb_title, tmdb
from cinegraph.sources.base import Source

TIERS: tuple[Callable[[Settings, Door], Source | None], ...] = (tmdb.build, imdb_title.build)
"""Each builds its source from the settings, or None if it is switched off."""

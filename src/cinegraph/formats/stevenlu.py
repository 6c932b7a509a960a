"""The form of StevenLu's popular movies, which Radarr ("StevenLu Custom") and other programs read: a JSON array of films
with `title`, `imdb_id` and `poster_url`."""

from collections.abc import Iterator

from cinegraph.domain.exporting import How, Needs, Source
from cinegraph.formats.film_lists import Told, films

MEDIA_TYPE = "application/json"
SUFFIX = ".json"
BINARY = False
FLAT = True
NEEDS = Needs("imdb_id", "IMDb id")

_POSTERS = "https://image.tmdb.org/t/p/w500"
"""TMDb's address of images, 500 pixels wide."""


def write(source: Source, how: How) -> Iterator[bytes]:
    """The films that have an IMDb id."""
    return films(source, how, NEEDS, _entry)


def _entry(film: Told) -> object:
    path = film["poster_path"]
    poster = None if path is None else f"{_POSTERS}{path}" if path.startswith("/") else path
    return {"title": film["title"], "imdb_id": film["imdb_id"], "poster_url": poster}

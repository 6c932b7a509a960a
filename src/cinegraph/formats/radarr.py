"""Radarr's custom list ("Custom Lists"): a JSON array of films. Radarr reads `id`, TMDb's number, and nothing else;
the rest is for people. It has no use for a film without one."""

from collections.abc import Iterator

from cinegraph.domain.exporting import How, Needs, Source
from cinegraph.formats.film_lists import Told, films

MEDIA_TYPE = "application/json"
SUFFIX = ".json"
BINARY = False
FLAT = True
NEEDS = Needs("tmdb_id", "TMDb id")


def write(source: Source, how: How) -> Iterator[bytes]:
    """The films that have a TMDb number."""
    return films(source, how, NEEDS, _entry)


def _entry(film: Told) -> object:
    return {
        "id": film["tmdb_id"],
        "imdb_id": film["imdb_id"],
        "title": film["title"],
        "release_year": film["year"],
    }

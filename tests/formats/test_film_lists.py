"""Lists for media servers: films by the id that is read, and a word on each film without it."""

import json

from cinegraph.domain.exporting import How, Row
from cinegraph.formats import radarr, stevenlu
from tests.formats.given import Given

_NAMES = ("title", "year", "imdb_id", "tmdb_id", "poster_path")
_FILMS: list[Row] = [
    ('The "Zone"', 2023, "tt0000001", 11, "/a.jpg"),
    ("=1+1", 2023, "tt0000002", None, "https://images/b.jpg"),
    ("Without", None, None, 13, None),
]


def test_radarr_reads_ids_of_tmdb() -> None:
    told: list[str] = []
    films = json.loads(b"".join(radarr.write(Given(_NAMES, _FILMS), How(tell=told.append))))
    assert films == [
        {"id": 11, "imdb_id": "tt0000001", "title": 'The "Zone"', "release_year": 2023},
        {"id": 13, "imdb_id": None, "title": "Without", "release_year": None},
    ]
    assert told == ["1 of 3 films have no TMDb id and are left out: =1+1"]


def test_stevenlu_has_ids_of_imdb_and_posters() -> None:
    told: list[str] = []
    films = json.loads(b"".join(stevenlu.write(Given(_NAMES, _FILMS), How(tell=told.append))))
    assert films == [
        {
            "title": 'The "Zone"',
            "imdb_id": "tt0000001",
            "poster_url": "https://image.tmdb.org/t/p/w500/a.jpg",
        },
        {"title": "=1+1", "imdb_id": "tt0000002", "poster_url": "https://images/b.jpg"},
    ]
    assert told == ["1 of 3 films have no IMDb id and are left out: Without"]


def test_no_film_with_an_id_is_an_empty_list() -> None:
    assert json.loads(b"".join(radarr.write(Given(_NAMES, _FILMS[1:2]), How()))) == []

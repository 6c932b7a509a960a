"""What TMDb's record tells beside people and titles, and what it says has changed."""

import json
from datetime import date
from typing import Any

import httpx2
import msgspec
import pytest

from cinegraph.domain.film_details import Collection, Company, ImageBase, Provider, Release
from cinegraph.domain.movies import Rating
from cinegraph.offline.faults import Faults
from cinegraph.sources import tmdb_payloads as payload
from cinegraph.sources.base import Unusable
from cinegraph.sources.tmdb import TMDb
from cinegraph.sources.tmdb_films import candidate
from tests.sources.asking import Asking

FILM = {
    "id": 5,
    "title": "A",
    "vote_average": 6.5,
    "vote_count": 12,
    "belongs_to_collection": {
        "id": 9,
        "name": "A Collection",
        "poster_path": "/a.jpg",
        "backdrop_path": None,
    },
    "production_companies": [
        {"id": 1, "name": "X", "origin_country": "FR", "logo_path": None},
        {"id": 2, "name": "Y", "origin_country": ""},
        {"id": 3, "name": ""},
    ],
    "release_dates": {
        "results": [
            {
                "iso_3166_1": "FR",
                "release_dates": [
                    {
                        "release_date": "2023-05-17T00:00:00.000Z",
                        "type": 1,
                        "certification": "",
                        "note": "Cannes",
                    },
                    {
                        "release_date": "2023-08-23T00:00:00.000Z",
                        "type": 3,
                        "certification": "TP",
                        "note": "",
                    },
                    {
                        "release_date": "2023-08-23T00:00:00.000Z",
                        "type": 3,
                        "certification": "TP",
                        "note": "",
                    },
                    {"release_date": "", "type": 3},
                    {"release_date": "2023-08-23T00:00:00.000Z", "type": 7},
                ],
            }
        ]
    },
    "watch/providers": {
        "results": {
            "FR": {
                "link": "https://x",
                "rent": [
                    {"provider_id": 2, "provider_name": "Second", "display_priority": 8},
                    {"provider_id": 1, "provider_name": "First", "display_priority": 1},
                ],
                "flatrate": [{"provider_id": 3, "provider_name": "Third"}],
            }
        }
    },
}


def read(**changed: object) -> Any:
    return candidate(msgspec.json.decode(json.dumps(FILM | changed), type=payload.Movie))


def test_a_record_is_read_whole() -> None:
    film = read()
    assert film.ratings == (Rating("tmdb", 6.5, 12),)
    assert film.collection == Collection(9, "A Collection", "/a.jpg")
    assert film.companies == (Company("X", 1, "FR"), Company("Y", 2))
    assert film.releases == (
        Release("FR", date(2023, 5, 17), "premiere", "", "Cannes"),
        Release("FR", date(2023, 8, 23), "theatrical", "TP"),
    )
    assert film.providers == (
        Provider("FR", "flatrate", "Third", 3),
        Provider("FR", "rent", "First", 1),
        Provider("FR", "rent", "Second", 2),
    )


def test_nobodys_vote_is_no_rating() -> None:
    assert read(vote_count=0).ratings == read(vote_average=None).ratings == ()


class Bases:
    """Keeps what it is told."""

    def __init__(self) -> None:
        self.told: dict[str, list[ImageBase]] = {}

    async def keep(self, source: str, told: Any) -> None:
        self.told[source] = list(told)


async def test_changes_come_by_page_and_no_more_than_two_weeks(outside: Faults) -> None:
    bases = Bases()
    asking = Asking(httpx2.ASGITransport(outside), "tmdb")
    tmdb = TMDb(asking.door, "http://x/tmdb/3", "offline", None, bases)
    told = await tmdb.changed(date(2026, 11, 20), date(2026, 12, 1), 1)
    assert (set(told.films), told.pages) == ({346698, 872585}, 1)
    with pytest.raises(Unusable, match="14 days"):
        await tmdb.changed(date(2026, 10, 20), date(2026, 12, 1), 1)
    await tmdb.check()
    assert [(one.kind, one.base_url) for one in bases.told["tmdb"]] == [
        (kind, "https://image.tmdb.org/t/p/") for kind in ("poster", "backdrop", "logo", "profile")
    ]

"""TMDb v3 as it answers: find, movie, search, configuration; bodies shaped like the recorded ones."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cinegraph.domain.titles import fold
from cinegraph.offline.facts import Facts, FilmFacts
from cinegraph.offline.tmdb_people import OfflinePeople, answer_json, refusal

TOKEN = "offline"  # noqa: S105 everybody may know it
"""The read access token, and the key, that this world accepts."""

_APPENDABLE = {
    "credits",
    "external_ids",
    "alternative_titles",
    "translations",
    "release_dates",
    "keywords",
    "images",
    "videos",
    "watch/providers",
    "recommendations",
    "similar",
}
_PAGE = 20


class OfflineTMDb:
    """Answers from facts. `routes` are to be mounted below `/tmdb/3`."""

    def __init__(self, facts: Facts) -> None:
        self._films = facts.films
        self._by_number = facts.by_tmdb_id
        self._by_item = facts.by_wikidata_id
        self._people = OfflinePeople(facts, _hit, _crew)
        self._words: dict[str, set[int]] = {}
        for number, film in self._by_number.items():
            for title in {film.title, film.title_at_tmdb, film.original_title or ""}:
                for word in fold(title).split():
                    self._words.setdefault(word, set()).add(number)

    @property
    def routes(self) -> list[Route]:
        return [
            Route("/configuration", self._guarded(self._configuration)),
            Route("/find/{key}", self._guarded(self._find)),
            Route("/movie/{key}", self._guarded(self._movie)),
            Route("/search/movie", self._guarded(self._search)),
            Route("/search/person", self._guarded(self._people.search)),
            Route("/person/{key:int}", self._guarded(self._people.record)),
            Route("/person/{key:int}/movie_credits", self._guarded(self._people.movie_credits)),
        ]

    def _guarded(self, answer: Callable[[Request], Response]) -> Callable[[Request], Any]:
        async def endpoint(request: Request) -> Response:
            sent = request.headers.get("authorization", "").removeprefix("Bearer ").strip()
            if (sent or request.query_params.get("api_key", "")) != TOKEN:
                return refusal(401, 7, "Invalid API key: You must be granted a valid key.")
            return answer(request)

        return endpoint

    def _configuration(self, _: Request) -> Response:
        sizes = {"poster_sizes": ["w92", "w500", "original"], "backdrop_sizes": ["w300", "w1280", "original"]}
        base = {"base_url": "http://image.tmdb.org/t/p/", "secure_base_url": "https://image.tmdb.org/t/p/"}
        return answer_json({"images": base | sizes, "change_keys": ["title", "videos"]})

    def _find(self, request: Request) -> Response:
        source = request.query_params.get("external_source", "")
        if source not in ("imdb_id", "wikidata_id", "tvdb_id", "facebook_id"):
            return refusal(400, 5, "Invalid parameters: Your request parameters are incorrect.")
        empty: dict[str, list[Any]] = {
            f"{kind}_results": [] for kind in ("movie", "person", "tv", "tv_episode", "tv_season")
        }
        key = request.path_params["key"]
        film = self._by_imdb_id(key) if source == "imdb_id" else None
        if source == "wikidata_id":
            film = self._by_item.get(key)
        if film is not None and film.tmdb_id is not None:
            empty["movie_results"] = [_hit(film)]
        elif source == "imdb_id" and (name := self._people.with_imdb_id(key)) is not None:
            empty["person_results"] = [self._people.hit(name)]
        return answer_json(empty)

    def _by_imdb_id(self, key: str) -> FilmFacts | None:
        film = self._films.get(key)
        return None if film is None or film.tmdb_lacks_imdb_id else film

    def _movie(self, request: Request) -> Response:
        wanted = [name for name in request.query_params.get("append_to_response", "").split(",") if name]
        if len(wanted) > 20:
            return refusal(
                400, 27, "Too many append to response objects: The maximum number of remote calls is 20."
            )
        key = request.path_params["key"]
        if not (key.isdecimal() or (key.startswith("tt") and key[2:].isdecimal())):
            return refusal(404, 6, "Invalid id: The pre-requisite id is invalid or not found.")
        film = self._by_number.get(int(key)) if key.isdecimal() else self._by_imdb_id(key)
        if film is None or film.tmdb_id is None:
            return refusal(404, 34, "The resource you requested could not be found.")
        body = _record(film)
        for name in wanted:
            if name in _APPENDABLE:
                body[name] = self._credits(film) if name == "credits" else _appended(film, name)
        return answer_json(body)

    def _search(self, request: Request) -> Response:
        words = fold(request.query_params.get("query", "")).split()
        page = int(request.query_params.get("page", "1") or 1)
        if page > 500:
            return refusal(
                400, 22, "Invalid page: Pages start at 1 and max at 500. They are expected to be an integer."
            )
        year = request.query_params.get("primary_release_year") or request.query_params.get("year") or ""
        found = set.intersection(*(self._words.get(word, set()) for word in words)) if words else set()
        films = [film for film in map(self._by_number.__getitem__, found) if not year or film.year == year]
        films.sort(
            key=lambda film: (fold(film.title_at_tmdb) != " ".join(words), len(film.title), film.imdb_id)
        )
        start = (page - 1) * _PAGE
        return answer_json(
            {
                "page": page,
                "results": [_hit(film) for film in films[start : start + _PAGE]],
                "total_pages": -(-len(films) // _PAGE),
                "total_results": len(films),
            }
        )

    def _credits(self, film: FilmFacts) -> dict[str, Any]:
        cast = [
            self._people.hit(name) | {"character": role, "credit_id": f"{film.imdb_id}-cast-{i}", "order": i}
            for i, (name, role) in enumerate(film.cast)
        ]
        crew = [
            self._people.hit(name)
            | {"department": place, "job": job, "credit_id": f"{film.imdb_id}-crew-{i}"}
            for i, (name, place, job) in enumerate(_crew(film))
        ]
        return {"cast": cast, "crew": crew}


def _hit(film: FilmFacts) -> dict[str, Any]:
    return {
        "adult": False,
        "backdrop_path": None,
        "genre_ids": [],
        "id": film.tmdb_id,
        "original_language": film.language,
        "original_title": film.original_title or film.title_at_tmdb,
        "overview": "",
        "popularity": 1.0,
        "poster_path": f"/{film.imdb_id}.jpg",
        "release_date": film.released,
        "title": film.title_at_tmdb,
        "video": False,
        "vote_average": 0.0,
        "vote_count": 0,
    }


def _record(film: FilmFacts) -> dict[str, Any]:
    rest = {
        "belongs_to_collection": None,
        "budget": 0,
        "genres": [{"id": 1 + i, "name": name} for i, name in enumerate(film.genres)],
        "homepage": "",
        "imdb_id": _known_id(film),
        "production_companies": [],
        "production_countries": [{"iso_3166_1": code, "name": code} for code in film.countries],
        "revenue": 0,
        "runtime": film.runtime or 0,
        "spoken_languages": [{"iso_639_1": film.language, "name": film.language}],
        "status": "Released",
        "tagline": "",
    }
    return _hit(film) | rest


def _known_id(film: FilmFacts) -> str | None:
    return None if film.tmdb_lacks_imdb_id else film.imdb_id


def _appended(film: FilmFacts, name: str) -> Any:
    country = film.countries[0] if film.countries else "US"
    return {
        "external_ids": {"imdb_id": _known_id(film), "wikidata_id": film.wikidata_id, "facebook_id": None},
        "alternative_titles": {"titles": _other_titles(film)},
        "release_dates": {
            "results": [
                {
                    "iso_3166_1": country,
                    "release_dates": [
                        {
                            "certification": "",
                            "note": "",
                            "release_date": f"{film.released}T00:00:00.000Z",
                            "type": 3,
                        }
                    ],
                }
            ]
            if film.released
            else []
        },
        "keywords": {"keywords": []},
        "images": {
            "backdrops": [],
            "logos": [],
            "posters": [
                {
                    "aspect_ratio": 0.667,
                    "file_path": f"/{film.imdb_id}.jpg",
                    "height": 3000,
                    "width": 2000,
                    "iso_639_1": film.language,
                    "vote_average": 0.0,
                    "vote_count": 0,
                }
            ],
        },
        "videos": {"results": []},
    }.get(name, {"results": []})


def _other_titles(film: FilmFacts) -> list[dict[str, str]]:
    other = {film.title, film.original_title or film.title} - {film.title_at_tmdb}
    return [{"iso_3166_1": "US", "title": title, "type": ""} for title in sorted(other)]


def _crew(film: FilmFacts) -> list[tuple[str, str, str]]:
    return [(name, "Directing", "Director") for name in film.directors] + list(film.crew)

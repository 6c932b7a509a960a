"""TMDb v3 as it answers: find, movie, search, configuration; bodies shaped like the recorded ones."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from cinegraph.domain.titles import fold
from cinegraph.offline.facts import Facts, FilmFacts
from cinegraph.offline.tmdb_people import OfflinePeople, answer_json, refusal
from cinegraph.offline.tmdb_records import appended, crew, hit, record

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
_CHANGES = 100


class OfflineTMDb:
    """Answers from facts. `routes` are to be mounted below `/tmdb/3`."""

    def __init__(self, facts: Facts) -> None:
        self._films = facts.films
        self._by_number = facts.by_tmdb_id
        self._by_item = facts.by_wikidata_id
        self._people = OfflinePeople(facts, hit, crew)
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
            Route("/movie/changes", self._guarded(self._changes)),
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
        sizes = {
            "poster_sizes": ["w92", "w500", "original"],
            "backdrop_sizes": ["w300", "w1280", "original"],
            "logo_sizes": ["w45", "original"],
            "profile_sizes": ["w45", "h632", "original"],
        }
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
            empty["movie_results"] = [hit(film)]
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
        body = record(film)
        for name in wanted:
            if name in _APPENDABLE:
                body[name] = self._credits(film) if name == "credits" else appended(film, name)
        return answer_json(body)

    def _changes(self, request: Request) -> Response:
        """Films that are said to change each day, whichever days are asked for; 14 of them at most."""
        asked = request.query_params
        try:
            first, last = (date.fromisoformat(asked[name]) for name in ("start_date", "end_date"))
        except (KeyError, ValueError):
            first = last = date.min
        if not timedelta() <= last - first <= timedelta(days=14):
            return refusal(400, 20, "Invalid date range: Should be a range no longer than 14 days.")
        changing = [number for number, film in self._by_number.items() if film.changes]
        page = int(asked.get("page", "1") or 1)
        start = (page - 1) * _CHANGES
        return answer_json(
            {
                "results": [{"id": n, "adult": False} for n in changing[start : start + _CHANGES]],
                "page": page,
                "total_pages": -(-len(changing) // _CHANGES),
                "total_results": len(changing),
            }
        )

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
                "results": [hit(film) for film in films[start : start + _PAGE]],
                "total_pages": -(-len(films) // _PAGE),
                "total_results": len(films),
            }
        )

    def _credits(self, film: FilmFacts) -> dict[str, Any]:
        cast = [
            self._people.hit(name) | {"character": role, "credit_id": f"{film.imdb_id}-cast-{i}", "order": i}
            for i, (name, role) in enumerate(film.cast)
        ]
        behind = [
            self._people.hit(name)
            | {"department": place, "job": job, "credit_id": f"{film.imdb_id}-crew-{i}"}
            for i, (name, place, job) in enumerate(crew(film))
        ]
        return {"cast": cast, "crew": behind}

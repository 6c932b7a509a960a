"""TMDb's people as the offline world has them: found by name, by IMDb id, and whole with their films."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from cinegraph.domain.titles import fold
from cinegraph.offline.facts import Facts, FilmFacts, person_number

Job = tuple[str, str, str]


class OfflinePeople:
    """Answers from facts. `film_hit` is a film in a list of results, `crew` a film's (name, department, job)."""

    def __init__(
        self,
        facts: Facts,
        film_hit: Callable[[FilmFacts], dict[str, Any]],
        crew: Callable[[FilmFacts], list[Job]],
    ) -> None:
        self._film_hit = film_hit
        self._crew = crew
        self._known_for: dict[str, str] = {}
        self._films: dict[str, list[FilmFacts]] = {}
        self._read(facts)
        self._numbers = {person_number(name): name for name in self._known_for}
        told = [ceremony.people for ceremony in facts.ceremonies.values()]
        self._imdb_ids = {name: key for people in told for name, key in people.items()}
        self._by_imdb_id = {key: name for name, key in self._imdb_ids.items() if name in self._known_for}
        self._others = {n: o for c in facts.ceremonies.values() for n, o in c.imdb_names.items()}
        self._called: dict[str, list[str]] = {}
        for name in self._known_for:
            for called in {name, self._others.get(name, name)}:
                self._called.setdefault(fold(called), []).append(name)

    def _read(self, facts: Facts) -> None:
        """The department that most of each person's credits are in, and the films that TMDb has among theirs."""
        counts: dict[str, Counter[str]] = {}
        for film in facts.films.values():
            places = [(name, "Acting") for name, _ in film.cast]
            places += [(name, department) for name, department, _ in self._crew(film)]
            for name, department in places:
                counts.setdefault(name, Counter())[department] += 1
            if film.tmdb_id is not None:
                for name in dict.fromkeys(name for name, _ in places):
                    self._films.setdefault(name, []).append(film)
        self._known_for = {
            name: min(told, key=lambda place: (-told[place], place)) for name, told in counts.items()
        }

    def with_imdb_id(self, key: str) -> str | None:
        """Who has that IMDb id."""
        return self._by_imdb_id.get(key)

    def hit(self, name: str) -> dict[str, Any]:
        """Somebody in a list of results, or in a film's credits."""
        return {
            "adult": False,
            "gender": 0,
            "id": person_number(name),
            "known_for_department": self._known_for[name],
            "name": name,
            "original_name": name,
            "popularity": 1.0,
            "profile_path": None,
        }

    def search(self, request: Request) -> Response:
        """`/search/person`."""
        found = [self.hit(name) for name in self._called.get(fold(request.query_params.get("query", "")), ())]
        return answer_json({"page": 1, "results": found, "total_pages": 1, "total_results": len(found)})

    def record(self, request: Request) -> Response:
        """`/person/{id}`, with what is to be appended."""
        name = self._numbers.get(request.path_params["key"])
        if name is None:
            return refusal(404, 34, "The resource you requested could not be found.")
        other = self._others.get(name)
        body = self.hit(name) | {"also_known_as": [other] if other else [], "biography": ""}
        wanted = request.query_params.get("append_to_response", "").split(",")
        if "movie_credits" in wanted:
            body["movie_credits"] = self._credits(name)
        if "external_ids" in wanted:
            body["external_ids"] = {"imdb_id": self._imdb_ids.get(name), "wikidata_id": None}
        return answer_json(body)

    def movie_credits(self, request: Request) -> Response:
        """`/person/{id}/movie_credits`."""
        key = request.path_params["key"]
        name = self._numbers.get(key)
        return answer_json({"id": key} | (self._credits(name) if name else {"cast": [], "crew": []}))

    def _credits(self, name: str) -> dict[str, Any]:
        films: Iterable[FilmFacts] = self._films.get(name, ())
        cast = [
            self._film_hit(film) | {"character": character, "order": place}
            for film in films
            for place, (who, character) in enumerate(film.cast)
            if who == name
        ]
        crew = [
            self._film_hit(film) | {"department": place, "job": job}
            for film in films
            for who, place, job in self._crew(film)
            if who == name
        ]
        return {"cast": cast, "crew": crew}


def refusal(status: int, code: int, message: str) -> Response:
    """TMDb's way to say no."""
    return answer_json({"success": False, "status_code": code, "status_message": message}, status)


def answer_json(body: dict[str, Any], status: int = 200) -> Response:
    """A body as TMDb sends it."""
    return Response(json.dumps(body, ensure_ascii=False), status, media_type="application/json;charset=utf-8")

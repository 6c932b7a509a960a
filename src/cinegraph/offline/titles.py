"""IMDb's title pages as they are built since 2022, from facts."""

from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from cinegraph.offline.facts import Facts, FilmFacts, person_number
from cinegraph.offline.sites import in_script, page


class OfflineTitles:
    """`title` is the endpoint for `/imdb/title/{title}/`."""

    def __init__(self, facts: Facts) -> None:
        self._films = {key: film for key, film in facts.films.items() if film.title_page}
        self._people = {name: key for c in facts.ceremonies.values() for name, key in c.people.items()}

    async def title(self, request: Request) -> Response:
        """The page of a film, or the page that says there is none."""
        film = self._films.get(request.path_params["title"])
        if film is None:
            return page("not_found.html", 404, site="IMDb")
        data = {"props": {"pageProps": self._props(film)}, "page": "/title/[tconst]"}
        return page(
            "imdb_title.html", 200, film=film, data=in_script(data), linked=in_script(self._linked(film))
        )

    def _person(self, name: str) -> dict[str, Any]:
        key = self._people.get(name) or f"nm{person_number(name)}"
        return {"id": key, "nameText": {"text": name}}

    def _props(self, film: FilmFacts) -> dict[str, Any]:
        return {"tconst": film.imdb_id, "aboveTheFoldData": _above(film), "mainColumnData": self._main(film)}

    def _main(self, film: FilmFacts) -> dict[str, Any]:
        writers = [(name, job) for name, department, job in film.crew if department == "Writing"]
        cast = [
            {
                "name": self._person(name),
                "attributes": None,
                "characters": [{"name": role}] if role else None,
            }
            for name, role in film.cast
        ]
        return {
            "id": film.imdb_id,
            "cast": {"total": len(cast), "edges": _edges(cast)},
            "directors": self._crew("director", [(name, "") for name in film.directors]),
            "writers": self._crew("writer", writers),
            "countriesDetails": {"countries": [{"id": code, "text": code} for code in film.countries]},
            "spokenLanguages": {"spokenLanguages": [{"id": film.language, "text": film.language}]},
            "akas": {"edges": _edges([{"text": film.tmdb_title}] if film.tmdb_title else [])},
            "production": {"edges": []},
            "productionBudget": None,
            "worldwideGross": None,
            "detailsExternalLinks": {"edges": [], "total": 0},
            "videoStrip": {"edges": []},
        }

    def _crew(self, category: str, people: list[tuple[str, str]]) -> list[dict[str, Any]]:
        credits = [
            {"name": self._person(name), "attributes": [{"text": remark.casefold()}] if remark else None}
            for name, remark in people
        ]
        group = {"totalCredits": len(credits), "category": {"id": category}, "credits": credits}
        return [group] if credits else []

    def _linked(self, film: FilmFacts) -> dict[str, Any]:
        """JSON-LD; its texts are escaped as HTML, and its name is the original title."""
        original = film.original_title or film.title
        also = {} if original == film.title else {"alternateName": escape(film.title)}
        people = [self._person(name) for name in film.directors]
        return {
            "@context": "https://schema.org",
            "@type": "Movie",
            "url": f"https://www.imdb.com/title/{film.imdb_id}/",
            "name": escape(original),
            **also,
            "director": [
                {
                    "@type": "Person",
                    "url": f"https://www.imdb.com/name/{p['id']}/",
                    "name": escape(p["nameText"]["text"]),
                }
                for p in people
            ],
        }


def _above(film: FilmFacts) -> dict[str, Any]:
    parts = [int(part) for part in film.released.split("-")] if film.released else []
    day = dict(zip(("year", "month", "day"), parts, strict=True)) if len(parts) == 3 else None
    address = f"https://m.media-amazon.com/images/M/{film.imdb_id}.jpg"
    return {
        "id": film.imdb_id,
        "titleText": {"text": film.title},
        "originalTitleText": {"text": film.original_title or film.title},
        "titleType": {"id": film.kind, "text": film.kind},
        "releaseYear": {"year": int(film.year), "endYear": None} if film.year else None,
        "releaseDate": day,
        "runtime": {"seconds": film.runtime * 60} if film.runtime else None,
        "ratingsSummary": {"aggregateRating": None, "voteCount": 0},
        "metacritic": None,
        "genres": {"genres": [{"id": name, "text": name} for name in film.genres]},
        "keywords": {"total": 0, "edges": []},
        "plot": None,
        "primaryImage": {"id": f"rm{film.imdb_id[2:]}", "url": address, "width": 2000, "height": 3000},
        "primaryVideos": {"edges": []},
        "certificate": None,
        "productionStatus": {"currentProductionStage": {"id": "released", "text": "Released"}},
    }


def _edges(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"node": node} for node in nodes]

"""OMDb as it answers: by id, by title and year; refusals are texts, and every value is a string."""

import json
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from cinegraph.domain.titles import fold
from cinegraph.offline.facts import Facts, FilmFacts

KEY = "offline"
_NOUNS = {"series": "Series", "episode": "Episode"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class OfflineOMDb:
    """Answers from facts; `answer` is to be mounted at `/omdb/`."""

    def __init__(self, facts: Facts) -> None:
        self._films = {key: film for key, film in facts.films.items() if film.omdb}
        self._by_title: dict[str, list[FilmFacts]] = {}
        for film in self._films.values():
            self._by_title.setdefault(fold(film.title), []).append(film)

    async def answer(self, request: Request) -> Response:
        """One film, or OMDb's text for what is wrong."""
        asked = request.query_params
        if asked.get("apikey") != KEY:
            return _refusal("Invalid API key!", 401)
        if key := asked.get("i"):
            if not (key.startswith("tt") and key[2:].isdecimal()):
                return _refusal("Incorrect IMDb ID.")
            film = self._films.get(key)
            return _json(_film(film)) if film else _refusal("Error getting data.")
        if title := asked.get("t"):
            year = asked.get("y")
            kind = asked.get("type", "")
            hits = [
                film
                for film in self._by_title.get(fold(title), ())
                if year in (None, film.year) and kind in ("", _type(film))
            ]
            return _json(_film(hits[0])) if hits else _refusal(f"{_NOUNS.get(kind, 'Movie')} not found!")
        return _refusal("Something went wrong.")


def _refusal(text: str, status: int = 200) -> Response:
    return _json({"Response": "False", "Error": text}, status)


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False), status, media_type="application/json; charset=utf-8"
    )


def _type(film: FilmFacts) -> str:
    return {"tvSeries": "series", "tvMiniSeries": "series", "tvEpisode": "episode"}.get(film.kind, "movie")


def _day(day: str) -> str:
    """ "2023-07-19" as OMDb writes it: "19 Jul 2023"."""
    if len(day) != len("2023-07-19"):
        return "N/A"
    return f"{day[8:]} {_MONTHS[int(day[5:7]) - 1]} {day[:4]}"


def _film(film: FilmFacts) -> dict[str, Any]:
    told = {
        "Title": film.title,
        "Year": film.year or "N/A",
        "Released": _day(film.released),
        "Runtime": f"{film.runtime} min" if film.runtime else "N/A",
        "Genre": ", ".join(film.genres) or "N/A",
        "Director": ", ".join(film.directors) or "N/A",
        "Actors": ", ".join(name for name, _ in film.cast[:3]) or "N/A",
        "Language": film.language,
        "Country": ", ".join(film.countries) or "N/A",
        "imdbID": film.imdb_id,
        "Type": _type(film),
        "Response": "True",
    }
    return dict.fromkeys(("Writer", "Plot", "Poster", "DVD"), "N/A") | told | _reception(film)


def _reception(film: FilmFacts) -> dict[str, Any]:
    """Ratings and what a film earned and won. Real ones are not known here: they are invented from the IMDb id, always
    the same, and some films have not all of them."""
    n = int(film.imdb_id.removeprefix("tt"))
    imdb = f"{5 + n % 45 / 10:.1f}"
    told = [("Internet Movie Database", f"{imdb}/10")]
    if percent := n % 7:
        told.append(("Rotten Tomatoes", f"{40 + n % 9 * percent}%"))
    score = str(30 + n % 66) if n % 5 else "N/A"
    if score != "N/A":
        told.append(("Metacritic", f"{score}/100"))
    return {
        "Rated": ("PG-13", "R", "PG", "N/A")[n % 4],
        "Awards": f"{1 + n % 40} wins & {2 + n % 90} nominations" if n % 6 else "N/A",
        "Metascore": score,
        "imdbRating": imdb,
        "imdbVotes": f"{1000 + n % 900_000:,}",
        "BoxOffice": f"${10_000 + n * 37 % 600_000_000:,}" if n % 3 else "N/A",
        "Ratings": [{"Source": source, "Value": value} for source, value in told],
    }

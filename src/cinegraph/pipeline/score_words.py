"""What the parts of a score were made of, in words: for the command line and the control room alike."""

from collections.abc import Mapping
from typing import Any

from cinegraph.pipeline.explain_score import PartTold
from cinegraph.store.film_index import Titled

_PLACES = {"metacritic": "Metacritic", "rotten_tomatoes": "Rotten Tomatoes", "imdb": "IMDb", "tmdb": "TMDb"}
_LISTS_TOLD = 6


def inputs(part: PartTold, films: Mapping[int, Titled]) -> str:
    """What a part was made of, in words."""
    told: dict[str, Any] = part.inputs or {}
    match part.part:
        case "recognition":
            by = ", ".join(f"{name} {_honours(one)}" for name, one in sorted(told["by"].items()))
            return f"{_honours(told)}: {by}; {told['points']} points"
        case "canon":
            lists = sorted(told["lists"])
            more = f" and {len(lists) - _LISTS_TOLD} more" if len(lists) > _LISTS_TOLD else ""
            return f"{_count(len(lists), 'list')}: {', '.join(lists[:_LISTS_TOLD])}{more}; weight {told['weight']}"
        case "critics":
            return ", ".join(f"{_PLACES[place]} {value:g}" for place, value in sorted(told.items()))
        case "audience":
            return ", ".join(_rating(place, one) for place, one in sorted(told.items()))
        case "endurance":
            years = told["latest"] - told["year"]
            later = _count(len(told["decades"]), "later decade")
            return f"named until {told['latest']}, {years} years after {told['year']}, in {later}"
        case _:
            foremost = ", ".join(_titled(films.get(number)) for number in told["foremost"])
            people = _count(told["people"], "person").replace("persons", "people")
            later = _count(told["films"], "later film")
            return f"{later} of {people}, {told['points']} points; foremost {foremost}"


def _honours(one: Mapping[str, Any]) -> str:
    won = _count(one["wins"], "win")
    return f"{_count(one['nominations'], 'nomination')}, {won}"


def _rating(place: str, one: Mapping[str, Any]) -> str:
    votes = "votes unknown" if one["votes"] is None else _count(one["votes"], "vote")
    return f"{_PLACES[place]} {one['rating']:g} ({votes})"


def _titled(film: Titled | None) -> str:
    return "a film that is gone" if film is None else f"{film.title} ({film.year})"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"

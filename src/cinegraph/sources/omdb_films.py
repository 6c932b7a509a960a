"""OMDb's JSON, typed, and its record of a film as a Candidate.

All its values are strings, "N/A" where it knows nothing; years may be "2013–2020". Its people have names and no ids.
"""

import re
from datetime import date

from msgspec import Struct, field

from cinegraph.domain.movies import Candidate, Facts, Rating
from cinegraph.domain.people import Credit

_KINDS = {"movie": "movie", "series": "tv", "episode": "tv_episode"}
_RATED_BY = {
    "Internet Movie Database": "imdb",
    "Rotten Tomatoes": "rotten_tomatoes",
    "Metacritic": "metacritic",
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Refusal(Struct, rename="pascal"):
    """What every answer begins with: whether it is one, and OMDb's words if it is not."""

    response: str
    error: str = ""


class RatingTold(Struct, rename="pascal"):
    source: str
    value: str


class Film(Struct, rename="pascal"):
    """One film, series or episode, as OMDb writes it."""

    title: str
    type: str
    imdb_id: str = field(name="imdbID")
    year: str = ""
    rated: str = ""
    released: str = ""
    runtime: str = ""
    genre: str = ""
    director: str = ""
    actors: str = ""
    plot: str = ""
    language: str = ""
    country: str = ""
    awards: str = ""
    imdb_rating: str = field(name="imdbRating", default="")
    imdb_votes: str = field(name="imdbVotes", default="")
    metascore: str = ""
    box_office: str = ""
    ratings: list[RatingTold] = field(default_factory=list)


def candidate(film: Film) -> Candidate:
    """Everything that is kept of the record."""
    return Candidate(
        source="omdb",
        source_id=film.imdb_id,
        title=film.title,
        year=_first_number(film.year),
        kind=_KINDS.get(film.type, film.type),
        imdb_id=film.imdb_id,
        facts=Facts(
            overview=_known(film.plot),
            runtime=_minutes(film.runtime),
            release_date=_day(film.released),
            box_office=_first_number(film.box_office.removeprefix("$")),
            rated=_known(film.rated),
            awards=_known(film.awards),
            countries=_listed(film.country),
            languages=_listed(film.language),
        ),
        credits=_credits(film),
        genres=_listed(film.genre),
        ratings=_ratings(film),
    )


def _credits(film: Film) -> tuple[Credit, ...]:
    directors = [
        Credit(name, "crew", f"director-{place}", department="Directing", job="Director")
        for place, name in enumerate(_listed(film.director))
    ]
    cast = [
        Credit(name, "cast", f"cast-{place}", department="Acting", billing=place)
        for place, name in enumerate(_listed(film.actors))
    ]
    return (*directors, *cast)


def _ratings(film: Film) -> tuple[Rating, ...]:
    """IMDb's (0–10, with its votes), Rotten Tomatoes' (percent) and Metacritic's (0–100); others are not kept.

    The list came later than the two fields of their own, which old answers have instead.
    """
    told = {_RATED_BY[one.source]: one.value for one in film.ratings if one.source in _RATED_BY}
    told.setdefault("imdb", film.imdb_rating)
    told.setdefault("metacritic", film.metascore)
    votes = _first_number(film.imdb_votes)
    values = {by: _value(text) for by, text in sorted(told.items())}
    return tuple(
        Rating(by, value, votes if by == "imdb" else None)
        for by, value in values.items()
        if value is not None
    )


def _value(text: str) -> float | None:
    """ "7.1/10" is 7.1, "56%" is 56, "55/100" and "55" are 55."""
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(?:/10|/100|%)?", text)
    return float(found[1]) if found else None


def _known(text: str) -> str:
    return "" if text == "N/A" else text


def _listed(text: str) -> tuple[str, ...]:
    """The names in "A, B, C", each once."""
    return tuple(dict.fromkeys(name for name in _known(text).split(", ") if name))


def _first_number(text: str) -> int | None:
    """The number that the text begins with: "2013–2020", "143 min", "809,805"; None for "N/A"."""
    found = re.match(r"\d[\d,]*", text)
    return int(found[0].replace(",", "")) if found else None


def _minutes(text: str) -> int | None:
    """ "143 min" is 143; other forms are not known, and not guessed."""
    return _first_number(text) if re.fullmatch(r"[\d,]+ min", text) else None


def _day(text: str) -> date | None:
    """ "14 Jun 2013" as a date, whatever the machine's language."""
    found = re.fullmatch(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4})", text)
    if found is None or found[2] not in _MONTHS:
        return None
    try:
        return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        return None

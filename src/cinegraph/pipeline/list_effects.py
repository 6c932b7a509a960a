"""What a change of a list does, in a line for each field that is changed."""

from cinegraph.domain.lists import FilmList

_COMES = {
    "imdb": "it is read from IMDb's pages, or from saved ones and exports",
    "imdb_event": "importing it imports the ceremonies of the organization that has that event",
    "csv": "it is read from exports (CSV) only: nobody is asked for it",
}
_DOES = {
    "name": "every screen, report and export calls it so; a page that calls itself otherwise is a note of its import",
    "expected_count": "an import that reads another number of films says so",
    "description": "told with it, and nothing else is changed",
    "tracks_awards": "whether it stands for nominations, as its kind of source does",
}


def what_it_does(field: str, before: FilmList | None, after: FilmList, films: int) -> str:
    """What comes of it that this field is changed; `films` stand on the list now. `before`: None for another list."""
    if field == "source_type":
        return f"{_COMES[after.source_type]}{_films(before, after, films)}"
    if field == "source_id":
        if before is None:
            return "what is read from now on is that; pages of another list are refused"
        return f"what the former said of itself counts no longer, and its pages are refused{_films(before, after, films)}"
    if field == "expected_count" and after.expected_count is None:
        return "nothing is said of how many films an import reads"
    if field == "name" and before is not None:
        return f"{_DOES[field]}; films, imports and scores go by its key and stay"
    return _DOES[field]


def _films(before: FilmList | None, after: FilmList, films: int) -> str:
    """What becomes of the films that are on it; an award list's import reads no list."""
    if before is None or not films:
        return ""
    stay = "the film that is on it stays" if films == 1 else f"the {films:,} films that are on it stay"
    return f"; {stay}" if after.tracks_awards else f"; {stay} until the next import finds others"

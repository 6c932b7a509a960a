"""Ceremonies in a few words: nominations, categories and two accounts to align."""

from cinegraph.domain.festivals import Category, Ceremony, Edition, Nomination, Nominee
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef
from cinegraph.lookup.alignment import Aligned, align

A, B = "oscars_ceremony", "imdb_event"


def entry(
    film: str | None = None,
    *people: str,
    account: str = A,
    won: bool = False,
    detail: str | None = None,
    note: str | None = None,
) -> Nomination:
    """A nomination; "name#nm1" is a person with an id, "title#tt1" a film with one."""
    films = (_film(film),) if film else ()
    nominees = tuple(Nominee(_person(p)) for p in people)
    return Nomination(films, nominees, is_winner=won, detail=detail, note=note, accounts=(account,))


def _film(text: str) -> MovieRef:
    title, _, imdb_id = text.partition("#")
    return MovieRef(title, imdb_id=imdb_id or None)


def _person(text: str) -> PersonRef:
    name, _, imdb_id = text.partition("#")
    return PersonRef(name, imdb_id or None)


def ceremony(account: str, **categories: list[Nomination]) -> Ceremony:
    named = tuple(
        Category(name.replace("_", " "), "Oscar" if account == B else None, None, tuple(entries))
        for name, entries in categories.items()
    )
    return Ceremony(account, Edition(2024), "The 96th", named)


def aligned(official: Ceremony, event: Ceremony) -> Aligned:
    return align([official, event])

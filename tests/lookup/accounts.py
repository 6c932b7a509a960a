"""Two accounts of a ceremony made of the Academy's table: one in its wordings, one with ids and another order.

Each nomination's account carries its row's number ("imdb_event#12"), so that a wrong pair can be seen.
"""

import random
from collections.abc import Sequence
from dataclasses import replace

from cinegraph.domain.credits import parse_credits
from cinegraph.domain.festivals import Category, Ceremony, CompanyNominee, Edition, Nomination, Nominee
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef

Row = dict[str, str]


def academy_account(rows: Sequence[Row]) -> Ceremony:
    """The Academy's own: category names, titles and credit phrases, no ids."""
    groups: dict[str, list[Nomination]] = {}
    for number, row in enumerate(rows):
        films = tuple(MovieRef(title) for title in (row["Film"] or "").split("|") if title)
        if _country(row):
            told = Nomination(films, detail=row["Name"])
        else:
            credited = parse_credits(row["Name"] or (row["Nominees"] or "").replace("|", ", "))
            told = Nomination(
                films,
                credited.people,
                credited.companies,
                detail=row["Detail"] or None,
                citation=row["Citation"] or None,
            )
        groups.setdefault(row["Category"], []).append(_marked(told, number, "oscars_ceremony"))
    return _ceremony("oscars_ceremony", [(name, None, entries) for name, entries in groups.items()])


def event_account(rows: Sequence[Row], dice: random.Random) -> Ceremony:
    """An event page's: ids, songs and countries as notes, other category names, everything shuffled."""
    groups: dict[str, list[Nomination]] = {}
    for number, row in enumerate(rows):
        ids = (row["NomineeIds"] or "").split("|")
        named = list(zip((row["Nominees"] or "").split("|"), ids, strict=False))
        titles = zip((row["Film"] or "").split("|"), (row["FilmId"] or "").split("|"), strict=False)
        song = row["Detail"] if row["Class"] == "Music" else ""
        told = Nomination(
            films=tuple(MovieRef(title, imdb_id=imdb_id) for title, imdb_id in titles if title),
            people=tuple(Nominee(PersonRef(n, i.split(",")[0])) for n, i in named if i.startswith("nm")),
            companies=tuple(CompanyNominee(n, i.split(",")[0]) for n, i in named if i.startswith("co")),
            note=row["Name"] if _country(row) else (f'For "{song}"' if song else None),
            detail=song or None,
        )
        groups.setdefault(row["Category"], []).append(_marked(told, number, "imdb_event"))
    names = list(groups)
    dice.shuffle(names)
    shuffled = [
        (f"Best Achievement {i}", "Oscar", dice.sample(groups[n], len(groups[n])))
        for i, n in enumerate(names)
    ]
    return _ceremony("imdb_event", shuffled)


def _country(row: Row) -> bool:
    return "FOREIGN LANGUAGE" in row["Category"] or "INTERNATIONAL" in row["Category"]


def _marked(told: Nomination, number: int, account: str) -> Nomination:
    return replace(told, accounts=(f"{account}#{number}",))


def _ceremony(account: str, groups: Sequence[tuple[str, str | None, list[Nomination]]]) -> Ceremony:
    categories = tuple(Category(name, award, None, tuple(entries)) for name, award, entries in groups)
    return Ceremony(account, Edition(2000), "A ceremony", categories)

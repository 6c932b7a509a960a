"""What two accounts of one ceremony say differently, as lines for a person to read."""

from collections.abc import Sequence

from cinegraph.domain.festivals import Category, Nomination
from cinegraph.lookup.pairing import Pairing
from cinegraph.lookup.partners import film_partners, person_partners
from cinegraph.lookup.sameness import same_film, same_person


def between(category: Category, mine: Nomination, theirs: Nomination) -> list[str]:
    """The differences of two statements that were taken for one nomination."""
    about = f"{category.name}: {_about(mine)}"
    said = []
    if mine.is_winner != theirs.is_winner:
        won, lost = (mine, theirs) if mine.is_winner else (theirs, mine)
        said.append(won_or_not(category, mine, won.accounts, lost.accounts))
    if (
        mine.people
        and theirs.people
        and _both_have_more(len(mine.people), len(theirs.people), len(person_partners(mine, theirs)))
    ):
        said.append(f"{about} names different people: {_people(mine)} / {_people(theirs)}")
    films = film_partners(mine, theirs)
    if mine.films and theirs.films and _both_have_more(len(mine.films), len(theirs.films), len(films)):
        said.append(f"{about} names different films: {_films(mine)} / {_films(theirs)}")
    for i, j in films.items():
        if same_film(mine.films[i], theirs.films[j]) <= 0:
            titles = f"{mine.films[i].title} / {theirs.films[j].title}"
            said.append(f"{about} is taken for one film under two titles, by its people: {titles}")
    return said


def won_or_not(category: Category, about: Nomination, won: Sequence[str], lost: Sequence[str]) -> str:
    """One account says that a nomination won, and another one that it was nominated."""
    return f"{category.name}: {_about(about)} won by {won[0]}, was nominated by {lost[0]}"


def _both_have_more(mine: int, theirs: int, shared: int) -> bool:
    return mine > shared and theirs > shared


def unpaired(left: Sequence[Category], right: Sequence[Category], pairing: Pairing) -> list[str]:
    """Entries that only one account has, and that another one contradicts: the same film with other people, or
    the same people with another film, in what is the same category or may be. Both are kept."""
    partner: dict[int, set[int]] = {}
    for (c, _), (d, _) in pairing.pairs:
        partner.setdefault(c, set()).add(d)
    taken = set().union(*partner.values()) if partner else set()
    said = []
    for c, n in pairing.left_only:
        mine = left[c].nominations[n]
        for d, m in pairing.right_only:
            if d in partner[c] if c in partner else d not in taken:
                said += _contradiction(left[c], mine, right[d].nominations[m])
    return said


def _contradiction(category: Category, mine: Nomination, theirs: Nomination) -> list[str]:
    if not (mine.films and theirs.films and mine.people and theirs.people):
        return []
    film = any(same_film(a, b) > 0 for a in mine.films for b in theirs.films)
    person = any(
        same_person((a.person.name, a.person.imdb_id), (b.person.name, b.person.imdb_id)) >= 0.8
        for a in mine.people
        for b in theirs.people
    )
    both = f"{_films(mine)} with {_people(mine)} / {_films(theirs)} with {_people(theirs)}"
    return [f"{category.name}: the pages differ, and both are kept: {both}"] if film != person else []


def _about(nomination: Nomination) -> str:
    return _films(nomination) or _people(nomination)


def _films(nomination: Nomination) -> str:
    return ", ".join(film.title for film in nomination.films)


def _people(nomination: Nomination) -> str:
    return ", ".join(nominee.person.name for nominee in nomination.people)

"""Which film, person and company of one entry is which of another statement of the same entry."""

from collections.abc import Sequence

from cinegraph.domain.festivals import Nomination
from cinegraph.lookup.sameness import best_pairs, one_film_by_its_people, same_film, same_person

Partners = dict[int, int]
"""Index in the one → index in the other; each is used once, and who has no partner is in neither."""

_SAME_NAME = 0.8


def film_partners(one: Nomination, other: Nomination) -> Partners:
    """By id, else by title; two unlike titles are one film only if their people say so."""
    scored = [(i, j, same_film(a, b)) for i, a in enumerate(one.films) for j, b in enumerate(other.films)]
    found = {i: j for i, j, _ in best_pairs(scored, 0.01)}
    return found or ({0: 0} if one_film_by_its_people(one, other) else {})


def person_partners(one: Nomination, other: Nomination) -> Partners:
    """By id, else by name. Nobody is another person for being the only one left over."""
    return _by_name(
        [(n.person.name, n.person.imdb_id) for n in one.people],
        [(n.person.name, n.person.imdb_id) for n in other.people],
    )


def company_partners(one: Nomination, other: Nomination) -> Partners:
    """By id, else by name."""
    return _by_name(
        [(c.name, c.imdb_id) for c in one.companies], [(c.name, c.imdb_id) for c in other.companies]
    )


def _by_name(mine: Sequence[tuple[str, str | None]], theirs: Sequence[tuple[str, str | None]]) -> Partners:
    scored = [(i, j, same_person(a, b)) for i, a in enumerate(mine) for j, b in enumerate(theirs)]
    return {i: j for i, j, _ in best_pairs(scored, _SAME_NAME)}

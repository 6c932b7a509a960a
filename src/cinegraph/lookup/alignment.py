"""Several accounts of one ceremony become one: the first account's words, the others' ids.

What only one account has is kept and marked with it; where two differ, the difference is named, never averaged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from rapidfuzz import fuzz

from cinegraph.domain.festivals import Category, Ceremony, CompanyNominee, Nomination, Nominee
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.titles import fold
from cinegraph.lookup.pairing import Place, best_pairs, pair, same_film, same_person


@dataclass(frozen=True, slots=True)
class Aligned:
    """One ceremony out of several accounts. `aligned` nominations are stated by more than one;
    `disagreements` are lines for a person to read."""

    ceremony: Ceremony
    aligned: int = 0
    disagreements: tuple[str, ...] = ()


def align(accounts: Sequence[Ceremony]) -> Aligned:
    """Join accounts of one edition, the most official first. Raises ValueError for none."""
    if not accounts:
        raise ValueError("no account of the ceremony was given")
    joined = Aligned(accounts[0])
    for account in accounts[1:]:
        joined = _join(joined, account)
    return joined


def _join(into: Aligned, account: Ceremony) -> Aligned:
    primary = into.ceremony
    pairing = pair(primary.categories, account.categories)
    partner = dict(pairing.pairs)
    awards = _told_by(account.categories, partner)
    differences: list[str] = []
    categories = []
    for c, category in enumerate(primary.categories):
        merged = []
        for n, nomination in enumerate(category.nominations):
            other = _at(account, partner.get((c, n)))
            if other is None:
                merged.append(nomination)
            else:
                differences += _differences(category, nomination, other)
                merged.append(merge(nomination, other))
        told = awards.get(c)
        named = category if told is None else _filled(category, told)
        categories.append(replace(named, nominations=tuple(merged)))
    only_there = _rest(account, pairing.right_only)
    ceremony = _header(primary, account, tuple(chain(categories, only_there)))
    aligned = sum(len(n.accounts) > 1 for n in ceremony.nominations)
    return Aligned(ceremony, aligned, (*into.disagreements, *differences))


def _at(account: Ceremony, place: Place | None) -> Nomination | None:
    return None if place is None else account.categories[place[0]].nominations[place[1]]


def _told_by(other: Sequence[Category], partner: dict[Place, Place]) -> dict[int, Category]:
    """For each category of the first account, the one of the other that most of its nominations are in."""
    votes: dict[int, list[int]] = {}
    for (c, _), (d, _) in partner.items():
        votes.setdefault(c, []).append(d)
    return {c: other[max(set(found), key=found.count)] for c, found in votes.items()}


def _filled(category: Category, told: Category) -> Category:
    return replace(
        category,
        award=category.award if category.award is not None else told.award,
        honours=category.honours or told.honours,
    )


def _rest(account: Ceremony, places: Sequence[Place]) -> list[Category]:
    """The account's categories with only the nominations that nobody else has."""
    kept: dict[int, list[Nomination]] = {}
    for c, n in places:
        kept.setdefault(c, []).append(account.categories[c].nominations[n])
    return [replace(account.categories[c], nominations=tuple(n)) for c, n in kept.items()]


def _header(primary: Ceremony, other: Ceremony, categories: tuple[Category, ...]) -> Ceremony:
    edition = primary.edition
    return replace(
        primary,
        account=f"{primary.account}+{other.account}",
        edition=replace(edition, imdb_id=edition.imdb_id or other.edition.imdb_id),
        categories=categories,
        number=primary.number or other.number,
        held_on=primary.held_on or other.held_on,
        ended_on=primary.ended_on or other.ended_on,
        location=primary.location or other.location,
        eligibility=primary.eligibility or other.eligibility,
        imdb_event_id=primary.imdb_event_id or other.imdb_event_id,
        editions=primary.editions or other.editions,
        said=tuple(dict.fromkeys((*primary.said, *other.said))),
    )


def merge(one: Nomination, other: Nomination) -> Nomination:
    """One nomination out of two statements of it: the words of the first, the ids of both, nobody lost."""
    detail = one.detail or other.detail
    notes = [text for text in (one.note, other.note) if text and not _repeats(text, detail)]
    return replace(
        one,
        films=_merge_films(one.films, other.films),
        people=_merge_people(one.people, other.people),
        companies=_merge_companies(one.companies, other.companies),
        detail=detail,
        note="; ".join(dict.fromkeys(notes)) or None,
        citation=one.citation or other.citation,
        works=one.works or other.works,
        accounts=tuple(dict.fromkeys((*one.accounts, *other.accounts))),
    )


def _repeats(note: str, detail: str | None) -> bool:
    """'For "What Was I Made For?"' says nothing that the detail does not say."""
    return detail is not None and fold(note).removeprefix("for ") == fold(detail)


def _merge_films(mine: Sequence[MovieRef], theirs: Sequence[MovieRef]) -> tuple[MovieRef, ...]:
    partner = _partners(
        [(i, j, same_film(a, b)) for i, a in enumerate(mine) for j, b in enumerate(theirs)], 0.01
    )
    if not partner and len(mine) == len(theirs) == 1 and not (mine[0].imdb_id and theirs[0].imdb_id):
        partner = {0: 0}  # everything else about the nomination agrees: one film under two titles
    merged = [_merge_film(film, theirs[partner[i]]) if i in partner else film for i, film in enumerate(mine)]
    return (*merged, *(film for j, film in enumerate(theirs) if j not in partner.values()))


def _merge_film(mine: MovieRef, theirs: MovieRef) -> MovieRef:
    other_titles = [t for t in (theirs.original_title, theirs.title) if t and fold(t) != fold(mine.title)]
    return replace(
        mine,
        original_title=mine.original_title or next(iter(other_titles), None),
        imdb_id=mine.imdb_id or theirs.imdb_id,
        year=mine.year or theirs.year,
        kind=mine.kind or theirs.kind,
        note=mine.note or theirs.note,
    )


def _merge_people(mine: Sequence[Nominee], theirs: Sequence[Nominee]) -> tuple[Nominee, ...]:
    keys_a, keys_b = ([(n.person.name, n.person.imdb_id) for n in side] for side in (mine, theirs))
    partner = _partners(
        [(i, j, same_person(a, b)) for i, a in enumerate(keys_a) for j, b in enumerate(keys_b)], 0.8
    )
    left = [i for i in range(len(mine)) if i not in partner]
    right = [j for j in range(len(theirs)) if j not in partner.values()]
    if len(left) == len(right) == 1 and _could_be(keys_a[left[0]], keys_b[right[0]]):
        partner[left[0]] = right[0]
    merged = []
    for i, nominee in enumerate(mine):
        other = theirs[partner[i]] if i in partner else nominee
        person = replace(nominee.person, imdb_id=nominee.person.imdb_id or other.person.imdb_id)
        merged.append(Nominee(person, nominee.role or other.role))
    return (*merged, *(n for j, n in enumerate(theirs) if j not in partner.values()))


def _could_be(one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    """The only two names left over share a word, or are spelt much alike."""
    if one[1] and other[1]:
        return False
    a, b = fold(one[0]), fold(other[0])
    return bool(set(a.split()) & set(b.split())) or fuzz.ratio(a, b) >= 70


def _merge_companies(
    mine: Sequence[CompanyNominee], theirs: Sequence[CompanyNominee]
) -> tuple[CompanyNominee, ...]:
    partner = _partners(
        [
            (i, j, same_person((a.name, a.imdb_id), (b.name, b.imdb_id)))
            for i, a in enumerate(mine)
            for j, b in enumerate(theirs)
        ],
        0.8,
    )
    merged = [
        replace(c, imdb_id=c.imdb_id or theirs[partner[i]].imdb_id) if i in partner else c
        for i, c in enumerate(mine)
    ]
    return (*merged, *(c for j, c in enumerate(theirs) if j not in partner.values()))


def _partners(scored: list[tuple[int, int, float]], floor: float) -> dict[int, int]:
    return {i: j for i, j, _ in best_pairs(scored, floor)}


def _differences(category: Category, mine: Nomination, theirs: Nomination) -> list[str]:
    """What the two statements say differently, one line each."""
    about = ", ".join([f.title for f in mine.films] or [n.person.name for n in mine.people])
    said = []
    if mine.is_winner != theirs.is_winner:
        won, lost = (mine, theirs) if mine.is_winner else (theirs, mine)
        said.append(f"{category.name}: {about} won by {won.accounts[0]}, was nominated by {lost.accounts[0]}")
    merged = _merge_people(mine.people, theirs.people)
    if mine.people and theirs.people and len(merged) > max(len(mine.people), len(theirs.people)):
        names = " / ".join(", ".join(n.person.name for n in side) for side in (mine.people, theirs.people))
        said.append(f"{category.name}: {about} names different people: {names}")
    return said

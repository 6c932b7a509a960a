"""One nomination out of two statements of it: the words of the first, the ids of both, nobody lost."""

from dataclasses import replace

from cinegraph.domain.festivals import CompanyNominee, Nomination, Nominee
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.titles import fold
from cinegraph.lookup.partners import company_partners, film_partners, person_partners


def merge(one: Nomination, other: Nomination) -> Nomination:
    """The words of the first, filled up by the other's; merged with either once more, it stays what it is."""
    detail = one.detail or other.detail
    return replace(
        one,
        films=_merge_films(one, other),
        people=_merge_people(one, other),
        companies=_merge_companies(one, other),
        detail=detail,
        note=_merge_notes(one.note, other.note, detail),
        citation=one.citation or other.citation,
        works=one.works or other.works,
        accounts=tuple(dict.fromkeys((*one.accounts, *other.accounts))),
    )


def _merge_notes(mine: str | None, theirs: str | None, detail: str | None) -> str | None:
    """Both notes, without what is said twice: a note that was joined before is not joined to itself."""
    parts = [part for text in (mine, theirs) if text for part in text.split("; ")]
    return "; ".join(dict.fromkeys(part for part in parts if not _repeats(part, detail))) or None


def _repeats(note: str, detail: str | None) -> bool:
    """'For "What Was I Made For?"' says nothing that the detail does not say."""
    return detail is not None and fold(note).removeprefix("for ") == fold(detail)


def _merge_films(one: Nomination, other: Nomination) -> tuple[MovieRef, ...]:
    partner = film_partners(one, other)
    merged = [
        _merge_film(film, other.films[partner[i]]) if i in partner else film
        for i, film in enumerate(one.films)
    ]
    return (*merged, *(film for j, film in enumerate(other.films) if j not in partner.values()))


def _merge_film(mine: MovieRef, theirs: MovieRef) -> MovieRef:
    if mine.untitled and not theirs.untitled:
        mine = replace(mine, title=theirs.title)
    other_titles = [t for t in reversed(theirs.titles) if fold(t) != fold(mine.title)]
    return replace(
        mine,
        original_title=mine.original_title or next(iter(other_titles), None),
        imdb_id=mine.imdb_id or theirs.imdb_id,
        year=mine.year or theirs.year,
        kind=mine.kind or theirs.kind,
        note=mine.note or theirs.note,
    )


def _merge_people(one: Nomination, other: Nomination) -> tuple[Nominee, ...]:
    partner = person_partners(one, other)
    merged = []
    for i, nominee in enumerate(one.people):
        known = other.people[partner[i]] if i in partner else nominee
        person = replace(nominee.person, imdb_id=nominee.person.imdb_id or known.person.imdb_id)
        merged.append(Nominee(person, nominee.role or known.role))
    return (*merged, *(n for j, n in enumerate(other.people) if j not in partner.values()))


def _merge_companies(one: Nomination, other: Nomination) -> tuple[CompanyNominee, ...]:
    partner = company_partners(one, other)
    merged = [
        replace(c, imdb_id=c.imdb_id or other.companies[partner[i]].imdb_id) if i in partner else c
        for i, c in enumerate(one.companies)
    ]
    return (*merged, *(c for j, c in enumerate(other.companies) if j not in partner.values()))

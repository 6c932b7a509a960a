"""What people corrected, laid over what the pages say.

Pages are held against what they said before, never against what a person made of it: so a re-import neither undoes a
correction nor shows it as a change again, and what is undone is what the pages say today.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from cinegraph.domain.changes import Place, Told, differences
from cinegraph.domain.corrections import Correction, NotOne, category_of, corrected
from cinegraph.domain.festivals import Category
from cinegraph.domain.revision import KeptCeremony, KeptNomination, Revised, Revision, Stated
from cinegraph.domain.titles import fold
from cinegraph.lookup.partners import film_partners, person_partners
from cinegraph.lookup.revision import settled


class BadCorrection(Exception):
    """A correction names an entry, and the ceremony has none such, or several. The message begins with its origin."""


def as_stated(kept: KeptCeremony, stated: Mapping[int, Stated]) -> KeptCeremony:
    """The ceremony as its pages stated it last. `stated` has what they said of the nominations that were corrected."""
    return KeptCeremony(kept.id, tuple(_as_stated(old, stated.get(old.id)) for old in kept.nominations))


def _as_stated(old: KeptNomination, said: Stated | None) -> KeptNomination:
    if said is None:
        return old
    return replace(
        old,
        category=said.category,
        fingerprint=said.fingerprint,
        nomination=replace(said.nomination, accounts=old.nomination.accounts),
        withdrawn=said.withdrawn,
        movie_ids=said.movie_ids,
        person_ids=said.person_ids,
    )


@dataclass(slots=True)
class _Desk:
    """The rows as they are, which of them were corrected ever, the corrections, and what there is to report."""

    rows: Mapping[int, KeptNomination]
    tracked: Collection[int]
    of_row: dict[int, list[Correction]]
    of_new: dict[int, list[Correction]]
    warnings: list[str] = field(default_factory=list)


def correct(
    revision: Revision,
    kept: KeptCeremony | None,
    tracked: Collection[int],
    corrections: Sequence[Correction],
) -> tuple[Revision, list[str]]:
    """The revision with every correction in it, and a line for each whose entry no page states any longer.

    `revision` holds the pages against `as_stated(kept, …)`; `kept` is the rows themselves; `tracked` are those that
    were corrected ever. Raises BadCorrection for a selector that names no entry or several.
    """
    if not corrections and not tracked:
        return revision, []
    left = _left(revision, kept)
    desk = _Desk({old.id: old for old in kept.nominations} if kept else {}, tracked, {}, {})
    _assign(desk, corrections, revision, left)
    finals = [_final(desk, i, r) for i, r in enumerate(revision.nominations)]
    carried = [final for old in left if (final := _carry(desk, old))]
    settled_all = _apart(desk, [*finals, *carried])
    finals, carried = settled_all[: len(finals)], [_unsaid(r) for r in settled_all[len(finals) :]]
    again = {r.kept.id for r in carried if r.kept}
    return replace(
        revision,
        nominations=tuple(finals),
        carried=tuple(carried),
        withdrawn=tuple(desk.rows[old.id] for old in revision.withdrawn if old.id not in again),
        unsaid=tuple(u for u in revision.unsaid if u.kept.id not in again),
    ), desk.warnings


def corrected_row(old: KeptNomination, said: KeptNomination, corrections: Sequence[Correction]) -> Revised:
    """One row, corrected by hand: `old` as it is, `said` as the pages state it. Raises NotOne."""
    told = corrected(said.told, corrections)
    return settled(_laid_over(_as_revised(said), old, told), old)


def _left(revision: Revision, kept: KeptCeremony | None) -> list[KeptNomination]:
    """What is kept and not in the pages that were read, as pages stated it; `withdrawn` if none does any longer."""
    unsaid = {u.kept.id: u.accounts for u in revision.unsaid}
    again = {r.kept.id for r in revision.nominations if r.kept}
    gone = {old.id for old in revision.withdrawn}
    left = []
    for old in revision.before.nominations if revision.before and kept else ():
        if old.id not in again:
            said = replace(old.nomination, accounts=unsaid.get(old.id, old.nomination.accounts))
            left.append(replace(old, nomination=said, withdrawn=old.withdrawn or old.id in gone))
    return left


def _assign(
    desk: _Desk, corrections: Sequence[Correction], revision: Revision, left: Sequence[KeptNomination]
) -> None:
    """Every correction to its entry: of the pages first, else of what is kept."""
    for one in corrections:
        if one.nomination_id is not None:
            desk.of_row.setdefault(one.nomination_id, []).append(one)
            continue
        hits = [i for i, r in enumerate(revision.nominations) if _names(one, r.told)]
        others = [] if hits else [old.id for old in left if _names(one, old.told)]
        if len(hits) + len(others) != 1:
            how_many = "no entry" if not hits and not others else f"{len(hits) or len(others)} entries"
            raise BadCorrection(
                f"{one.origin}: it names {how_many} of {revision.ceremony.name}, and must name one"
            )
        if hits and (row := revision.nominations[hits[0]].kept) is None:
            desk.of_new.setdefault(hits[0], []).append(one)
        else:
            number = others[0] if others else row.id if row else 0
            desk.of_row.setdefault(number, []).append(one)


def _names(one: Correction, told: Told) -> bool:
    return one.selector is not None and one.selector.names(told)


def _final(desk: _Desk, index: int, revised: Revised) -> Revised:
    """An entry of the pages, as it is right."""
    ones = desk.of_row.get(revised.kept.id, []) if revised.kept else desk.of_new.get(index, [])
    if not ones and (revised.kept is None or revised.kept.id not in desk.tracked):
        return revised
    old = desk.rows[revised.kept.id] if revised.kept else None
    return _laid_over(revised, old, _told(desk, revised.told, ones))


def _told(desk: _Desk, told: Told, corrections: Sequence[Correction]) -> Told:
    for one in corrections:
        try:
            told = corrected(told, [one])
        except NotOne as wrong:
            if one.selector is not None:
                raise BadCorrection(str(wrong)) from None
            desk.warnings.append(f"{wrong}; it was left out")
    return told


def _carry(desk: _Desk, said: KeptNomination) -> Revised | None:
    """A row that the pages do not state, if a correction changes it or keeps it; None: it goes as the pages say."""
    ones = desk.of_row.get(said.id, [])
    if not ones and said.id not in desk.tracked:
        return None
    if said.withdrawn and not any(one.right.withdrawn for one in ones):
        desk.warnings += [
            f"{one.origin}: no page states its entry any longer: {_called(said)}" for one in ones
        ]
    old = desk.rows[said.id]
    told = _told(desk, said.told, ones)
    if told.withdrawn and not old.withdrawn and said.withdrawn:
        return None
    return _laid_over(_as_revised(said), old, told)


def _called(said: KeptNomination) -> str:
    names = [n.person.name for n in said.nomination.people] + [f.title for f in said.nomination.films]
    return ", ".join([*names, said.category[1]])


def _as_revised(said: KeptNomination) -> Revised:
    award, name = said.category
    return Revised(
        said,
        Category(name, award),
        said.position,
        said.fingerprint,
        said.nomination,
        said.movie_ids,
        said.person_ids,
        "unchanged",
        withdrawn=said.withdrawn,
    )


def _laid_over(said: Revised, old: KeptNomination | None, told: Told) -> Revised:
    """What the pages say, with what is right laid over it."""
    stated = Stated(
        said.place, said.fingerprint, said.nomination, said.withdrawn, said.movie_ids, said.person_ids
    )
    return replace(
        said,
        kept=old,
        category=category_of(told, said.category),
        nomination=told.nomination,
        withdrawn=told.withdrawn,
        movie_ids=_film_rows(said, old, told),
        person_ids=_person_rows(said, old, told),
        stated=stated,
    )


def _film_rows(said: Revised, old: KeptNomination | None, told: Told) -> tuple[int | None, ...]:
    """The rows of the films: those of the pages' films, and where a correction says that it is another film, only a
    row that is that film already."""
    partners = film_partners(told.nomination, old.nomination) if old else {}
    rows = []
    for i, (film, page) in enumerate(zip(told.nomination.films, said.nomination.films, strict=True)):
        mine = film.title, film.imdb_id
        row = said.movie_ids[i] if _alike(mine, (page.title, page.imdb_id)) else None
        if row is None and old and i in partners:
            known = old.nomination.films[partners[i]]
            row = old.movie_ids[partners[i]] if _alike(mine, (known.title, known.imdb_id)) else None
        rows.append(row)
    return tuple(rows)


def _person_rows(said: Revised, old: KeptNomination | None, told: Told) -> tuple[int | None, ...]:
    """The rows of the people, by the same rule."""
    partners = person_partners(told.nomination, old.nomination) if old else {}
    rows = []
    for i, (named, page) in enumerate(zip(told.nomination.people, said.nomination.people, strict=True)):
        mine = named.person.name, named.person.imdb_id
        row = said.person_ids[i] if _alike(mine, (page.person.name, page.person.imdb_id)) else None
        if row is None and old and i in partners:
            known = old.nomination.people[partners[i]].person
            row = old.person_ids[partners[i]] if _alike(mine, (known.name, known.imdb_id)) else None
        rows.append(row)
    return tuple(rows)


def _alike(one: tuple[str, str | None], other: tuple[str, str | None]) -> bool:
    """By their ids, and without one by what they are called."""
    return one[1] == other[1] and (one[1] is not None or fold(one[0]) == fold(other[0]))


def _apart(desk: _Desk, finals: Sequence[Revised]) -> list[Revised]:
    """Told against their rows; one that was moved to a category with the same nominees gets a mark of its own."""
    taken: set[tuple[Place, str]] = {
        (r.place, r.fingerprint) for r in finals if r.stated is None or r.stated.category == r.place
    }
    here = {r.kept.id for r in finals if r.kept}
    taken |= {(old.category, old.fingerprint) for old in desk.rows.values() if old.id not in here}
    apart = []
    for r in finals:
        mark = r.fingerprint
        if r.stated is not None and r.stated.category != r.place and (r.place, mark) in taken:
            mark = f"{mark}-moved"
        taken.add((r.place, mark))
        final = replace(r, fingerprint=mark)
        apart.append(final if r.stated is None or r.kept is None else settled(final, desk.rows[r.kept.id]))
    return apart


def _unsaid(carried: Revised) -> Revised:
    """A row that the pages do not state: what changes of it is no change that the pages state."""
    old = carried.kept
    found = differences(old.told, carried.told, exact=True) if old else ()
    return replace(carried, change="unsaid", differences=found)

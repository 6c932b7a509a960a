"""A re-import is a diff: what is kept of a ceremony, held against what its pages say now.

Each nomination of the pages is paired with the one that is kept: by fingerprint, else by film and people.
Pages that were not read this time keep their say: their nominations are not withdrawn, their words not lost.
"""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from cinegraph.domain.changes import Place, differences
from cinegraph.domain.festivals import Category, Ceremony, Nomination
from cinegraph.domain.revision import Change, KeptCeremony, KeptNomination, Revised, Revision, Unsaid
from cinegraph.lookup.differences import won_or_not
from cinegraph.lookup.merging import merge
from cinegraph.lookup.pairing import pair
from cinegraph.lookup.partners import film_partners, person_partners


@dataclass(frozen=True, slots=True)
class _Entry:
    """A nomination of the pages with its place and a fingerprint that is unique within its category."""

    category: Category
    position: int
    nomination: Nomination
    fingerprint: str


def revise(kept: KeptCeremony | None, pages: Ceremony, precedence: Sequence[str]) -> Revision:
    """What the ceremony becomes. `precedence` orders the kinds of page, the most official first.

    Every nomination of the pages is in the answer exactly once; every kept one is in it as paired,
    as withdrawn, or left as it is.
    """
    pages = _in_kept_words(kept.nominations if kept else (), pages, precedence)
    entries = _entries(pages)
    partners = _paired(kept.nominations if kept else (), entries)
    read = set(pages.account.split("+"))
    decided = _decided(kept.nominations if kept else (), read)
    revised = tuple(
        _revised(entry, partners.get(i), read, precedence, decided) for i, entry in enumerate(entries)
    )
    matched = {r.kept.id for r in revised if r.kept}
    missing = [
        old for old in (kept.nominations if kept else ()) if old.id not in matched and not old.withdrawn
    ]
    whole = read - {cut.account for cut in pages.shortfalls}  # who shows only a part withdraws nothing
    left = [Unsaid(old, _unread(old.nomination, whole)) for old in missing]
    return Revision(
        pages,
        revised,
        withdrawn=tuple(u.kept for u in left if not u.accounts),
        unsaid=tuple(u for u in left if u.accounts and u.accounts != u.kept.nomination.accounts),
        before=kept,
        overruled=tuple(
            won_or_not(r.category, r.nomination, entry.nomination.accounts, r.kept.nomination.accounts)
            for entry, r in zip(entries, revised, strict=True)
            if r.kept and entry.nomination.is_winner and not r.nomination.is_winner
        ),
    )


def _decided(kept: Sequence[KeptNomination], read: AbstractSet[str]) -> Collection[Place]:
    """The categories whose winner is known: those that have one, and all of them if an account that was not read now
    named winners by itself. There, a less official page makes no other winner; before, it may be the first to know."""
    winners = [old for old in kept if old.nomination.is_winner and not old.withdrawn]
    alone = any(read.isdisjoint(old.nomination.accounts) for old in winners)
    return {old.category for old in (kept if alone else winners)}


def _in_kept_words(kept: Sequence[KeptNomination], pages: Ceremony, precedence: Sequence[str]) -> Ceremony:
    """The pages with the categories of a more official page in its words, where they call them the same but for case:
    in whatever order accounts come, a prize is one category."""
    mine = min(_place(account, precedence) for account in pages.account.split("+"))
    words: dict[tuple[str, str], Category] = {}
    for old in kept:
        if not old.withdrawn and _rank(old.nomination, precedence) < mine:
            own = Category(old.category[1], old.category[0])
            words.setdefault(own.called, own)

    def worded(category: Category) -> Category:
        own = words.get(category.called)
        return category if own is None else replace(category, award=own.award, name=own.name)

    return replace(pages, categories=tuple(map(worded, pages.categories)))


def _place(account: str, precedence: Sequence[str]) -> int:
    return precedence.index(account) if account in precedence else len(precedence)


def _unread(nomination: Nomination, read: Collection[str]) -> tuple[str, ...]:
    """The accounts that stated it and were not read this time: they keep their say."""
    return tuple(account for account in nomination.accounts if account not in read)


def _entries(pages: Ceremony) -> list[_Entry]:
    """The pages' nominations; the same nominees twice in one category are told apart by a number."""
    entries: list[_Entry] = []
    seen: dict[tuple[str | None, str, str], int] = {}
    for category in pages.categories:
        for nomination in category.nominations:
            place = (category.award, category.name, nomination.fingerprint)
            seen[place] = seen.get(place, 0) + 1
            mark = nomination.fingerprint + (f"-{seen[place]}" if seen[place] > 1 else "")
            entries.append(_Entry(category, len(entries) + 1, nomination, mark))
    return entries


def _paired(kept: Sequence[KeptNomination], entries: Sequence[_Entry]) -> dict[int, KeptNomination]:
    """Index of the entry → the row it has."""
    by_mark = {(old.category, old.fingerprint): old for old in kept}
    partners: dict[int, KeptNomination] = {}
    for i, entry in enumerate(entries):
        old = by_mark.pop(((entry.category.award or "", entry.category.name), entry.fingerprint), None)
        if old is not None:
            partners[i] = old
    if by_mark and len(partners) < len(entries):
        partners |= _paired_by_evidence(list(by_mark.values()), entries, set(partners))
    return partners


def _paired_by_evidence(
    kept: Sequence[KeptNomination], entries: Sequence[_Entry], done: set[int]
) -> dict[int, KeptNomination]:
    old_groups: dict[tuple[str, str], list[KeptNomination]] = {}
    for old in kept:
        old_groups.setdefault(old.category, []).append(old)
    new_groups: dict[tuple[str | None, str], list[int]] = {}
    for i, entry in enumerate(entries):
        if i not in done:
            new_groups.setdefault((entry.category.award, entry.category.name), []).append(i)
    left = [
        Category(name, award, None, tuple(o.nomination for o in olds))
        for (award, name), olds in old_groups.items()
    ]
    right = [
        Category(name, award, None, tuple(entries[i].nomination for i in group))
        for (award, name), group in new_groups.items()
    ]
    olds, news = list(old_groups.values()), list(new_groups.values())
    return {news[d][m]: olds[c][n] for (c, n), (d, m) in pair(left, right).pairs}


def _revised(
    entry: _Entry,
    old: KeptNomination | None,
    read: Collection[str],
    precedence: Sequence[str],
    decided: Collection[Place],
) -> Revised:
    new = entry.nomination
    if old is None:
        nothing: tuple[None, ...] = (None,)
        return Revised(
            None,
            entry.category,
            entry.position,
            entry.fingerprint,
            new,
            nothing * len(new.films),
            nothing * len(new.people),
            "added",
        )
    unread = _unread(old.nomination, read)
    if not unread:
        said = _with_kept_ids(new, old.nomination)
        category, position, fingerprint = entry.category, entry.position, entry.fingerprint
    elif _rank(new, precedence) <= _rank(old.nomination, precedence):
        said = merge(new, old.nomination)
        category, position, fingerprint = entry.category, entry.position, old.fingerprint
    else:
        won = old.nomination.is_winner or (new.is_winner and old.category not in decided)
        said = replace(merge(old.nomination, new), is_winner=won)
        award, name = old.category
        category = Category(name, award)
        position, fingerprint = old.position, old.fingerprint
    said = replace(said, accounts=_in_order({*new.accounts, *unread}, precedence))
    movie_ids, person_ids = _rows_of(said, old)
    revised = Revised(old, category, position, fingerprint, said, movie_ids, person_ids, "unchanged")
    return settled(revised, old)


def _rank(nomination: Nomination, precedence: Sequence[str]) -> int:
    return min((_place(account, precedence) for account in nomination.accounts), default=len(precedence))


def _in_order(accounts: Collection[str], precedence: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(accounts, key=lambda account: _place(account, precedence)))


def _with_kept_ids(new: Nomination, old: Nomination) -> Nomination:
    """The new statement, with the ids that are known of its films and people: nobody else is kept."""
    joined = merge(new, old)
    films = tuple(
        replace(film, imdb_id=known.imdb_id) for film, known in zip(new.films, joined.films, strict=False)
    )
    people = tuple(
        replace(nominee, person=replace(nominee.person, imdb_id=known.person.imdb_id))
        for nominee, known in zip(new.people, joined.people, strict=False)
    )
    return replace(new, films=films, people=people)


def _rows_of(said: Nomination, old: KeptNomination) -> tuple[tuple[int | None, ...], tuple[int | None, ...]]:
    """The rows that films and people have already, where the kept nomination names the same ones."""
    film_of, person_of = film_partners(said, old.nomination), person_partners(said, old.nomination)
    return (
        tuple(old.movie_ids[film_of[i]] if i in film_of else None for i in range(len(said.films))),
        tuple(old.person_ids[person_of[i]] if i in person_of else None for i in range(len(said.people))),
    )


def settled(revised: Revised, old: KeptNomination) -> Revised:
    """The same, told against the row that it has: what changes, field by field, and whether the row is written."""
    found = differences(old.told, revised.told, exact=revised.stated is not None)
    linked = (old.movie_ids, old.person_ids) == (revised.movie_ids, revised.person_ids)
    moved = (old.position, old.fingerprint) != (revised.position, revised.fingerprint)
    change: Change = "unchanged" if linked and not found else "changed"
    if old.withdrawn and not revised.withdrawn:
        change = "returned"
    return replace(
        revised,
        kept=old,
        change=change,
        differences=tuple(d for d in found if d.field != "state" or change != "returned"),
        touched=change != "unchanged" or moved,
    )

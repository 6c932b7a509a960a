"""A re-import is a diff: what is paired, changed, added and withdrawn."""

from dataclasses import replace

from cinegraph.domain.festivals import Category, Ceremony, Edition, Nomination, Nominee
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef
from cinegraph.domain.revision import KeptCeremony, KeptNomination, Revised, Revision
from cinegraph.lookup.alignment import align
from cinegraph.lookup.revision import revise

A, B = "oscars_ceremony", "imdb_event"
ORDER = (A, B)


def entry(film: str, person: str, account: str = A, won: bool = False) -> Nomination:
    title, _, tt = film.partition("#")
    name, _, nm = person.partition("#")
    return Nomination(
        (MovieRef(title, imdb_id=tt or None),),
        (Nominee(PersonRef(name, nm or None)),),
        is_winner=won,
        accounts=(account,),
    )


def page(account: str, *entries: Nomination, category: str = "Directing") -> Ceremony:
    return Ceremony(account, Edition(2024), "The 96th", (Category(category, "Oscar", None, entries),))


def kept(revision: Revision) -> KeptCeremony:
    """What the database has after this revision was saved."""
    return KeptCeremony(1, tuple(_row(i, r) for i, r in enumerate(revision.nominations, 1)))


def _row(number: int, revised: Revised) -> KeptNomination:
    return KeptNomination(
        id=number,
        category=(revised.category.award or "", revised.category.name),
        fingerprint=revised.fingerprint,
        position=revised.position,
        nomination=revised.nomination,
        withdrawn=False,
        movie_ids=tuple(had or 100 * number + i for i, had in enumerate(revised.movie_ids)),
        person_ids=tuple(had or 1000 * number + i for i, had in enumerate(revised.person_ids)),
    )


NOLAN, GERWIG = entry("Oppenheimer", "Christopher Nolan"), entry("Barbie", "Greta Gerwig")
WITH_IDS = page(
    B,
    entry("Oppenheimer#tt1", "Christopher Nolan#nm1", B),
    entry("Barbie#tt2", "Greta Gerwig#nm2", B),
    category="Best Director",
)


def changes(revision: Revision) -> list[str]:
    return [r.change for r in revision.nominations]


def test_a_new_ceremony_is_all_added() -> None:
    revision = revise(None, page(A, NOLAN, GERWIG), ORDER)
    assert (changes(revision), revision.withdrawn, revision.shrunk_to) == (["added", "added"], (), 1.0)


def test_the_same_pages_change_nothing() -> None:
    first = revise(None, page(A, NOLAN, GERWIG), ORDER)
    assert changes(revise(kept(first), page(A, NOLAN, GERWIG), ORDER)) == ["unchanged", "unchanged"]


def test_the_night_after() -> None:
    """Lesson 21: winners were never updated. One wins, one is new, one is gone."""
    before = kept(revise(None, page(A, NOLAN, GERWIG), ORDER))
    after = revise(before, page(A, replace(NOLAN, is_winner=True), entry("Maestro", "Bradley Cooper")), ORDER)
    assert changes(after) == ["changed", "added"]
    assert [old.id for old in after.withdrawn] == [2]


def test_ids_come_to_rows_that_had_none() -> None:
    official = page(A, NOLAN, GERWIG)
    before = kept(revise(None, official, ORDER))
    after = revise(before, align([official, WITH_IDS]).ceremony, ORDER)
    assert [(r.kept.id, r.change, r.movie_ids, r.person_ids) for r in after.nominations if r.kept] == [
        (1, "changed", (100,), (1000,)),
        (2, "changed", (200,), (2000,)),
    ]
    assert [n.nomination.films[0].imdb_id for n in after.nominations] == ["tt1", "tt2"]


def test_a_page_that_was_not_read_keeps_its_say() -> None:
    """Both pages first, then only one of them: nothing is withdrawn, no id is lost, no word changes."""
    both = align([page(A, NOLAN, GERWIG), WITH_IDS]).ceremony
    before = kept(revise(None, both, ORDER))
    for alone in (page(A, NOLAN, GERWIG), WITH_IDS):
        again = revise(before, alone, ORDER)
        assert (changes(again), again.withdrawn) == (["unchanged", "unchanged"], ())
        assert [r.nomination.people[0].person.imdb_id for r in again.nominations] == ["nm1", "nm2"]
        assert {r.category.name for r in again.nominations} == {"Directing"}


def test_only_the_official_page_takes_a_win_back() -> None:
    won = align(
        [
            page(A, replace(NOLAN, is_winner=True)),
            page(B, entry("Oppenheimer#tt1", "Christopher Nolan#nm1", B)),
        ]
    )
    before = kept(revise(None, won.ceremony, ORDER))
    by_imdb = revise(before, page(B, entry("Oppenheimer#tt1", "Christopher Nolan#nm1", B)), ORDER)
    assert by_imdb.nominations[0].nomination.is_winner
    by_academy = revise(before, page(A, NOLAN), ORDER)
    assert not by_academy.nominations[0].nomination.is_winner


def test_one_that_comes_back_is_active_again() -> None:
    before = kept(revise(None, page(A, NOLAN, GERWIG), ORDER))
    gone = replace(
        before, nominations=(before.nominations[0], replace(before.nominations[1], withdrawn=True))
    )
    assert changes(revise(gone, page(A, NOLAN, GERWIG), ORDER)) == ["unchanged", "changed"]
    assert revise(gone, page(A, NOLAN), ORDER).withdrawn == ()


def test_the_same_nominees_twice_in_one_category_stay_two() -> None:
    twice = revise(None, page(A, NOLAN, NOLAN), ORDER)
    assert len({r.fingerprint for r in twice.nominations}) == 2
    assert changes(revise(kept(twice), page(A, NOLAN, NOLAN), ORDER)) == ["unchanged", "unchanged"]


def test_a_shrunken_page_is_seen() -> None:
    """Lesson 22: an empty or challenge page overwrote good data."""
    many = [
        entry(f"Film {word}", f"Person {word}")
        for word in ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]
    ]
    before = kept(revise(None, page(A, *many), ORDER))
    assert revise(before, page(A, *many[:2]), ORDER).shrunk_to < 0.4


def test_a_name_that_is_corrected_keeps_its_row() -> None:
    before = kept(revise(None, page(A, entry("Golda", "Karen Hartley")), ORDER))
    after = revise(before, page(A, entry("Golda", "Karen Hartley Thomas")), ORDER)
    assert (changes(after), after.withdrawn) == (["changed"], ())
    assert after.nominations[0].person_ids == (1000,)

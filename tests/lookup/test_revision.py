"""A re-import is a diff: what is paired, changed, added and withdrawn."""

from dataclasses import replace

import pytest

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


def test_a_less_official_page_read_alone_makes_no_other_winner() -> None:
    """Nor in another category of the ceremony: whoever named winners said also who did not win."""
    official = page(A, entry("Oppenheimer", "Christopher Nolan", won=True), GERWIG)
    score = Category("Score", "Oscar", None, (entry("Poor Things", "Jerskin Fendrix"),))
    before = kept(revise(None, replace(official, categories=(*official.categories, score)), ORDER))
    other = page(B, entry("Barbie#tt2", "Greta Gerwig#nm2", B, won=True))
    scored = replace(score, nominations=(entry("Poor Things#tt3", "Jerskin Fendrix#nm3", B, won=True),))
    alone = revise(before, replace(other, categories=(*other.categories, scored)), ORDER)
    assert [r.nomination.is_winner for r in alone.nominations] == [False, False]
    assert alone.overruled == (
        "Directing: Barbie won by imdb_event, was nominated by oscars_ceremony",
        "Score: Poor Things won by imdb_event, was nominated by oscars_ceremony",
    )


def test_before_the_night_is_told_of_any_page_may_be_the_first_to_know() -> None:
    before = kept(revise(None, page(A, NOLAN, GERWIG), ORDER))
    first = revise(before, page(B, entry("Barbie#tt2", "Greta Gerwig#nm2", B, won=True)), ORDER)
    assert [r.nomination.is_winner for r in first.nominations] == [True]
    assert first.overruled == ()


def test_one_that_comes_back_is_active_again() -> None:
    before = kept(revise(None, page(A, NOLAN, GERWIG), ORDER))
    gone = replace(
        before, nominations=(before.nominations[0], replace(before.nominations[1], withdrawn=True))
    )
    assert changes(revise(gone, page(A, NOLAN, GERWIG), ORDER)) == ["unchanged", "returned"]
    assert revise(gone, page(A, NOLAN), ORDER).withdrawn == ()


def test_the_same_nominees_twice_in_one_category_stay_two() -> None:
    twice = revise(None, page(A, NOLAN, NOLAN), ORDER)
    assert len({r.fingerprint for r in twice.nominations}) == 2
    assert changes(revise(kept(twice), page(A, NOLAN, NOLAN), ORDER)) == ["unchanged", "unchanged"]


NAMES = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta"]
OFFICIAL = [entry(f"Film {name}", f"Person {name}") for name in NAMES]
EVENT = [entry(f"Film {name}#tt{i}", f"Person {name}#nm{i}", B) for i, name in enumerate(NAMES)]


def test_a_shrunken_page_is_seen() -> None:
    """Lesson 22: an empty or challenge page overwrote good data."""
    before = kept(revise(None, page(A, *OFFICIAL), ORDER))
    assert revise(before, page(A, *OFFICIAL[:2]), ORDER).shrunk_to < 0.4


@pytest.mark.parametrize(
    ("whole", "cut"), [(page(A, *OFFICIAL), page(B, *EVENT[:1])), (page(B, *EVENT), page(A, *OFFICIAL[:1]))]
)
def test_a_page_that_shrinks_is_held_against_itself(whole: Ceremony, cut: Ceremony) -> None:
    """Once both were read, a page cut to a sixth was hidden by what the other one states."""
    before = kept(revise(None, align([page(A, *OFFICIAL), page(B, *EVENT)]).ceremony, ORDER))
    assert revise(before, cut, ORDER).shrunk_to == pytest.approx(1 / 6)
    both = sorted((whole, cut), key=lambda told: ORDER.index(told.account))
    assert revise(before, align(both).ceremony, ORDER).shrunk_to == pytest.approx(1 / 6)
    assert revise(before, whole, ORDER).shrunk_to == 1.0


def test_what_only_an_unread_page_states_is_not_withdrawn() -> None:
    both = align([page(A, *OFFICIAL[:5]), page(B, *EVENT)]).ceremony
    before = kept(revise(None, both, ORDER))
    again = revise(before, page(A, *OFFICIAL[:5]), ORDER)
    assert (changes(again), again.withdrawn, again.unsaid) == (["unchanged"] * 5, (), ())


def test_a_page_that_no_longer_states_it_loses_its_mark() -> None:
    """A rescinded entry: the Academy's page drops it, IMDb's still has it."""
    before = kept(revise(None, align([page(A, *OFFICIAL), page(B, *EVENT)]).ceremony, ORDER))
    both = revise(before, align([page(A, *OFFICIAL[:5]), page(B, *EVENT)]).ceremony, ORDER)
    last = both.nominations[-1]
    assert (last.kept and last.kept.id, last.change, last.nomination.accounts) == (6, "changed", (B,))
    assert (both.withdrawn, both.unsaid) == ((), ())
    alone = revise(before, page(A, *OFFICIAL[:5]), ORDER)
    assert [(u.kept.id, u.accounts) for u in alone.unsaid] == [(6, (B,))]
    assert alone.withdrawn == ()


def test_an_id_that_is_all_that_is_new_is_a_change() -> None:
    both = align([page(A, NOLAN), page(B, entry("Oppenheimer#tt1", "Christopher Nolan", B))]).ceremony
    before = kept(revise(None, both, ORDER))
    after = revise(before, page(B, entry("Oppenheimer#tt1", "Christopher Nolan#nm1", B)), ORDER)
    assert changes(after) == ["changed"]
    assert after.nominations[0].nomination.people[0].person.imdb_id == "nm1"


@pytest.mark.parametrize("unread", [True, False])
def test_another_person_does_not_take_over_a_row(unread: bool) -> None:
    """Lana corrected to Lilly kept Lana's id and row."""
    lana = entry("Some Film#tt9", "Lana Wachowski#nm9", B)
    first = [page(A, *OFFICIAL, entry("Some Film", "Lana Wachowski"))]
    first += [page(B, *EVENT, lana)] if unread else []
    before = kept(revise(None, align(first).ceremony, ORDER))
    after = revise(before, page(A, *OFFICIAL, entry("Some Film", "Lilly Wachowski")), ORDER)
    last = after.nominations[-1]
    assert (last.change, last.person_ids, last.nomination.people[0].person.imdb_id) == (
        "added",
        (None,),
        None,
    )
    assert [old.id for old in after.withdrawn] == ([] if unread else [7])
    assert [(u.kept.id, u.accounts) for u in after.unsaid] == ([(7, (B,))] if unread else [])


def test_another_film_does_not_take_over_a_row() -> None:
    """Greta Garbo was nominated for two films; one must not get the other's id and row."""
    before = kept(revise(None, page(A, *OFFICIAL, entry("Anna Christie#tt5", "Greta Garbo")), ORDER))
    after = revise(before, page(A, *OFFICIAL, entry("Romance", "Greta Garbo")), ORDER)
    last = after.nominations[-1]
    assert (last.change, last.movie_ids, last.nomination.films[0].imdb_id) == ("added", (None,), None)
    assert [old.id for old in after.withdrawn] == [7]


def test_one_page_that_changes_a_title_speaks_of_another_film_even_by_two_people() -> None:
    def by_two(title: str) -> Nomination:
        return replace(
            entry(title, "Ann Jones"),
            people=(Nominee(PersonRef("Ann Jones")), Nominee(PersonRef("Zed Smith"))),
        )

    before = kept(revise(None, page(A, *OFFICIAL, by_two("Anna Christie")), ORDER))
    after = revise(before, page(A, *OFFICIAL, by_two("Romance")), ORDER)
    assert (after.nominations[-1].change, [old.id for old in after.withdrawn]) == ("added", [7])


def test_a_name_that_is_corrected_keeps_its_row() -> None:
    before = kept(revise(None, page(A, entry("Golda", "Karen Hartley")), ORDER))
    after = revise(before, page(A, entry("Golda", "Karen Hartley Thomas")), ORDER)
    assert (changes(after), after.withdrawn) == (["changed"], ())
    assert after.nominations[0].person_ids == (1000,)

"""Corrections laid over what pages say: which entry they are about, and what becomes of the others."""

from dataclasses import replace

import pytest

from cinegraph.domain.corrections import Correction, NotOne, Renamed, Right, Selector, corrected
from cinegraph.domain.festivals import Ceremony
from cinegraph.domain.revision import KeptCeremony, Revision
from cinegraph.lookup.corrections import BadCorrection, as_stated, correct, corrected_row
from cinegraph.lookup.revision import revise
from tests.lookup.test_revision import GERWIG, NOLAN, ORDER, A, changes, entry, kept, page

TITLE = Correction(
    "line 1", Right(film=Renamed(None, "Barbie!")), selector=Selector("directing", film="Barbie")
)


def saved(revision: Revision) -> tuple[KeptCeremony, KeptCeremony]:
    """The rows after this revision was saved, as they are and as the pages stated them."""
    rows = kept(revision)
    stated = {
        old.id: r.stated for old, r in zip(rows.nominations, revision.nominations, strict=True) if r.stated
    }
    return rows, as_stated(rows, stated)


def again(before: Revision, pages: Ceremony, *corrections: Correction) -> tuple[Revision, list[str]]:
    rows, stated = saved(before)
    tracked = {old.id for old, r in zip(rows.nominations, before.nominations, strict=True) if r.stated}
    return correct(revise(stated, pages, ORDER), rows, tracked, corrections)


def test_what_is_corrected_is_no_change_again_and_goes_with_its_line() -> None:
    pages = page(A, NOLAN, GERWIG)
    first, _ = correct(revise(None, pages, ORDER), None, (), [TITLE])
    assert [r.nomination.films[0].title for r in first.nominations] == ["Oppenheimer", "Barbie!"]
    second, warnings = again(first, pages, TITLE)
    assert (changes(second), second.withdrawn, warnings) == (["unchanged", "unchanged"], (), [])
    gone, _ = again(first, pages)
    assert changes(gone) == ["unchanged", "changed"]
    (difference,) = gone.nominations[1].differences
    assert (difference.field, difference.before[0]["title"], difference.after[0]["title"]) == (
        "films",
        "Barbie!",
        "Barbie",
    )


def test_a_correction_of_an_entry_that_is_gone_is_reported() -> None:
    first, _ = correct(revise(None, page(A, NOLAN, GERWIG), ORDER), None, (), [TITLE])
    less, warnings = again(first, page(A, NOLAN), TITLE)
    assert [old.nomination.films[0].title for old in less.withdrawn] == ["Barbie!"]
    assert warnings == ["line 1: no page states its entry any longer: Greta Gerwig, Barbie, Directing"]
    keeps = Correction("line 2", Right(withdrawn=False), selector=Selector(person="Greta Gerwig"))
    stays, warnings = again(first, page(A, NOLAN), TITLE, keeps)
    assert (stays.withdrawn, [r.change for r in stays.carried], len(warnings)) == ((), ["unsaid"], 2)


@pytest.mark.parametrize(
    ("selector", "reason"),
    [
        (Selector("Directing"), "line 9: it names 2 entries of The 96th, and must name one"),
        (Selector("Directing", film="Maestro"), "line 9: it names no entry of The 96th, and must name one"),
        (Selector("Directing", award="Razzie", film="Barbie"), "line 9: it names no entry"),
    ],
)
def test_a_selector_names_one_entry(selector: Selector, reason: str) -> None:
    wrong = Correction("line 9", Right(is_winner=True), selector=selector)
    with pytest.raises(BadCorrection) as raised:
        correct(revise(None, page(A, NOLAN, GERWIG), ORDER), None, (), [wrong])
    assert str(raised.value).startswith(reason)


def test_one_that_is_moved_beside_the_same_nominees_stays_apart() -> None:
    """The page comes to state it where it was moved to, and where it was."""
    pages = page(A, NOLAN, GERWIG)
    moved = Correction("line 3", Right(category="Writing"), selector=Selector("Directing", film="Barbie"))
    first, _ = correct(revise(None, pages, ORDER), None, (), [moved])
    writing = page(A, GERWIG, category="Writing").categories
    both = replace(pages, categories=(*pages.categories, *writing))
    second, _ = again(first, both, moved)
    marks = [(r.place, r.fingerprint) for r in second.nominations]
    assert len(set(marks)) == 3
    assert changes(second)[0] == "unchanged"


def test_which_film_or_person_is_meant_must_be_clear() -> None:
    two = replace(NOLAN, people=(*NOLAN.people, *GERWIG.people))
    told = revise(None, page(A, two), ORDER).nominations[0].told
    for renamed, reason in (
        (Renamed(None, "X"), "which person\\? the entry has 'Christopher Nolan', 'Greta Gerwig'"),
        (Renamed("Nobody", "X"), "the entry has no person 'Nobody'"),
    ):
        with pytest.raises(NotOne, match=f"line 1: {reason}"):
            corrected(told, [Correction("line 1", Right(person=renamed))])
    agreed = corrected(told, [Correction("line 1", Right(person=Renamed("C. Nolan", "Christopher Nolan")))])
    assert agreed == told, "the page has come to agree"


def test_another_film_gets_another_row_and_undoing_gives_the_row_back() -> None:
    rows = kept(revise(None, page(A, entry("Nyad#tt1", "Jodie Foster")), ORDER))
    (old,) = rows.nominations
    other = Correction("correction 1", Right(film=Renamed(None, None, "tt2")), nomination_id=old.id)
    final = corrected_row(old, old, [other])
    assert (old.movie_ids, final.movie_ids, final.person_ids) == ((100,), (None,), (1000,))
    after = replace(old, nomination=final.nomination, movie_ids=(55,))
    assert not corrected_row(after, old, [other]).touched, "it has that row already"
    assert corrected_row(after, old, []).movie_ids == (100,)

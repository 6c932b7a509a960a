"""One nomination out of two statements: nobody lost, nothing said twice."""

from dataclasses import replace

import pytest

from cinegraph.domain.festivals import CompanyNominee, Nomination, Nominee
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef
from cinegraph.lookup.merging import merge
from tests.lookup.entries import A, B, entry


def test_merging_a_nomination_with_itself_changes_nothing() -> None:
    one = Nomination(
        (MovieRef("A", imdb_id="tt1"),),
        (Nominee(PersonRef("B", "nm1"), "Producer"),),
        (CompanyNominee("C", "co1"),),
        note="x",
    )
    assert merge(one, one) == one


@pytest.mark.parametrize("again", [A, B])
def test_a_statement_that_is_merged_once_more_changes_nothing(again: str) -> None:
    """A note grew with every import: "Academy; Academy; IMDb"."""
    pages = {
        A: entry("Barbie", "Greta Gerwig", note="as printed; in two parts"),
        B: entry("Barbie#tt1", "Greta Gerwig#nm1", account=B, note="IMDb's own"),
    }
    once = merge(pages[A], pages[B])
    assert once.note == "as printed; in two parts; IMDb's own"
    assert merge(once, pages[again]) == once
    assert merge(pages[again], once).note in (once.note, "IMDb's own; as printed; in two parts")
    twice = merge(pages[again], once)
    assert merge(pages[again], twice) == twice


def test_what_only_the_other_says_of_the_film_is_kept() -> None:
    mine = entry("Barbie", "Greta Gerwig")
    theirs = replace(mine, films=(MovieRef("Barbie", imdb_id="tt1", year=2023, kind="movie", note="a note"),))
    assert merge(mine, theirs).films == theirs.films
    assert merge(theirs, mine).films == theirs.films


def test_one_name_with_two_ids_is_two_people() -> None:
    both = merge(entry("Film", "Ann Jones#nm1"), entry("Film", "Ann Jones#nm2", account=B))
    assert [n.person.imdb_id for n in both.people] == ["nm1", "nm2"]

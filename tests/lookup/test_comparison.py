"""Accounts held against each other: every difference is listed once, and what cannot be said is none."""

from dataclasses import replace

import pytest

from cinegraph.domain.festivals import Ceremony, Nomination
from cinegraph.domain.movies import MovieRef
from cinegraph.lookup.comparison import Account, Compared, compare
from tests.lookup.entries import A, B, ceremony, entry


def two(one: Ceremony, other: Ceremony) -> Compared:
    (found,) = compare([Account("a", one), Account("b", other)])
    return found


def bare(imdb_id: str, won: bool = False) -> Nomination:
    """An entry of a dataset."""
    return Nomination((MovieRef("", imdb_id=imdb_id),), is_winner=won, accounts=("imdb_awards",))


SAME = (
    ceremony(A, Directing=[entry("Barbie", "Greta Gerwig", won=True)]),
    ceremony(B, Best_Director=[entry("Barbie#tt1", "Greta Gerwig#nm1", account=B, won=True)]),
)


def test_accounts_that_agree() -> None:
    found = two(*SAME)
    assert (found.agree, found.both, found.unsaid, found.no_winner) == (True, 1, 0, ())


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (entry("Barbie", "Ann", won=True), entry("Barbie#tt1", "Ann"), [("winner", "won", "nominated")]),
        (entry("Barbie", "Ann"), entry("Barbie#tt1", "Ann", won=True), [("winner", "nominated", "won")]),
        (entry("Barbie", "Ann", "Bob"), entry("Barbie#tt1", "Ann"), [("people", "Ann, Bob", "Ann")]),
        (entry("Barbie", "Ann", "Bo"), entry("Barbie#tt1", "Ann", "Cy"), [("people", "Ann, Bo", "Ann, Cy")]),
        (entry("Barbie", "Ann"), entry("Barbie#tt1"), []),
        (
            replace(entry("Barbie", "Ann"), films=(MovieRef("Barbie"), MovieRef("Saw"))),
            entry("Barbie#tt1", "Ann"),
            [("films", "Barbie, Saw", "Barbie [tt1]")],
        ),
    ],
)
def test_what_is_said_differently(mine: Nomination, theirs: Nomination, said: list[tuple[str, ...]]) -> None:
    winner = entry("Oppenheimer#tt2", "Christopher Nolan", won=True)
    found = two(ceremony(A, Directing=[mine, winner]), ceremony(B, Best_Director=[theirs, winner]))
    assert found.both == 2
    assert [(d.kind, d.mine, d.theirs) for d in found.differences] == said
    assert not found.agree or not said


def test_what_only_one_states() -> None:
    more = ceremony(A, Directing=[*SAME[0].nominations, entry("Saw", "Bob")], Sound=[entry("Jaws", won=True)])
    found = two(more, SAME[1])
    assert [(o.category[1], o.about, o.is_winner) for o in found.only_mine] == [
        ("Directing", "Saw", False),
        ("Sound", "Jaws", True),
    ]
    assert (found.only_theirs, found.differences) == ((), ())


def test_an_entry_in_another_category() -> None:
    songs = [entry(f"Film {n}", f"Person {n}") for n in range(4)]
    sounds = [entry(f"Sound {n}", f"Engineer {n}") for n in range(4)]
    found = two(ceremony(A, Song=songs, Sound=sounds), ceremony(A, Song=songs[:3], Sound=[*sounds, songs[3]]))
    (said,) = found.differences
    assert (said.kind, said.about, said.mine, said.theirs) == ("category", "Film 3", "Song", "Sound")
    assert found.both == 8


def test_a_page_from_before_the_night_has_no_winners_to_compare() -> None:
    found = two(SAME[0], ceremony(B, Best_Director=[entry("Barbie#tt1", "Greta Gerwig#nm1", account=B)]))
    assert (found.differences, found.no_winner) == ((), ("b",))


def test_what_a_dataset_cannot_say_is_no_difference() -> None:
    """It names films only: no people, each film once, the first of several, and nothing without a film."""
    page = ceremony(
        B,
        Actor=[entry("Barbie#tt1", "Ann"), entry("Barbie#tt1", "Bob", won=True)],
        Joint=[
            replace(entry("Saw#tt2"), films=(MovieRef("Saw", imdb_id="tt2"), MovieRef("Jaws", imdb_id="tt3")))
        ],
        Honorary=[entry(None, "Cy", won=True)],
    )
    dataset = ceremony("imdb_awards", Actor=[bare("tt1", won=True)], Joint=[bare("tt2"), bare("tt9")])
    dataset = replace(
        dataset, categories=tuple(replace(c, award="oscar", name=c.name.lower()) for c in dataset.categories)
    )
    found = two(page, dataset)
    assert [o.about for o in found.only_theirs] == ["tt9"]
    assert (found.only_mine, found.both, found.unsaid) == ((), 2, 2)
    assert found.differences == ()


def test_each_pair_of_three() -> None:
    other = ceremony(B, Best_Director=[entry("Saw#tt7", "Greta Gerwig#nm1", account=B, won=True)])
    found = compare([Account("a", SAME[0]), Account("b", SAME[1]), Account("c", other)])
    assert [(f.mine, f.theirs, f.agree) for f in found] == [
        ("a", "b", True),
        ("a", "c", False),
        ("b", "c", False),
    ]

"""Where two accounts differ, both are kept and a line says so; nobody gets what belongs to another."""

import pytest

from cinegraph.domain.festivals import Nomination
from cinegraph.lookup.alignment import Aligned
from tests.lookup.entries import A, B, aligned, ceremony, entry


def told(joined: Aligned) -> list[tuple[list[str], list[tuple[str, str | None]], tuple[str, ...]]]:
    """Each nomination's titles, people with their ids, and accounts."""
    return [_told(n) for n in joined.ceremony.nominations]


def _told(n: Nomination) -> tuple[list[str], list[tuple[str, str | None]], tuple[str, ...]]:
    people = [(nominee.person.name, nominee.person.imdb_id) for nominee in n.people]
    return [film.title for film in n.films], people, n.accounts


def test_a_difference_is_named_and_not_averaged() -> None:
    joined = aligned(
        ceremony(A, Directing=[entry("Barbie", "Greta Gerwig", won=True)]),
        ceremony(B, Best_Director=[entry("Barbie#tt1", "Greta Gerwig#nm1", account=B)]),
    )
    assert joined.ceremony.winners == 1
    assert len(joined.disagreements) == 1
    assert "Barbie" in joined.disagreements[0]


def test_nominees_of_one_film_who_differ_are_not_paired() -> None:
    joined = aligned(
        ceremony(A, Actor=[entry("Killers", "Robert De Niro"), entry("Killers", "Leonardo DiCaprio")]),
        ceremony(
            B,
            Best_Actor=[
                entry("Killers#tt1", "Robert De Niro#nm1", account=B),
                entry("Killers#tt1", "Jesse Plemons#nm2", account=B),
            ],
        ),
    )
    assert told(joined) == [
        (["Killers"], [("Robert De Niro", "nm1")], (A, B)),
        (["Killers"], [("Leonardo DiCaprio", None)], (A,)),
        (["Killers"], [("Jesse Plemons", "nm2")], (B,)),
    ]
    assert joined.disagreements == (
        "Actor: the pages differ, and both are kept: Killers with Leonardo DiCaprio / Killers with Jesse Plemons",
    )


OTHERS = [
    ("Joel Coen", "Ethan Coen"),
    ("Robert Downey Jr.", "Harry Connick Jr."),
    ("Ana de Armas", "Brian de Palma"),
    ("Mary Smith", "Marvin Smith"),
    ("Lana Wachowski", "Lilly Wachowski"),
]


@pytest.mark.parametrize(("mine", "theirs"), OTHERS)
def test_nobody_gets_the_id_of_another_who_is_alone_with_them(mine: str, theirs: str) -> None:
    alone = aligned(
        ceremony(A, Directing=[entry("Film", mine)]),
        ceremony(B, Best_Director=[entry("Film#tt1", f"{theirs}#nm1", account=B)]),
    )
    assert [people for _, people, _ in told(alone)] == [[(mine, None)], [(theirs, "nm1")]]
    assert len(alone.disagreements) == 1


@pytest.mark.parametrize(("mine", "theirs"), OTHERS)
def test_nobody_gets_the_id_of_the_only_other_one_left_over(mine: str, theirs: str) -> None:
    joined = aligned(
        ceremony(A, Directing=[entry("Film", "Emma Stone", mine)]),
        ceremony(B, Best_Director=[entry("Film#tt1", "Emma Stone#nm2", f"{theirs}#nm1", account=B)]),
    )
    ((_, people, _),) = told(joined)
    assert people == [("Emma Stone", "nm2"), (mine, None), (theirs, "nm1")]
    assert joined.disagreements == (
        f"Directing: Film names different people: Emma Stone, {mine} / Emma Stone, {theirs}",
    )


def test_a_name_made_of_both_names_is_the_same_entry() -> None:
    """The Academy's table of 1936: "Harman-Ising" for two men. Nobody's id is taken."""
    joined = aligned(
        ceremony(
            A, Cartoon=[entry("The Calico Dragon", "Harman-Ising"), entry("Three Kittens", "Walt Disney")]
        ),
        ceremony(
            B,
            Best_Cartoon=[
                entry("Three Kittens#tt2", "Walt Disney#nm3", account=B),
                entry("The Calico Dragon#tt1", "Hugh Harman#nm1", "Rudolf Ising#nm2", account=B),
            ],
        ),
    )
    (_, people, accounts), _ = told(joined)
    assert (people[0], len(people), accounts) == (("Harman-Ising", None), 3, (A, B))


@pytest.mark.parametrize(
    ("mine", "theirs", "people"),
    [
        ("Toy Story 2", "Toy Story 3", ["John Lasseter"]),
        ("Toy Story 2", "Toy Story 3", ["John Lasseter", "Ash Brannon"]),
        ("Anna Christie", "Romance", ["Greta Garbo"]),
    ],
)
def test_two_films_of_the_same_people_stay_two(mine: str, theirs: str, people: list[str]) -> None:
    joined = aligned(
        ceremony(A, Animated=[entry(mine, *people)]),
        ceremony(B, Best_Animated=[entry(f"{theirs}#tt3", *[f"{p}#nm{p[0]}" for p in people], account=B)]),
    )
    assert [(titles, accounts) for titles, _, accounts in told(joined)] == [([mine], (A,)), ([theirs], (B,))]
    assert [n.films[0].imdb_id for n in joined.ceremony.nominations] == [None, "tt3"]
    (line,) = joined.disagreements
    assert mine in line
    assert theirs in line


def test_films_that_one_entry_names_differently_are_all_kept() -> None:
    joined = aligned(
        ceremony(A, Directing=[_of_two("Victory", "Defeat")]),
        ceremony(B, Best_Director=[_of_two("Victory#tt1", "Retreat#tt2", account=B)]),
    )
    ((titles, _, _),) = told(joined)
    assert titles == ["Victory", "Defeat", "Retreat"]
    assert joined.disagreements == (
        "Directing: Victory, Defeat names different films: Victory, Defeat / Victory, Retreat",
    )


def _of_two(one: str, other: str, account: str = A) -> Nomination:
    first, second = (entry(film, "Ann Jones", account=account) for film in (one, other))
    return Nomination((*first.films, *second.films), first.people, accounts=(account,))

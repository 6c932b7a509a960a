"""Accounts that name films by their ids and nothing else, joined with those that say more."""

from dataclasses import replace

import pytest

from cinegraph.domain.festivals import Category, Ceremony, Edition, Nomination, Nominee
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef
from cinegraph.lookup.alignment import align
from cinegraph.lookup.bare_films import explained
from cinegraph.lookup.pairing import pair
from cinegraph.pages import read
from tests.conftest import SHARED
from tests.lookup.entries import B, entry

SET = "imdb_awards"


def bare(*ids: str, won: str = "") -> tuple[Nomination, ...]:
    return tuple(Nomination((MovieRef(i, imdb_id=i),), is_winner=i == won, accounts=(SET,)) for i in ids)


def of(account: str, **categories: tuple[Nomination, ...]) -> Ceremony:
    told = tuple(Category(name.replace("_", " "), "Prize", None, n) for name, n in categories.items())
    return Ceremony(account, Edition(2024), "A festival", told)


def test_two_actors_of_one_film_are_one_entry_of_the_dataset() -> None:
    """It pairs with the one who won if it did, and the other actor is no difference."""
    page = of(
        B,
        Best_Actor=(
            entry("X#tt1", "Ann#nm1", account=B),
            entry("X#tt1", "Bea#nm2", account=B, won=True),
            entry("Y#tt2", "Cy#nm3", account=B),
        ),
    )
    dataset = of(SET, best_actor=bare("tt1", "tt2", won="tt1"))
    joined = align([page, dataset])
    assert [n.accounts for n in joined.ceremony.nominations] == [(B,), (B, SET), (B, SET)]
    assert (len(joined.ceremony.categories), joined.disagreements) == (1, ())
    pairing = pair(page.categories, dataset.categories)
    assert explained(page.categories, dataset.categories, pairing).left == {(0, 0): (0, 0)}


def test_a_joint_prize_is_its_first_film_and_no_other_entry() -> None:
    both = Nomination(
        (MovieRef("X", imdb_id="tt1"), MovieRef("Y", imdb_id="tt2")),
        (Nominee(PersonRef("Ann", "nm1")),),
        is_winner=True,
        accounts=(B,),
    )
    page = of(B, Best_Actress=(both,), Best_Film=(entry("Y#tt2", account=B),))
    for ids in (("tt1",), ("tt1", "tt2")):
        joined = align([page, of(SET, best_actress=bare(*ids), best_film=bare("tt2"))])
        assert [(c.name, len(c.nominations)) for c in joined.ceremony.categories] == [
            ("Best Actress", 1),
            ("Best Film", 1),
        ]
        assert [n.accounts for n in joined.ceremony.nominations] == [(B, SET)] * 2


def test_what_only_the_dataset_has_is_in_the_category_that_the_page_calls_the_same() -> None:
    joined = align([of(B, Queer_Palm=(entry("X#tt1", account=B),)), of(SET, queer_palm=bare("tt1", "tt9"))])
    (category,) = joined.ceremony.categories
    assert (category.name, [n.accounts for n in category.nominations]) == ("Queer Palm", [(B, SET), (SET,)])


def test_an_honour_without_a_film_is_nothing_that_the_dataset_could_say() -> None:
    page = of(B, Honour=(entry(None, "Ann#nm1", account=B),), Film=(entry("X#tt1", account=B),))
    dataset = of(SET, film=bare("tt1", "tt7"))
    pairing = pair(page.categories, dataset.categories)
    said = explained(page.categories, dataset.categories, pairing)
    assert (said.left, said.right) == ({(0, 0): None}, {}), "tt7 is a difference"


def test_films_without_an_id_are_not_compared_with_ids_alone() -> None:
    """Nothing is doubled and nothing paired by its place: the ids wait until a title is known."""
    page = of(B, Film=(entry("X", account=B), entry("Y", account=B)))
    dataset = of(SET, film=bare("tt1", "tt2", "tt3"))
    joined = align([page, dataset])
    assert [n.accounts for n in joined.ceremony.nominations] == [(B,), (B,)]
    assert joined.disagreements[0].startswith("3 entries of imdb_awards name a film by its id only")
    named = replace(dataset.categories[0].nominations[0].films[0], original_title="x")
    first = replace(dataset.categories[0].nominations[0], films=(named,))
    known = replace(dataset.categories[0], nominations=(first, *dataset.categories[0].nominations[1:]))
    joined = align([page, replace(dataset, categories=(known,))])
    assert [(n.films[0].title, n.films[0].imdb_id) for n in joined.ceremony.nominations] == [
        ("X", "tt1"),
        ("Y", None),
    ]


@pytest.mark.shared
def test_the_real_cannes_of_2023() -> None:
    """Whatever both state pairs within the same category; 30 real entries are the dataset's alone."""
    page = read(B, (SHARED / "pages" / B / "derived-ev0000147-2023-1.html").read_bytes())[0]
    event = read(SET, (SHARED / "awards" / SET / "ev0000147.yml").read_bytes())
    dataset = next(told for told in event if told.edition.year == 2023)
    left, right = page.categories, dataset.categories
    pairing = pair(left, right)
    said = explained(left, right, pairing)
    assert (len(pairing.pairs), len(pairing.left_only), len(pairing.right_only)) == (170, 8, 30)
    assert all(left[a[0]].called == right[b[0]].called for a, b in pairing.pairs)
    assert [p for p in pairing.left_only if p not in said.left] == []
    only_there = [right[c].name for c, n in pairing.right_only if (c, n) not in said.right]
    assert sorted(set(only_there)) == ["best short", "directors' fortnight", "short film"]
    assert len(only_there) == 30
    joined = align([page, dataset])
    assert (joined.aligned, len(joined.ceremony.nominations), joined.disagreements) == (170, 208, ())
    assert len(joined.ceremony.categories) == len(left) + 2

"""Two accounts of one ceremony become one: by film and people, never by position."""

import csv
import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from cinegraph.domain.festivals import Ceremony, Nomination
from cinegraph.lookup.alignment import Aligned, align
from cinegraph.pages import decode, recognise
from tests.conftest import SHARED
from tests.lookup.accounts import academy_account, event_account
from tests.lookup.entries import A, B, aligned, ceremony, entry


def test_acting_categories_share_films_and_not_people() -> None:
    joined = aligned(
        ceremony(
            A,
            Actor=[entry("Oppenheimer", "Cillian Murphy"), entry("Maestro", "Bradley Cooper")],
            Actress=[entry("Maestro", "Carey Mulligan"), entry("Nyad", "Annette Bening")],
        ),
        ceremony(
            B,
            Best_Performance_1=[
                entry("Maestro#tt3", "Carey Mulligan#nm3", account=B),
                entry("Nyad#tt4", "Annette Bening#nm4", account=B),
            ],
            Best_Performance_2=[
                entry("Maestro#tt3", "Bradley Cooper#nm2", account=B),
                entry("Oppenheimer#tt1", "Cillian Murphy#nm1", account=B),
            ],
        ),
    )
    assert joined.aligned == 4
    assert [c.name for c in joined.ceremony.categories] == ["Actor", "Actress"]
    assert [n.people[0].person.imdb_id for n in joined.ceremony.nominations] == ["nm1", "nm2", "nm3", "nm4"]


def test_two_songs_of_one_film() -> None:
    """Lesson 5: the second nominee of the same film was dropped."""
    joined = aligned(
        ceremony(
            A,
            Song=[
                entry("Barbie", "Mark Ronson", detail="I'm Just Ken"),
                entry("Barbie", "Billie Eilish", detail="What Was I Made For?"),
            ],
        ),
        ceremony(
            B,
            Best_Song=[
                entry(
                    "Barbie#tt1",
                    "Billie Eilish#nm1",
                    account=B,
                    note='For "What Was I Made For?"',
                    detail="What Was I Made For?",
                ),
                entry(
                    "Barbie#tt1",
                    "Mark Ronson#nm2",
                    account=B,
                    note='For "I\'m Just Ken"',
                    detail="I'm Just Ken",
                ),
            ],
        ),
    )
    told = [(n.detail, n.people[0].person.imdb_id, n.note) for n in joined.ceremony.nominations]
    assert told == [("I'm Just Ken", "nm2", None), ("What Was I Made For?", "nm1", None)]


def test_three_songs_by_the_same_people_are_told_apart_by_their_names() -> None:
    songs = ["Belle", "Be Our Guest", "Beauty and the Beast"]
    joined = aligned(
        ceremony(A, Song=[entry("Beauty and the Beast", "Alan Menken", detail=s) for s in songs]),
        ceremony(
            B,
            Best_Song=[
                entry("Beauty and the Beast#tt1", f"Alan Menken#nm{i}", account=B, detail=s)
                for i, s in enumerate(reversed(songs))
            ],
        ),
    )
    assert [n.people[0].person.imdb_id for n in joined.ceremony.nominations] == ["nm2", "nm1", "nm0"]


def test_what_only_one_side_has_is_kept_and_marked() -> None:
    joined = aligned(
        ceremony(A, Directing=[entry("Barbie", "Greta Gerwig"), entry("Maestro", "Bradley Cooper")]),
        ceremony(
            B,
            Best_Director=[entry("Barbie#tt1", "Greta Gerwig#nm1", account=B)],
            Honorary=[entry(None, "Mel Brooks#nm2", account=B)],
        ),
    )
    assert [(c.name, [n.accounts for n in c.nominations]) for c in joined.ceremony.categories] == [
        ("Directing", [(A, B), (A,)]),
        ("Honorary", [(B,)]),
    ]
    assert joined.aligned == 1


def test_names_that_differ_are_one_person() -> None:
    joined = aligned(
        ceremony(A, Makeup=[entry("Golda", "Karen Hartley Thomas", "Suzi Battersby")]),
        ceremony(B, Best_Makeup=[entry("Golda#tt1", "Suzi Battersby#nm2", "Karen Hartley#nm1", account=B)]),
    )
    people = [(n.person.name, n.person.imdb_id) for n in joined.ceremony.nominations[0].people]
    assert people == [("Karen Hartley Thomas", "nm1"), ("Suzi Battersby", "nm2")]


def test_films_under_two_titles_are_one_by_their_people() -> None:
    joined = aligned(
        ceremony(A, Animated=[entry("The Boy and the Heron", "Hayao Miyazaki", "Toshio Suzuki")]),
        ceremony(
            B,
            Best_Animated=[
                entry("Kimitachi wa dô ikiru ka#tt1", "Hayao Miyazaki#nm1", "Toshio Suzuki#nm2", account=B)
            ],
        ),
    )
    (film,) = joined.ceremony.nominations[0].films
    assert (film.title, film.original_title, film.imdb_id) == (
        "The Boy and the Heron",
        "Kimitachi wa dô ikiru ka",
        "tt1",
    )
    (said,) = joined.disagreements
    assert said.endswith("by its people: The Boy and the Heron / Kimitachi wa dô ikiru ka")


def test_countries_and_prizes_without_people() -> None:
    joined = aligned(
        ceremony(
            A,
            International_Feature=[
                entry("Perfect Days", detail="Japan"),
                entry("Io Capitano", detail="Italy"),
            ],
        ),
        ceremony(
            B,
            Best_International=[
                entry("Io Capitano#tt1", account=B, note="Italy"),
                entry("Perfect Days#tt2", account=B, note="Japan"),
            ],
        ),
    )
    told = [(n.films[0].imdb_id, n.detail, n.note) for n in joined.ceremony.nominations]
    assert told == [("tt2", "Japan", None), ("tt1", "Italy", None)]


def test_titles_in_any_script() -> None:
    """Lesson 14: a normaliser that drops non-Latin letters makes every Korean title equal."""
    joined = aligned(
        ceremony(A, Sonje_Award=[entry("초록밤"), entry("살인의 추억")]),
        ceremony(B, Sonje=[entry("살인의 추억#tt2", account=B), entry("초록밤#tt1", account=B)]),
    )
    assert [n.films[0].imdb_id for n in joined.ceremony.nominations] == ["tt1", "tt2"]


def test_one_account_is_itself() -> None:
    alone = ceremony(A, Directing=[entry("Barbie", "Greta Gerwig")])
    assert align([alone]) == Aligned(alone)
    with pytest.raises(ValueError, match="no account"):
        align([])


@pytest.mark.shared
def test_the_real_pages_of_2024() -> None:
    """120 of 120 honorees aligned, each with the right film id and the right id for every named person."""
    accounts = [
        recognise(text).ceremonies(text)[0]
        for text in (
            decode((SHARED / "pages" / path).read_bytes())
            for path in ("oscars_org/2024.html.gz", "imdb_event/ev0000003-2024-1.html.gz")
        )
    ]
    for shuffled in (accounts[1], _shuffled(accounts[1], 1), _shuffled(accounts[1], 2)):
        joined = align([accounts[0], shuffled])
        assert (joined.aligned, len(joined.ceremony.nominations), joined.disagreements) == (120, 130, ())
        official = [n for n in joined.ceremony.nominations if A in n.accounts]
        assert sorted(_ids(n) for n in official) == sorted(_truth(96)[:120])


def test_what_is_left_over_needs_more_than_its_film_to_be_paired_across_categories() -> None:
    joined = aligned(
        ceremony(
            A,
            Directing=[entry("Barbie", "Greta Gerwig"), entry("Maestro", "Bradley Cooper")],
            Makeup=[entry("Golda", "Karen Hartley")],
        ),
        ceremony(
            B,
            Best_Director=[entry("Barbie#tt1", "Greta Gerwig#nm1", account=B)],
            Best_Makeup=[
                entry("Golda#tt2", "Karen Hartley#nm2", account=B),
                entry("Maestro#tt3", account=B),
            ],
        ),
    )
    assert [n.accounts for n in joined.ceremony.nominations] == [(A, B), (A,), (A, B), (B,)]


def test_a_partner_is_found_among_many_of_the_same_names() -> None:
    """Five films of two people in one category; the title of one is unlike and holds a word that others hold."""
    titles = ["Blue Boy", "Alpha", "Beta", "Gamma", "Delta"]
    blue = [entry(f"Blue {word}", f"{word} Miller") for word in ("Sky", "Sea", "Moon", "Bird")]
    joined = aligned(
        ceremony(A, Art=[entry(t, "Ann Jones", "Zed Smith") for t in titles], Other=blue),
        ceremony(
            B,
            Best_Art=[
                entry(f"{t}#tt{i}", "Ann Jones#nm1", "Zed Smith#nm2", account=B)
                for i, t in enumerate(["Kirishima", *titles[1:]])
            ],
            Best_Other=[
                entry(f"{n.films[0].title}#tt9{i}", f"{n.people[0].person.name}#nm9{i}", account=B)
                for i, n in enumerate(blue)
            ],
        ),
    )
    assert joined.aligned == 9
    assert [n.films[0].imdb_id for n in joined.ceremony.categories[0].nominations] == [
        f"tt{i}" for i in range(5)
    ]


def _shuffled(told: Ceremony, seed: int) -> Ceremony:
    dice = random.Random(seed)
    categories = [
        replace(c, nominations=tuple(dice.sample(c.nominations, len(c.nominations)))) for c in told.categories
    ]
    return replace(told, categories=tuple(dice.sample(categories, len(categories))))


def _ids(nomination: Nomination) -> tuple[str, tuple[str, ...]]:
    (film,) = nomination.films
    return film.imdb_id or "?", tuple(sorted(n.person.imdb_id or "?" for n in nomination.people))


def _rows(number: int) -> Iterator[dict[str, str]]:
    with (SHARED / "awards" / "academy_even_ceremonies.tsv").open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["Ceremony"] == str(number):
                yield row


def _truth(number: int) -> list[tuple[str, tuple[str, ...]]]:
    return [
        (r["FilmId"], tuple(sorted((r["NomineeIds"] or "").replace("|", " ").split()))) for r in _rows(number)
    ]


@pytest.mark.shared
@pytest.mark.parametrize("number", range(2, 99, 2))
def test_every_even_ceremony_against_a_shuffled_account_with_ids(number: int) -> None:
    """The Academy's wordings on one side; ids, other category names and another order on the other."""
    rows = [row for row in _rows(number) if row["Class"] != "SciTech"]
    official, event = academy_account(rows), event_account(rows, random.Random(number))
    joined = align([official, event])
    rows_paired = [{a.partition("#")[2] for a in n.accounts} for n in joined.ceremony.nominations]
    assert all(len(numbers) == 1 for numbers in rows_paired), "a pair of two different rows"
    assert joined.aligned >= len(rows) - 1

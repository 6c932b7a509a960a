"""The Academy's awards database against the same ceremonies told with ids: every nomination finds its own."""

import csv
import random
from collections import Counter

import pytest

from cinegraph.domain.festivals import Ceremony, Edition, Nomination
from cinegraph.domain.titles import fold
from cinegraph.lookup.alignment import align
from cinegraph.lookup.pairing import pair
from cinegraph.pages import read
from cinegraph.pages.academy_database import night
from tests.conftest import SHARED
from tests.lookup.accounts import Row, event_account

pytestmark = pytest.mark.shared


def told() -> dict[int | None, Ceremony]:
    page = SHARED / "pages" / "academy_database" / "by-category-86-89.html.gz"
    return {ceremony.number: ceremony for ceremony in read("academy_database", page.read_bytes())}


def table(number: int) -> list[Row]:
    """The rows of one ceremony in the Academy's table, which was made from the database by others: without the
    scientific and technical awards, which were not searched for when the page was saved."""
    shown = {category.name for category in told()[number].categories}
    with (SHARED / "awards" / "academy_even_ceremonies.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return [row for row in rows if row["Ceremony"] == str(number) and row["Category"] in shown]


def test_the_real_page_holds_four_ceremonies() -> None:
    """111 winners: the page's 112th star is in the line that explains the star."""
    ceremonies = told()
    assert [(n, str(c.edition), c.eligibility) for n, c in ceremonies.items()] == [
        (86, "2014", "2013"),
        (87, "2015", "2014"),
        (88, "2016", "2015"),
        (89, "2017", "2016"),
    ]
    assert sum(len(c.nominations) for c in ceremonies.values()) == 501
    assert sum(len(c.categories) for c in ceremonies.values()) == 103
    assert sum(c.winners for c in ceremonies.values()) == 111
    nominations = [n for c in ceremonies.values() for n in c.nominations]
    assert sum(n.citation is not None for n in nominations) == 12
    notes = [n.note for n in nominations if n.note and "nomination" in n.note.lower()]
    assert [note.split(".")[0].split(" on January")[0] for note in notes] == [
        "THIS IS NOT AN OFFICIAL NOMINATION",
        "The nomination as it was originally announced",
    ]
    assert not any(n.people == () and n.companies == () and not n.detail for n in nominations)


@pytest.mark.parametrize("number", [86, 88])
def test_what_is_read_is_what_the_academys_table_says(number: int) -> None:
    def of_page(n: Nomination) -> tuple[object, ...]:
        return tuple(fold(f.title) for f in n.films), n.is_winner, fold(n.citation or "")

    def of_table(row: Row) -> tuple[object, ...]:
        titles = tuple(fold(title) for title in (row["Film"] or "").split("|") if title)
        return titles, row["Winner"] == "True", fold(row["Citation"] or "")

    assert Counter(map(of_page, told()[number].nominations)) == Counter(map(of_table, table(number)))


@pytest.mark.parametrize("number", [86, 88])
@pytest.mark.parametrize("seed", range(3))
def test_every_nomination_finds_its_own(number: int, seed: int) -> None:
    page, rows = told()[number], table(number)
    event = event_account(rows, random.Random(seed))
    pairing = pair(page.categories, event.categories)
    assert (pairing.left_only, pairing.right_only) == ((), ())
    wrong = []
    for (c, n), (d, m) in pairing.pairs:
        mine, theirs = page.categories[c].nominations[n], event.categories[d].nominations[m]
        row = rows[int(theirs.accounts[0].split("#")[1])]
        if page.categories[c].name != row["Category"] or not _says_the_same(mine, row):
            wrong.append((mine, row))
    assert wrong == []
    assert align([page, event]).aligned == len(rows)


def _says_the_same(mine: Nomination, row: Row) -> bool:
    titles = [fold(film.title) for film in mine.films] == [
        fold(title) for title in (row["Film"] or "").split("|") if title
    ]
    names = fold(f"{row['Name']} {row['Nominees']} {row['Citation']}")
    return titles and all(fold(nominee.person.name) in names for nominee in mine.people)


def test_the_years_of_the_first_nights() -> None:

    assert [night(n) for n in range(1, 8)] == [
        Edition(1929),
        Edition(1930),
        Edition(1930, 2),
        Edition(1931),
        Edition(1932),
        Edition(1934),
        Edition(1935),
    ]
    assert (night(93), night(96)) == (Edition(2021), Edition(2024))

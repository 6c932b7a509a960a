"""Credit phrases: people and roles out of the Academy's wordings."""

import csv

import pytest

from cinegraph.domain.credits import is_company, parse_citation, parse_credits
from cinegraph.domain.titles import fold
from tests.conftest import SHARED

PHRASES: list[tuple[str, list[tuple[str, str | None]], list[str]]] = [
    ("Cillian Murphy", [("Cillian Murphy", None)], []),
    ("Robert Downey Jr.", [("Robert Downey Jr.", None)], []),
    (
        "Emma Thomas, Charles Roven and Christopher Nolan, Producers",
        [("Emma Thomas", "Producer"), ("Charles Roven", "Producer"), ("Christopher Nolan", "Producer")],
        [],
    ),
    ("Mark Johnson, Producer", [("Mark Johnson", "Producer")], []),
    (
        "Alan Ladd, Jr. and Bruce Davey, Producers",
        [("Alan Ladd Jr.", "Producer"), ("Bruce Davey", "Producer")],
        [],
    ),
    (
        "Screenplay - Justine Triet and Arthur Harari",
        [("Justine Triet", "Screenplay"), ("Arthur Harari", "Screenplay")],
        [],
    ),
    (
        "Production Design: James Price and Shona Heath; Set Decoration: Zsuzsa Mihalek",
        [
            ("James Price", "Production Design"),
            ("Shona Heath", "Production Design"),
            ("Zsuzsa Mihalek", "Set Decoration"),
        ],
        [],
    ),
    ("Written for the screen by Cord Jefferson", [("Cord Jefferson", "Writer")], []),
    (
        "Written by Greta Gerwig & Noah Baumbach",
        [("Greta Gerwig", "Writer"), ("Noah Baumbach", "Writer")],
        [],
    ),
    (
        "Screenplay by Samy Burch; Story by Samy Burch & Alex Mechanik",
        [("Samy Burch", "Screenplay, Story"), ("Alex Mechanik", "Story")],
        [],
    ),
    (
        "Music and Lyric by Billie Eilish and Finneas O'Connell",
        [("Billie Eilish", "Music and Lyric"), ("Finneas O'Connell", "Music and Lyric")],
        [],
    ),
    (
        "Francis Coppola, Producer; Fred Roos, Gray Frederickson and Tom Sternberg, Co-Producers",
        [
            ("Francis Coppola", "Producer"),
            ("Fred Roos", "Co-Producer"),
            ("Gray Frederickson", "Co-Producer"),
            ("Tom Sternberg", "Co-Producer"),
        ],
        [],
    ),
    (
        (
            "Todd-AO Sound Department, Fred Hynes, Sound Director; and Samuel Goldwyn Studio Sound Department,"
            " Gordon E. Sawyer, Sound Director"
        ),
        [("Fred Hynes", "Sound Director"), ("Gordon E. Sawyer", "Sound Director")],
        ["Todd-AO Sound Department", "Samuel Goldwyn Studio Sound Department"],
    ),
    (
        "RKO Radio Studio Music Department, Max Steiner, head of department (Score by Max Steiner)",
        [("Max Steiner", "Head of department, Score")],
        ["RKO Radio Studio Music Department"],
    ),
    ("Australian News & Information Bureau", [], ["Australian News & Information Bureau"]),
    ("Woodard Productions, Inc.", [], ["Woodard Productions Inc."]),
    ("Irvine (Cotton) Warburton", [("Irvine (Cotton) Warburton", None)], []),
    ("", [], []),
]


@pytest.mark.parametrize(
    ("phrase", "people", "companies"), PHRASES, ids=[p[0][:40] or "empty" for p in PHRASES]
)
def test_phrase(phrase: str, people: list[tuple[str, str | None]], companies: list[str]) -> None:
    credited = parse_credits(phrase)
    assert [(n.person.name, n.role) for n in credited.people] == people
    assert [c.name for c in credited.companies] == companies


def test_what_brackets_say_beside_is_a_note() -> None:
    assert parse_credits("Charles Dorian (Metro-Goldwyn-Mayer)").note == "Metro-Goldwyn-Mayer"


def test_surnames_are_no_companies() -> None:
    assert not is_company("Fred Fox")
    assert is_company("Fox")


@pytest.mark.shared
def test_a_century_of_phrases() -> None:
    """Every phrase of 49 ceremonies against the Academy's own list of nominees."""
    with (SHARED / "awards" / "academy_even_ceremonies.tsv").open(encoding="utf-8", newline="") as lines:
        rows = [
            r
            for r in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            if r["Name"] and r["Nominees"]
        ]
    wrong = [row["Name"] for row in rows if not _agrees(row["Name"], row["Nominees"].split("|"))]
    assert len(rows) > 5_000
    assert len(wrong) <= 12, wrong


def _agrees(phrase: str, nominees: list[str]) -> bool:
    """All people are nominees, and who is no person is a company whose name holds the nominee's."""
    credited = parse_credits(phrase)
    told = {fold(name) for name in nominees}
    people = {fold(n.person.name) for n in credited.people}
    companies = [fold(c.name) for c in credited.companies]
    rest = told - people
    return people <= told and all(any(name in company for company in companies) for name in rest)


@pytest.mark.parametrize(
    ("citation", "names"),
    [
        ("To Peter O'Toole, whose remarkable talents …", ["Peter O'Toole"]),
        ("To Hayao Miyazaki, a master storyteller whose animated artistry …", ["Hayao Miyazaki"]),
        ("To Spike Lee, filmmaker, educator, motivator, iconoclast, artist.", ["Spike Lee"]),
        ("To Anne V. Coates, in recognition of a film editing career.", ["Anne V. Coates"]),
        (
            "To Ann Example, Bob Example and Cy Example for a quieter camera.",
            ["Ann Example", "Bob Example", "Cy Example"],
        ),
    ],
)
def test_whom_the_sentence_of_an_honorary_award_names(citation: str, names: list[str]) -> None:
    honoured = parse_citation(citation)
    assert honoured is not None
    assert [nominee.person.name for nominee in honoured.people] == names


def test_a_sentence_that_begins_otherwise_names_nobody() -> None:
    assert parse_citation("For a quieter camera.") is None

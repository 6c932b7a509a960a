"""`cinegraph people` and `cinegraph graph`, as a user types them; and pictures in which everything fits."""

import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree as ET

import psycopg
import pytest

from cinegraph.cli import app
from cinegraph.cli.problems import KNOWN, one_line
from cinegraph.pictures import drawing
from cinegraph.pictures.ego_picture import ego
from cinegraph.pictures.path_picture import strip
from cinegraph.pipeline.find_path import Found, Someone, Step
from cinegraph.store.collaborators import Collaborator, Person
from cinegraph.store.paths import Film, Filters
from tests.cli.conftest import Run, told

SVG = "{http://www.w3.org/2000/svg}"
NAMES = [
    "Apichatpong Weerasethakul",
    "黒澤明とその仲間たちの映画製作委員会",
    "Ярослава Константинопольская-Вознесенская",
    "عبد الرحمن بن محمد القحطاني الطويل",
    "Wolfeschlegelsteinhausenbergerdorff WWWWWMMMMM",
    "Tom & <Jerry> \x00\x1b",
]
TITLES = [
    "Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb, and Other Stories of the Cold War",
    "風の谷のナウシカと天空の城ラピュタと千と千尋の神隠しと魔女の宅急便",
    "M",
]


def test_people_from_the_import_to_the_picture(cinegraph: Run, database_url: str, tmp_path: Path) -> None:
    """The 96th Academy Awards, imported once: four films lead from Joaquin Phoenix to Carey Mulligan."""
    assert cinegraph("import", "oscars", "2024", "--offline", "--json").returncode == 0
    strips, around = tmp_path / "way.svg", tmp_path / "around.svg"
    found = cinegraph("people", "path", "joaquin phoenix", "Carey Mulligan", "--svg", str(strips))
    assert "4 steps, one way" in found.stdout, found.stderr
    assert "── Mission: Impossible - Dead Reckoning Part One (2023) ──" in found.stdout
    assert "Vanessa Kirby" in strips.read_text(encoding="utf-8")
    (shown,) = told(cinegraph("people", "show", "Bradley Cooper", "--json", "--svg", str(around)))
    assert (shown["films"], shown["collaborators"], len(shown["worked_with"])) == (2, 18, 18)  # type: ignore[arg-type] # a list
    assert around.read_text(encoding="utf-8").count("<g>") == 19
    (one, *_) = told(cinegraph("people", "collaborators", "Bradley Cooper", "--limit", "3", "--json"))
    assert (one["name"], one["kinds"], one["first_year"]) == (
        "Amy Durning",
        ["crew_crew", "director_crew"],
        2023,
    )
    with psycopg.connect(database_url) as connection:
        before = connection.execute("select count(*) from collaborations").fetchone()
    (built,) = told(cinegraph("graph", "build", "--json"))
    assert (built["pairs"],) == before
    gerwigs = told(cinegraph("people", "search", "gerwig", "--json"))
    assert [line["name"] for line in gerwigs] == ["Greta Gerwig"], (
        "the nominee and the credited one are one row"
    )


WRONG = [
    (("show", "Nobody"), "nobody is called 'Nobody'"),
    (("search", "zzz"), "nobody's name"),
    (("search", "a", "--limit", "0"), "0 cannot be shown"),
    (("path", "A", "B", "--depth", "99"), "--depth 99"),
    (("path", "A", "B", "--top-billed", "21"), "--top-billed 21"),
    (("path", "A", "B", "--years", "1930/2"), "--years 1930/2"),
    (("path", "A", "B", "--years", "old"), "no year"),
    (("path", "A", "B", "--timeout", "0"), "--timeout 0"),
    (("path", "A", "B", "--timeout", "nan"), "--timeout nan"),
    (("path", "Ann", "Bob"), "Ann and Bob are not connected within 6 steps"),
    (("path", "Ann", "Bob", "--features"), "are not connected in films that count"),
    (("show", "Ann", "--svg", "no/such/folder/a.svg"), "there is no folder"),
]


def test_what_is_wrong_is_one_line(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this process: a command each would take a second."""
    monkeypatch.setenv("CINEGRAPH_DATABASE_URL", database_url)
    with psycopg.connect(database_url) as connection:
        connection.execute("insert into people (name) values ('Ann'), ('Bob')")
    for words, line in WRONG:
        with pytest.raises(KNOWN) as wrong:
            app(["people", *words], exit_on_error=False, print_error=False, result_action="return_value")
        said = one_line(wrong.value)
        assert line in said, words
        assert "\n" not in said


def person(number: int) -> Person:
    return Person(number, NAMES[number], None, None, "Acting", 12, 1950, 2010, TITLES[0], 30, 1, 0)


def fits(drawn: str) -> list[str]:
    """Every line of text that leaves the box or the gap in which it stands; lines of a script count by their width."""
    root = ET.fromstring(drawn)
    high, wide = float(root.attrib["height"]), float(root.attrib["width"])
    boxes = [
        tuple(float(r.attrib[k]) for k in ("x", "width")) for r in root.iter(f"{SVG}rect") if "rx" in r.attrib
    ]
    out = []
    for line in root.iter(f"{SVG}text"):
        x, y, size = (float(line.attrib[k]) for k in ("x", "y", "font-size"))
        half = drawing.width(line.text or "", size) / 2
        inside = next((b for b in boxes if b[0] < x < b[0] + b[1]), None)
        left, right = (inside[0], inside[0] + inside[1]) if inside else (0, wide)
        if line.attrib["text-anchor"] == "middle" and not (
            left <= x - half and x + half <= right and 0 < y < high
        ):
            out.append(line.text or "")
    return out


def test_long_names_and_titles_of_any_script_fit() -> None:
    """In the strip nothing leaves its box or the room between two; years are never cut off."""
    people = [Someone(number, name, None) for number, name in enumerate(NAMES)]
    films = [Film(number, TITLES[number % 3], 1960 + number, ["actor_actor"]) for number in range(7)]
    way = tuple(Step(people[i], people[i + 1], tuple(films[i : i + 1 + i])) for i in range(5))
    drawn = strip(Found(person(0), person(5), (way, way), more=True, which=Filters(), deepest=6))
    assert fits(drawn) == []
    told_years = re.findall(r"\((\d{4})\)</text>", drawn)
    assert len(told_years) == 2 * (5 + 4), "the latest film of each step, and another where there is one"
    assert "Tom &amp; &lt;Jerry&gt;" in drawn
    longest = max((drawing.width(line, 12), line) for line in drawing.lines(TITLES[0], 12, 180, 3, " (1964)"))
    assert longest[0] <= 180


@pytest.mark.parametrize("number", [0, 1, 3, 24])
def test_a_person_with_those_around_them(number: int) -> None:
    around = [
        Collaborator(
            n, NAMES[n % 6], None, 1 + n * 9, 1950, 2001, 1960, Decimal("7.53"), ["Drama"], ["actor_actor"]
        )
        for n in range(number)
    ]
    ties = [(a, b, 1) for a in range(number) for b in range(a)]
    drawn = ego(person(4), around, ties)
    assert fits(drawn) == []
    assert drawn.count("<g>") == number + 1
    assert drawn.count("<path") == number + len(ties)

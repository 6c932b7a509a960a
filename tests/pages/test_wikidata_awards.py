"""Wikidata's statements: told from either side, dated in three ways, and never joined by a guess."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from cinegraph import data
from cinegraph.domain.festivals import Ceremony, Edition
from cinegraph.pages import wikidata_awards
from cinegraph.pages.errors import NotThere, PageChanged
from cinegraph.pages.wikidata_query import query

OSCARS = next(one for one in data.organizations() if one.slug == "oscars")
NAMES = {
    "Q1": ("Actor prize", ""),
    "Q2": ("Picture prize", ""),
    "Q10": ("Some Film", "tt0000010"),
    "Q11": ("Other Film", "tt0000011"),
    "Q20": ("Ann", "nm0000020"),
    "Q21": ("Bob", "nm0000021"),
    "Q30": ("First Song", ""),
    "Q31": ("Second Song", ""),
}
NIGHT = {"ceremony": "2024-03-10"}


def statement(
    award: str, subject: str, how: str = "nominated", rank: str = "NormalRank", **said: Any
) -> list[Any]:
    """The rows of one statement. `said`: work, others (lists of items), ceremony (its day), day, year."""
    statement.number = getattr(statement, "number", 0) + 1  # type: ignore[attr-defined]
    head = {
        "awardEdition": text(said.get("asked", "2024/1 of 1, 2024")),
        "event": text("ev0000003"),
        "organization": text("Academy Awards"),
        "statement": uri(f"statement/Q0-{statement.number}"),  # type: ignore[attr-defined]
        "how": text(how),
        "rank": uri(rank),
    }
    rows = [head | {"what": text("award")} | item(award), head | {"what": text("subject")} | item(subject)]
    for what, field in (("work", "work"), ("with", "others")):
        rows += [head | {"what": text(what)} | item(number) for number in said.get(field, ())]
    if "ceremony" in said:
        day = {"day": text(f"{said['ceremony']}T00:00:00Z")} if said["ceremony"] else {}
        rows.append(
            head
            | {"what": text("ceremony"), "value": uri(f"Q9{said['ceremony'] or ''}".replace("-", ""))}
            | day
        )
    for precision, field in (("11", "day"), ("9", "year")):
        if field in said:
            rows.append(
                head | {"what": text("date"), "value": text(said[field]), "precision": text(precision)}
            )
    return rows


def item(number: str) -> dict[str, Any]:
    name, imdb_id = NAMES[number]
    told = {"value": uri(number), "name": text(name) | {"xml:lang": "en"}}
    told |= {"type": uri("Q7366")} if name.endswith("Song") else {}
    return told | ({"imdb": text(imdb_id)} if imdb_id else {})


def text(value: str) -> dict[str, str]:
    return {"type": "literal", "value": value}


def uri(end: str) -> dict[str, str]:
    return {"type": "uri", "value": f"http://www.wikidata.org/entity/{end}"}


def read(*statements: list[Any]) -> Ceremony:
    rows = [row for told in statements for row in told]
    return wikidata_awards.parse(
        json.dumps({"head": {"vars": ["awardEdition"]}, "results": {"bindings": rows}})
    )


def told(ceremony: Ceremony) -> list[tuple[bool, str, str]]:
    """(won, films, people) of each nomination."""
    return [
        (n.is_winner, "+".join(f.title for f in n.films), "+".join(p.person.name for p in n.people))
        for n in ceremony.nominations
    ]


ONE = [(False, "Some Film", "Ann")]


@pytest.mark.parametrize("award", ["Q1", "Q2"])
@pytest.mark.parametrize(
    "sides",
    [
        [("Q20", {"work": ["Q10"]})],
        [("Q10", {"others": ["Q20"]})],
        [("Q20", {"work": ["Q10"]}), ("Q10", {"others": ["Q20"]})],
        [("Q20", {"work": ["Q10"]}), ("Q10", {})],
        [("Q10", {}), ("Q20", {"work": ["Q10"]})],
        [("Q20", {"work": ["Q10"]}), ("Q20", {})],
    ],
)
def test_one_nomination_however_it_is_told(award: str, sides: list[tuple[str, dict[str, Any]]]) -> None:
    ceremony = read(*(statement(award, subject, **said, **NIGHT) for subject, said in sides))
    assert told(ceremony) == ONE
    assert told(read(*(statement(award, s, "won", **said, **NIGHT) for s, said in sides))) == [
        (True, *ONE[0][1:])
    ]


def test_a_winner_is_also_nominated() -> None:
    both = [statement("Q1", "Q20", how, work=["Q10"], **NIGHT) for how in ("nominated", "won")]
    assert told(read(*both)) == [(True, "Some Film", "Ann")]


def test_two_actors_of_one_film_are_two_and_its_producers_one() -> None:
    def of(award: str) -> Ceremony:
        people = [statement(award, person, work=["Q10"], **NIGHT) for person in ("Q20", "Q21")]
        return read(
            *people, statement(award, "Q10", others=["Q20", "Q21"], **NIGHT), statement(award, "Q10", **NIGHT)
        )

    assert told(of("Q1")) == [(False, "Some Film", "Ann"), (False, "Some Film", "Bob")]
    assert told(of("Q2")) == [(False, "Some Film", "Ann+Bob")]


def test_which_of_two_actors_won_is_not_guessed() -> None:
    people = [statement("Q1", person, work=["Q10"], **NIGHT) for person in ("Q20", "Q21")]
    assert read(*people, statement("Q1", "Q10", "won", **NIGHT)).winners == 0
    assert told(read(*people, statement("Q1", "Q10", "won", others=["Q21"], **NIGHT)))[0] == (
        True,
        "Some Film",
        "Bob",
    )


def test_one_person_for_two_films() -> None:
    apart = [statement("Q2", "Q20", work=[film], **NIGHT) for film in ("Q10", "Q11")]
    assert len(read(*apart).nominations) == 2
    joint = read(
        statement("Q2", "Q20", work=["Q10", "Q11"], **NIGHT), statement("Q2", "Q11", others=["Q20"], **NIGHT)
    )
    assert told(joint) == [(False, "Other Film+Some Film", "Ann")]


def test_one_actor_in_two_films_is_two_nominations() -> None:
    apart = [statement("Q1", "Q20", work=[film], **NIGHT) for film in ("Q10", "Q11")]
    assert told(read(*apart)) == [(False, "Other Film", "Ann"), (False, "Some Film", "Ann")]


def test_what_may_be_either_of_two_is_left_out_and_counted() -> None:
    """Two songs of one film, and somebody else who is said to be nominated for the film."""
    songs = [statement("Q2", song, work=["Q10"], others=["Q20"], **NIGHT) for song in ("Q30", "Q31")]
    ceremony = read(*songs, statement("Q2", "Q21", work=["Q10"], **NIGHT))
    assert [(n.detail, [p.person.name for p in n.people]) for n in ceremony.nominations] == [
        ("First Song", ["Ann"]),
        ("Second Song", ["Ann"]),
    ]
    assert ceremony.said == (
        ("wikidata statements left out: of which nomination of their film is not told", "1"),
    )


def test_deprecated_statements_are_not_heard() -> None:
    wrong = statement("Q2", "Q10", "won", "http://wikiba.se/ontology#DeprecatedRank", **NIGHT)
    assert told(read(wrong, statement("Q2", "Q10", **NIGHT))) == [(False, "Some Film", "")]
    with pytest.raises(NotThere, match="no award that is surely of Academy Awards 2024/1"):
        read(wrong)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        ({"ceremony": "2024-03-10"}, True),
        ({"ceremony": "2024-03-10", "year": "2023-01-01"}, True),
        ({"ceremony": "2023-03-12", "year": "2024-01-01"}, False),
        ({"ceremony": "2023-03-12", "day": "2024-01-05"}, False),
        ({"ceremony": None, "day": "2024-03-10"}, True),
        ({"day": "2024-03-10"}, True),
        ({"day": "2023-12-01"}, False),
        ({"year": "2024-01-01"}, True),
        ({"year": "2023-01-01"}, False),
        ({"ceremony": None}, False),
        ({}, False),
    ],
)
def test_of_which_night_a_statement_is(said: dict[str, Any], counts: bool) -> None:
    """The ceremony it names counts first, then its own day, then its year alone, which is said."""
    known = statement("Q2", "Q11", **NIGHT)
    ceremony = read(known, statement("Q2", "Q10", **said))
    assert [n.films[0].title for n in ceremony.nominations] == ["Other Film"] + ["Some Film"] * counts
    alone = counts and "day" not in said and not said.get("ceremony")
    assert bool(ceremony.said) == alone


def test_years_of_eligibility_are_no_nights() -> None:
    asked = "2024/1 of 1, 2023"
    of_2023 = statement("Q2", "Q10", asked=asked, year="2023-01-01")
    ceremony = read(of_2023, statement("Q2", "Q11", asked=asked, year="2024-01-01"))
    assert [n.films[0].title for n in ceremony.nominations] == ["Some Film"]
    changed = replace(OSCARS, wikidata_dates="eligibility")
    assert '"2024/1 of 1, 2023"' in query(changed, Edition(2024))
    assert "YEAR(?on) IN (2023, 2024)" in query(changed, Edition(2024))


def two_nights(instance: int, *more: Sequence[Any]) -> Ceremony:
    asked = f"1930/{instance} of 2, 1930"
    april = statement("Q2", "Q10", asked=asked, ceremony="1930-04-03")
    return read(april, *(list(m) for m in more), statement("Q2", "Q11", asked=asked, year="1930-01-01"))


def test_of_two_ceremonies_in_a_year() -> None:
    november = statement("Q2", "Q11", asked="1930/2 of 2, 1930", ceremony="1930-11-05")
    assert [n.films[0].title for n in two_nights(2, november).nominations] == ["Other Film"]
    april = statement("Q2", "Q11", asked="1930/1 of 2, 1930", ceremony="1930-11-05")
    ceremony = two_nights(1, april)
    assert [n.films[0].title for n in ceremony.nominations] == ["Some Film"]
    assert ceremony.said == (
        ("wikidata statements left out: of which of two ceremonies of a year is not told", "1"),
    )
    with pytest.raises(NotThere):
        two_nights(1)


def test_what_was_asked_is_in_the_answer() -> None:
    ceremony = read(statement("Q2", "Q10", **NIGHT))
    assert (ceremony.edition, ceremony.imdb_event_id) == (Edition(2024), "ev0000003")
    assert (ceremony.name, ceremony.account) == ("Academy Awards", "wikidata_awards")
    with pytest.raises(PageChanged, match="expected an edition like"):
        read(statement("Q2", "Q10", asked="2024"))
    with pytest.raises(
        PageChanged, match=r"expected one award and one subject of statement .*, found 1 and 0"
    ):
        read([row for row in statement("Q2", "Q10", **NIGHT) if row["what"]["value"] != "subject"])
    with pytest.raises(NotThere, match="states no award of this edition"):
        read()


def test_the_question() -> None:
    asked = query(replace(OSCARS, name='The "Oscars"\\'), Edition(1930, 2))
    assert '("1930/2 of 2, 1930" "ev0000003" "The \\"Oscars\\"\\\\")' in asked
    assert "VALUES ?root { wd:Q19020 wd:Q102427 }" in asked
    assert wikidata_awards.path(replace(OSCARS, wikidata_ids=()), Edition(2024)) is None

"""Nominations and what makes two of them the same; editions; the years of films."""

from dataclasses import replace
from typing import Literal

import pytest

from cinegraph import data
from cinegraph.domain.festivals import (
    Category,
    Ceremony,
    Edition,
    Nomination,
    Nominee,
    Organization,
    Season,
    each_once,
)
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef
from cinegraph.domain.retold import with_award

OSCARS: Organization = next(o for o in data.organizations() if o.slug == "oscars")
CANNES: Organization = next(o for o in data.organizations() if o.slug == "cannes")


def nomination(*people: str, film: str = "Beauty and the Beast", detail: str | None = None) -> Nomination:
    named = tuple(Nominee(PersonRef(name)) for name in people)
    return Nomination(films=(MovieRef(film),), people=named, detail=detail)


def test_the_order_of_nominees_does_not_count() -> None:
    assert (
        nomination("Alan Menken", "Howard Ashman").fingerprint
        == nomination("Howard Ashman", "Alan Menken").fingerprint
    )


def test_spelling_does_not_count() -> None:
    assert nomination("ALAN MENKEN").fingerprint == nomination("Alan  Menken").fingerprint


@pytest.mark.parametrize(
    "other",
    [
        nomination("Alan Menken", detail="Be Our Guest"),
        nomination("Alan Menken", "Howard Ashman", detail="Belle"),
        nomination("Alan Menken", film="Aladdin", detail="Belle"),
    ],
)
def test_another_song_person_or_film_is_another_nomination(other: Nomination) -> None:
    """Lesson 5: two nominees of one film in one category were one row."""
    assert nomination("Alan Menken", detail="Belle").fingerprint != other.fingerprint


def test_winning_changes_nothing() -> None:
    """Lesson 21: a nomination must be found again on the night after."""
    assert (
        nomination("Alan Menken").fingerprint
        == replace(nomination("Alan Menken"), is_winner=True).fingerprint
    )


def test_prizes_to_nobody_are_told_apart_by_their_text() -> None:
    """Lesson 7: nominations without a film."""
    one, other = Nomination(citation="For OpenVDB"), Nomination(citation="For Alembic")
    assert one.fingerprint != other.fingerprint


def test_editions_of_years() -> None:
    assert OSCARS.editions_of(2024) == (Edition(2024),)
    assert OSCARS.editions_of(1930) == (Edition(1930, 1), Edition(1930, 2))
    assert OSCARS.editions_of(1933) == OSCARS.editions_of(1928) == ()


@pytest.mark.parametrize(
    ("organization", "year", "label", "kind", "years"),
    [
        (OSCARS, 2024, "2023", "eligibility", (2023,)),
        (OSCARS, 1929, "1927/28", "eligibility", (1927, 1928)),
        (OSCARS, 2021, None, "eligibility", (2020,)),
        (CANNES, 2023, None, "festival", (2023,)),
    ],
)
def test_years_of_release(
    organization: Organization,
    year: int,
    label: str | None,
    kind: Literal["eligibility", "festival"],
    years: tuple[int, ...],
) -> None:
    """Lesson 16: "film year = ceremony year - 1" is a rule of the Oscars, not of festivals."""
    assert organization.season(year, label) == Season(kind, years)


def test_unsaid_awards_are_named() -> None:
    ceremony = Ceremony(
        "page", Edition(2024), "name", (Category("Directing"), Category("Jury Prize", "Jury Prize"))
    )
    assert [c.award for c in with_award(ceremony, "Oscar").categories] == ["Oscar", "Jury Prize"]
    assert [c.award for c in with_award(ceremony, None).categories] == ["Directing", "Jury Prize"]


def test_every_shipped_organization_is_whole() -> None:
    shipped = data.organizations()
    assert len(shipped) == 23
    assert len({o.slug for o in shipped}) == len({o.imdb_event_id for o in shipped}) == 23
    assert all(o.page_kinds for o in shipped)


def test_who_is_named_twice_is_named_once_with_both_roles() -> None:
    twice = Nomination(
        films=(MovieRef("May December", imdb_id="tt1"), MovieRef("May December", imdb_id="tt1")),
        people=(
            Nominee(PersonRef("Samy Burch", "nm1"), "screenplay by"),
            Nominee(PersonRef("Alex Mechanik")),
            Nominee(PersonRef("Samy Burch", "nm1"), "story by"),
            Nominee(PersonRef("Alex Mechanik"), "story by"),
        ),
    )
    once = each_once(twice)
    assert [(n.person.name, n.role) for n in once.people] == [
        ("Samy Burch", "screenplay by, story by"),
        ("Alex Mechanik", "story by"),
    ]
    assert len(once.films) == 1
    assert each_once(once) == once

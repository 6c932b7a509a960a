"""Award ceremonies and festivals: the values that a page states and the database keeps."""

import hashlib
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef
from cinegraph.domain.titles import fold


@dataclass(frozen=True, slots=True)
class Season:
    """The years that a ceremony tells of its films, and how: see MovieRef."""

    kind: Literal["eligibility", "festival"]
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One ceremony of an organization, by year and by its place within that year (1, 2 …)."""

    year: int
    instance: int = 1
    imdb_id: str | None = None

    def __str__(self) -> str:
        return str(self.year) if self.instance == 1 else f"{self.year}/{self.instance}"


@dataclass(frozen=True, slots=True)
class Organization:
    """Who gives the awards. `slug` is its name on the command line; `official_name` and `other_names` are what pages
    may call it; `main_award` is the award that its own pages leave unsaid ("Oscar"); `month` is the usual one (1-12);
    `gap_years` had no ceremony; `double_years` had two; films were released `eligibility_offset` years before the
    ceremony's year (None: a festival, where they may come out later). `wikidata_ids` are its items in Wikidata: awards,
    or what awards are instances or parts of, or are conferred by; `wikidata_dates` is what a year without a ceremony
    means there: that of the night, or of the eligibility. `known_editions` are those that pages told of: no setting,
    but what was found out."""

    slug: str
    name: str
    abbreviation: str
    country: str
    founded_year: int
    kind: Literal["ceremony", "festival"]
    official_name: str | None = None
    other_names: tuple[str, ...] = ()
    imdb_event_id: str | None = None
    main_award: str | None = None
    month: int | None = None
    page_kinds: tuple[str, ...] = ()
    gap_years: tuple[int, ...] = ()
    double_years: tuple[int, ...] = ()
    eligibility_offset: int | None = None
    prestige_win: int | None = None
    prestige_nomination: int | None = None
    wikidata_ids: tuple[str, ...] = ()
    wikidata_dates: Literal["night", "eligibility"] = "night"
    known_editions: tuple[Edition, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that a page may call it."""
        official = (self.official_name,) if self.official_name else ()
        return (self.name, *official, *self.other_names, self.abbreviation)

    def editions_of(self, year: int) -> tuple[Edition, ...]:
        """The editions of this year: those that pages told of, and two in a double year. If no page told of any:
        one, but none in a gap year or before the first."""
        instances = {edition.instance for edition in self.known_editions if edition.year == year}
        if year in self.double_years:
            instances |= {1, 2}
        if not instances and year >= self.founded_year and year not in self.gap_years:
            instances = {1}
        return tuple(Edition(year, instance) for instance in sorted(instances))

    def season(self, year: int, eligibility: str | None) -> Season:
        """When the films of a ceremony came out, as far as its year tells.

        By the ceremony's own eligibility label ("2023", "1927/28"), else by the offset; without either it is a
        festival, which shows films in the year in which most of them come out.
        """
        if eligibility and (first := eligibility[:4]).isdecimal():
            years = (int(first), int(first) + 1) if "/" in eligibility else (int(first),)
            return Season("eligibility", years)
        if self.eligibility_offset is not None:
            return Season("eligibility", (year - self.eligibility_offset,))
        return Season("festival", (year,))


@dataclass(frozen=True, slots=True)
class Nominee:
    """A person within a nomination, with the role that the page gives ("Producer"), None if it gives none."""

    person: PersonRef
    role: str | None = None


@dataclass(frozen=True, slots=True)
class CompanyNominee:
    """A company, studio department or country that a nomination names beside (or instead of) people."""

    name: str
    imdb_id: str | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Nomination:
    """One entry in one category: won or not, with any number of films, people and companies.

    `detail` is the song, country or character that is honoured; `note` and `citation` as printed;
    `works` are episodes that the page names. `accounts` are the kinds of page that state this nomination.
    """

    films: tuple[MovieRef, ...] = ()
    people: tuple[Nominee, ...] = ()
    companies: tuple[CompanyNominee, ...] = ()
    is_winner: bool = False
    detail: str | None = None
    note: str | None = None
    citation: str | None = None
    works: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()

    @property
    def films_only(self) -> bool:
        """Whether nothing is said of it but its films."""
        said = self.people or self.companies or self.detail or self.note or self.citation or self.works
        return bool(self.films) and not said

    @property
    def by_id_only(self) -> bool:
        """Whether nothing is said of it but its films' ids: no title, nobody's name."""
        return self.films_only and not any(film.titles for film in self.films)

    @property
    def fingerprint(self) -> str:
        """Who and what is nominated, as 32 hex digits: equal for the same nominees in any order.

        Ids stand for those that have one, folded names for the rest; the detail is part of it, because one
        film can be nominated for three songs by the same two people.
        """
        films = sorted(f"film:{film.imdb_id or fold(film.title)}" for film in self.films)
        people = sorted(f"person:{n.person.imdb_id or fold(n.person.name)}" for n in self.people)
        companies = sorted(f"company:{c.imdb_id or fold(c.name)}" for c in self.companies)
        works = sorted(f"work:{fold(work)}" for work in self.works)
        told = [f"detail:{fold(self.detail)}"] if self.detail else []
        if not films and not people and not companies:
            told += [f"said:{fold(text)}" for text in (self.note, self.citation) if text]
        joined = "\n".join([*films, *people, *companies, *works, *told])
        return hashlib.sha256(joined.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Category:
    """A prize: its group (`award`, None if the page leaves it unsaid) and its name.

    `honours` says whom the page puts first in its nominations, None if it does not tell.
    """

    name: str
    award: str | None = None
    honours: Literal["people", "films"] | None = None
    nominations: tuple[Nomination, ...] = ()

    @property
    def called(self) -> tuple[str, str]:
        """Award and name, folded: equal for what two pages call the same."""
        return fold(self.award or ""), fold(self.name)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What an account itself says that it does not show: the rest of a category's nominations, or (`category` is
    None) of an award's categories. `total` is how many there are, None if it does not say."""

    account: str
    award: str | None
    category: str | None
    shown: int
    total: int | None = None

    def __str__(self) -> str:
        what = "nominations" if self.category else "categories"
        place = " / ".join(dict.fromkeys(name for name in (self.award, self.category) if name))
        if self.total is None:
            return (
                f"{place}: the page shows only {self.shown} {what}, and does not say how many more there are"
            )
        return f"{place}: the page shows only {self.shown} of {self.total} {what}, {self.total - self.shown} are missing"


@dataclass(frozen=True, slots=True)
class Ceremony:
    """One account of one edition: everything a page says, or everything several pages say together.

    `account` is the kind of page ("oscars_ceremony"); joined accounts are written "a+b".
    `said` holds what the page says beside the nominations (other names, links), as pairs. `shortfalls` are what the
    account says that it does not show. `names_nobody`: it lists this edition, and says itself that it has no nominee.
    """

    account: str
    edition: Edition
    name: str
    categories: tuple[Category, ...]
    number: int | None = None
    held_on: date | None = None
    ended_on: date | None = None
    location: str | None = None
    eligibility: str | None = None
    imdb_event_id: str | None = None
    editions: tuple[Edition, ...] = ()
    said: tuple[tuple[str, str], ...] = ()
    shortfalls: tuple[Shortfall, ...] = ()
    names_nobody: bool = False

    @property
    def nominations(self) -> tuple[Nomination, ...]:
        """Every nomination, in the order of the page."""
        return tuple(n for category in self.categories for n in category.nominations)

    @property
    def winners(self) -> int:
        """How many nominations won."""
        return sum(nomination.is_winner for nomination in self.nominations)


def each_once(nomination: Nomination) -> Nomination:
    """The nomination with everyone and every film named once, at the first place; roles are joined by a comma.

    A page names a writer twice who has two credits ("screenplay by", "story by").
    """
    people: dict[str, Nominee] = {}
    for nominee in nomination.people:
        key = nominee.person.imdb_id or fold(nominee.person.name)
        first = people.setdefault(key, nominee)
        people[key] = replace(first, role=joined_roles(first.role, nominee.role))
    films: dict[str, MovieRef] = {}
    for film in nomination.films:
        films.setdefault(film.imdb_id or fold(film.title), film)
    return replace(nomination, films=tuple(films.values()), people=tuple(people.values()))


def each_once_in(ceremony: Ceremony) -> Ceremony:
    """The ceremony with everyone named once in each of its nominations."""
    return replace(
        ceremony,
        categories=tuple(
            replace(c, nominations=tuple(each_once(n) for n in c.nominations)) for c in ceremony.categories
        ),
    )


def joined_roles(one: str | None, other: str | None) -> str | None:
    """Two roles of one person as one text, nothing said twice."""
    roles = [role for text in (one, other) if text for role in text.split(", ")]
    return ", ".join(dict.fromkeys(roles)) or None

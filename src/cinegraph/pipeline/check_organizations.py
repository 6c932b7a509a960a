"""What is known of organizations, held against what the stored pages said of them."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from cinegraph.domain.event_names import known_by
from cinegraph.domain.festivals import Ceremony, Organization
from cinegraph.pages.errors import PageError
from cinegraph.pipeline.choose_ceremonies import EVERYONE, is_history, named
from cinegraph.pipeline.context import Context
from cinegraph.pipeline.discover import HISTORIES
from cinegraph.pipeline.given_pages import ceremonies_in
from cinegraph.pipeline.sort_pages import names_said
from cinegraph.store import pages


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is off: which field of which organization, what is the matter, and what to do.

    `level` is `wrong` for what contradicts pages, `note` for what pages cannot tell for sure.
    """

    organization: str
    field: str
    level: Literal["wrong", "note"]
    says: str


@dataclass(frozen=True, slots=True)
class Checked:
    """How many organizations were looked at, of how many of them a page is here, and what is off."""

    organizations: int
    with_pages: int
    findings: tuple[Finding, ...]


async def check_organizations(context: Context, festivals: Sequence[str]) -> Checked:
    """Compare them (none named: all) with the newest event page of each, and with the editions that pages told of.

    Nothing is fetched. Raises Refused for a name that is none.
    """
    async with context.database.transaction() as conn:
        found = await named(conn, festivals or (EVERYONE,))
        kept = dict(await pages.newest_of(conn, [number for number, _ in found], HISTORIES))
    findings: list[Finding] = []
    for number, organization in found:
        if number in kept:
            try:
                accounts = await asyncio.to_thread(ceremonies_in, kept[number].body)
                findings += _of_page(organization, accounts[-1])
            except PageError as wrong:
                says = f"the newest page of it that is kept cannot be read any more: {wrong}"
                findings.append(Finding(organization.slug, "page_kinds", "wrong", says))
        findings += _of_history(organization)
    told = sum(number in kept or bool(one.known_editions) for number, one in found)
    return Checked(len(found), told, tuple(findings))


def _of_page(organization: Organization, told: Ceremony) -> list[Finding]:
    slug, event = organization.slug, organization.imdb_event_id
    found = []
    if told.imdb_event_id is not None and told.imdb_event_id != event:
        says = f"its newest page is of event {told.imdb_event_id} ({told.name}), and here it has {event or 'none'}"
        found.append(Finding(slug, "imdb_event_id", "wrong", says))
    if not known_by(organization.names, names_said(told)):
        says = f"its page calls it {told.name!r}: if that is right, `cinegraph festivals edit {slug} --add-name {told.name!r}`"
        found.append(Finding(slug, "other_names", "wrong", says))
    return found


def _of_history(organization: Organization) -> list[Finding]:
    told = sorted({edition.year for edition in organization.known_editions})
    if not told:
        return []
    slug, first = organization.slug, organization.founded_year
    found = []
    if told[0] < first:
        says = f"it began in {first} here, and pages tell of an edition of {told[0]}"
        hint = f": `cinegraph festivals edit {slug} --founded-year {told[0]}` if they are right"
        found.append(Finding(slug, "founded_year", "wrong", says + hint))
    elif told[0] > first and is_history(set(told)):
        says = f"it began in {first} here, and the oldest edition that pages tell of is {told[0]}"
        found.append(Finding(slug, "founded_year", "note", says))
    if held := sorted(set(organization.gap_years) & set(told)):
        says = f"no ceremony is known here for {_years(held)}, and pages tell of one"
        found.append(Finding(slug, "gap_years", "wrong", says))
    second = {edition.year for edition in organization.known_editions if edition.instance > 1}
    if single := sorted((set(organization.double_years) & set(told)) - second):
        says = f"two ceremonies are known here for {_years(single)}, and pages tell of one"
        found.append(Finding(slug, "double_years", "wrong", says))
    return found


def _years(years: Sequence[int]) -> str:
    return ", ".join(str(year) for year in years)

"""Which organization and which of its editions a person means."""

import difflib
import re
from collections.abc import Sequence
from datetime import datetime

from psycopg import AsyncConnection

from cinegraph.domain.festivals import Edition, Organization
from cinegraph.pipeline.context import Refused
from cinegraph.store import organizations


async def find_organization(conn: AsyncConnection, name: str) -> tuple[int, Organization]:
    """The organization by slug, abbreviation or event ("imdb:ev0000147"). Raises Refused, with the nearest name."""
    if name.strip().lower().startswith(_BY_EVENT):
        return await _of_event(conn, name.strip().lower().removeprefix(_BY_EVENT))
    found = await organizations.find(conn, name)
    if found is not None:
        return found
    known = await organizations.names(conn)
    close = difflib.get_close_matches(name.lower(), known, n=1)
    hint = f"did you mean {close[0]!r}?" if close else f"known are {', '.join(known)}"
    raise Refused(f"there is no organization {name!r}: {hint}")


_BY_EVENT = "imdb:"
_EVENT = re.compile(r"ev\d{7,}")


async def _of_event(conn: AsyncConnection, event: str) -> tuple[int, Organization]:
    if not _EVENT.fullmatch(event):
        raise Refused(f'{event!r} is no IMDb event: it is "ev" and at least 7 digits (imdb:ev0000147)')
    found = await organizations.of_event(conn, event)
    if found is None:
        raise Refused(unknown_event(event))
    return found


def unknown_event(event: str, name: str = "") -> str:
    """No organization has this event, and how to add one."""
    called = f" ({name})" if name else ""
    return (
        f"no organization here has IMDb's event {event}{called}: add it with `cinegraph festivals add SLUG"
        f" --imdb-event-id {event}`, or give its id to one with `cinegraph festivals edit`"
    )


def editions_of(
    organization: Organization, years: Sequence[int], today: datetime, instance: int | None = None
) -> list[Edition]:
    """The editions of these years, or the one at that place within the year. A range may span years without one; a
    year alone must have one. What pages told of is believed, whatever the other years say.

    Raises Refused for a year before the first edition, in the future, or without a ceremony; an organization that is
    known to have had two ceremonies in some years has had no other second one.
    """
    told = {edition.year for edition in organization.known_editions}
    for year in years:
        if year < organization.founded_year and year not in told:
            raise Refused(
                f"{organization.name} began in {organization.founded_year}: there is no edition of {year}"
            )
        if year > today.year and year not in told:
            raise Refused(f"{year} is in the future: {organization.name} has no edition of it yet")
    found = [edition for year in years for edition in organization.editions_of(year)]
    if not found:
        raise Refused(f"{organization.name} held no ceremony in {years[0]}")
    if instance is None:
        return found
    chosen = [edition for edition in found if edition.instance == instance]
    if not chosen and (organization.double_years or years[0] in told):
        raise Refused(f"{organization.name} held no ceremony {years[0]}/{instance}")
    return chosen or [Edition(years[0], instance)]

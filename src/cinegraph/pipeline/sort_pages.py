"""Pages that a user gives, by the ceremonies that they tell of; a page of another organization or edition is noticed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cinegraph.domain.event_names import known_by
from cinegraph.domain.festivals import Ceremony, Edition, Organization
from cinegraph.pages import decode, read, recognise
from cinegraph.pages.errors import AnotherEdition, PageError
from cinegraph.pipeline.context import Refused
from cinegraph.store.pages import KeptPage


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A saved page that the user gives: the file's name and its bytes. `found`: in a folder that the user named."""

    name: str
    body: bytes
    found: bool = False


def sort_pages(
    organization: Organization, editions: Sequence[Edition] | None, given: Sequence[GivenPage]
) -> dict[tuple[int, int], list[KeptPage]]:
    """The given pages by edition, each read once to know that it can be. A page that tells of several ceremonies
    stands at each of those that are asked for (None: at all of them). Raises Refused, naming the file."""
    sorted_pages: dict[tuple[int, int], list[KeptPage]] = {}
    kinds: set[tuple[int, int, str]] = set()
    for page in given:
        try:
            kind = recognise(decode(page.body)).KIND
            told = _asked_for(read(kind, page.body), organization, editions)
        except PageError as wrong:
            raise Refused(f"{page.name}: {wrong}") from None
        kept = KeptPage(page.name, kind, _SAVED, page.body, "file")
        for ceremony in told:
            place = (*_key(ceremony.edition), kind)
            if place in kinds:
                raise Refused(
                    f"{page.name}: a second page of the same kind for {organization.slug} {ceremony.edition}"
                )
            kinds.add(place)
            sorted_pages.setdefault(_key(ceremony.edition), []).append(kept)
    return sorted_pages


def _asked_for(
    told: Sequence[Ceremony], organization: Organization, editions: Sequence[Edition] | None
) -> Sequence[Ceremony]:
    """Those of a page's ceremonies that are asked for. Raises AnotherEdition if none is."""
    check_organization(told[0], organization)
    if editions is None:
        return told
    asked = {_key(edition) for edition in editions}
    found = [ceremony for ceremony in told if _key(ceremony.edition) in asked]
    if not found:
        raise AnotherEdition(f"this page is of {_named(told)}, and {_named_editions(editions)} was asked for")
    return found


def _named(told: Sequence[Ceremony]) -> str:
    return _named_editions([ceremony.edition for ceremony in told])


def _named_editions(editions: Sequence[Edition]) -> str:
    return ", ".join(str(edition) for edition in editions[:3]) + (" …" if len(editions) > 3 else "")


_SAVED = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
"""A saved file does not say when it was fetched."""


def the_ceremony(told: Sequence[Ceremony], organization: Organization, edition: Edition) -> Ceremony:
    """What a page tells of one edition. Raises AnotherEdition if it is of another, or of another organization."""
    return _asked_for(told, organization, [edition])[0]


def check_organization(told: Ceremony, organization: Organization) -> None:
    """Raises AnotherEdition if the page is of another organization: by its event, by the event's name, by its kind."""
    if told.imdb_event_id is not None and told.imdb_event_id != organization.imdb_event_id:
        raise AnotherEdition(
            f"this page is of {told.name} ({told.imdb_event_id}), not of {organization.name}"
            f" ({organization.imdb_event_id})"
        )
    if told.imdb_event_id is not None and not known_by(organization.names, names_said(told)):
        raise AnotherEdition(
            f"IMDb's event {told.imdb_event_id} is called {told.name!r}, and {organization.name} has no such name: if"
            f" its event is another, `cinegraph festivals edit {organization.slug} --imdb-event-id`; if this is a name"
            f" of it, `--add-name {told.name!r}`"
        )
    if told.account not in organization.page_kinds:
        raise AnotherEdition(f"this page is of {told.name}, not of {organization.name}")


def names_said(told: Ceremony) -> tuple[str, ...]:
    """What a page calls its event."""
    return (told.name, *(name for what, name in told.said if what == "also known as"))


def _key(edition: Edition) -> tuple[int, int]:
    return edition.year, edition.instance

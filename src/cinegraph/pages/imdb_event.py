"""IMDb's event page, `https://www.imdb.com/event/{ev…}/{year}/{instance}/`, in its form since 2025.

The page carries its data as JSON in `<script id="__NEXT_DATA__">`: ids of films, people and companies.
Read off the real page of the Academy Awards 2024 (5 awards, 27 categories, 130 nominations).
"""

import re
from datetime import date
from typing import Literal

import msgspec

from cinegraph.domain.festivals import (
    Category,
    Ceremony,
    CompanyNominee,
    Edition,
    Nomination,
    Nominee,
    Organization,
    Shortfall,
)
from cinegraph.domain.movies import MovieRef
from cinegraph.domain.people import PersonRef
from cinegraph.pages import imdb_event_payload as payload
from cinegraph.pages.errors import NotThere, PageChanged, Truncated
from cinegraph.pages.html import whole_page

KIND = "imdb_event"
NAME = "IMDb's event page"
SITE = "imdb"
WHOLE_HISTORY = False

_DATA = re.compile(r'<script id="__NEXT_DATA__"[^>]*>(.*?)</script>', re.DOTALL)
_EVENT_ID = re.compile(r"\bev\d{7,}\b")
_SONG_NOTE = re.compile(r'^For "(.+)"\.?$')


def path(organization: Organization, edition: Edition) -> str | None:
    """Where the page is on IMDb's site; None if the organization's event is not known."""
    if organization.imdb_event_id is None:
        return None
    return f"/event/{organization.imdb_event_id}/{edition.year}/{edition.instance}/"


def recognises(text: str) -> bool:
    """Whether the text is such a page, by what only it has."""
    linked = "imdb.com/event/" in text[:20_000] and text.lstrip().startswith("<")
    return "nominationCategories" in text or linked


def ceremonies(text: str) -> tuple[Ceremony, ...]:
    """The one ceremony that the page tells of. Raises as `parse` does."""
    return (parse(text),)


def parse(text: str) -> Ceremony:
    """Everything that the page states about its ceremony.

    Raises Blocked, NotThere, Truncated or PageChanged. What the page shows only in part (`hasNextPage`) is among
    the ceremony's `shortfalls`: the page does not tell where the rest is, only that there is one.
    """
    query, props = _decode(whole_page(text))
    if props.edition is None or props.edition_info is None:
        raise NotThere("IMDb has no such edition of this event: its page holds no awards")
    info = props.edition_info
    awards = props.edition.awards
    categories = tuple(c for award in awards for c in _categories(award))
    if not any(category.nominations for category in categories):
        raise NotThere(f"{props.event_name} {info.year} has no nomination on IMDb's page")
    event = _EVENT_ID.search(query)
    if event is None:
        raise PageChanged("expected the event's id (ev…) in the page's query, found none")
    return Ceremony(
        account=KIND,
        edition=Edition(info.year, info.instance, info.id),
        name=props.event_name,
        categories=categories,
        held_on=_day(info.date_range.start if info.date_range else None),
        ended_on=_day(info.date_range.end if info.date_range else None),
        location=info.event.location.text if info.event and info.event.location else None,
        imdb_event_id=event.group(),
        editions=tuple(Edition(e.year, e.instance, e.id) for e in props.history),
        said=_said(props),
        shortfalls=tuple(s for award in awards for s in _shortfalls(award)),
    )


def _decode(text: str) -> tuple[str, payload.PageProps]:
    """The page's query as text (it names the event) and its typed data."""
    found = _DATA.search(text)
    if found is None:
        raise PageChanged('expected one <script id="__NEXT_DATA__"> in the page, found none')
    try:
        page = msgspec.json.decode(found.group(1), type=payload.Page)
    except msgspec.ValidationError as wrong:
        raise PageChanged(f"the page's data are not built as expected: {wrong}") from None
    except msgspec.DecodeError as wrong:
        raise Truncated(f"the page's data stop in the middle: {wrong}") from None
    if page.page == "/_error" or page.props.page_props.status_code == 404:
        raise NotThere("IMDb answers with its error page: no such event or year")
    props = page.props.page_props
    if not isinstance(props.event_name, str):
        raise PageChanged("expected the event's name in the page's data, found none")
    return msgspec.json.encode(page.query).decode() + page.page, props


def _categories(award: payload.Award) -> list[Category]:
    named = []
    for edge in award.categories.edges:
        node = edge.node
        nominations = tuple(_nomination(e.node) for e in node.nominations.edges)
        named.append(Category(node.name or award.text, award.text, _honours(node.nominations), nominations))
    return named


def _shortfalls(award: payload.Award) -> list[Shortfall]:
    """What the page itself says that it does not show of the award."""
    found = []
    if (shown := award.categories).is_cut:
        found.append(Shortfall(KIND, award.text, None, len(shown.edges), shown.total))
    for edge in award.categories.edges:
        if (part := edge.node.nominations).is_cut:
            name = edge.node.name or award.text
            found.append(Shortfall(KIND, award.text, name, len(part.edges), part.total))
    return found


def _honours(nominations: payload.Nominations) -> Literal["people", "films"] | None:
    first_named = {type(edge.node.entities) for edge in nominations.edges}
    if first_named == {payload.AwardedNames}:
        return "people"
    return "films" if first_named == {payload.AwardedTitles} else None


def _nomination(node: payload.Nomination) -> Nomination:
    entities = node.entities
    note = node.notes.text if node.notes else None
    song = _SONG_NOTE.match(note) if note else None
    songs = node.songs or ([song.group(1)] if song else [])
    return Nomination(
        films=tuple(_film(title) for title in entities.all_titles),
        people=tuple(_person(name) for name in entities.all_names),
        companies=tuple(_company(company) for company in entities.all_companies),
        is_winner=node.is_winner,
        detail=", ".join(songs) or None,
        note=note,
        works=tuple(episode.said for episode in node.episodes or ()),
        accounts=(KIND,),
    )


def _film(entry: payload.AwardTitle) -> MovieRef:
    title = entry.title
    original = title.original.text if title.original else None
    return MovieRef(
        title=title.name.text,
        original_title=original if original != title.name.text else None,
        imdb_id=title.id,
        kind=title.kind.id if title.kind else None,
        note=entry.said,
    )


def _person(entry: payload.AwardName) -> Nominee:
    return Nominee(PersonRef(entry.name.name.text, entry.name.id), _role(entry.said))


def _company(entry: payload.AwardCompany) -> CompanyNominee:
    return CompanyNominee(entry.company.name.text, entry.company.id, _role(entry.said))


def _role(note: str | None) -> str | None:
    """ "(production designer)" is the role "Production designer"."""
    plain = (note or "").strip().removeprefix("(").removesuffix(")").strip()
    return plain[:1].upper() + plain[1:] or None


def _day(when: payload.DisplayableDate | None) -> date | None:
    parts = when.parts if when else None
    if parts is None or not (parts.year and parts.month and parts.day):
        return None
    try:
        return date(parts.year, parts.month, parts.day)
    except ValueError:
        raise PageChanged(f"expected a date, found {parts.year}-{parts.month}-{parts.day}") from None


def _said(props: payload.PageProps) -> tuple[tuple[str, str], ...]:
    also = [("also known as", aka.name.text) for aka in props.akas if aka.name]
    links = [("link", link.url) for link in props.links if link.url]
    return tuple(also + links)

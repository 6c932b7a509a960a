"""IMDb's page of a list, `https://www.imdb.com/list/{ls…}/`, and `?page=N` of it: at most 250 films on each.

The page carries its data as JSON in `<script id="__NEXT_DATA__">`. Read off a real page (1,260 films, of which it shows
250) and a real private one. How many films the list has stands in `items.total`; `titleListItemSearch.total` counts
those that pass the page's filter, which a saved page may have.
"""

import re
from typing import Literal

import msgspec

from cinegraph.domain.lists import ListEntry, ListPage
from cinegraph.domain.movies import MovieRef
from cinegraph.pages import imdb_list_payload as payload
from cinegraph.pages.errors import Empty, Foreign, NotThere, PageChanged, Private, Truncated
from cinegraph.pages.html import whole_page

KIND: Literal["imdb_list"] = "imdb_list"
NAME = "IMDb's list page"
SITE = "imdb"

_DATA = re.compile(r'<script id="__NEXT_DATA__"[^>]*>(.*?)</script>', re.DOTALL)
_TITLE_ID = re.compile(r"tt\d{7,}")
_OF_FILMS = "TITLES"


def path(list_id: str, number: int = 1) -> str:
    """Where the page is on IMDb's site."""
    return f"/list/{list_id}/" + (f"?page={number}" if number > 1 else "")


def recognises(text: str) -> bool:
    """Whether the text is such a page, by what only it has."""
    return (
        "titleListItemSearch" in text
        or '"page":"/list/[lsconst]"' in text
        or "showPrivateListMessaging" in text
    )


def parse(text: str) -> ListPage:
    """Everything that the page states about its list.

    Raises Blocked, NotThere, Truncated or PageChanged; Private for a list that its owner hides, Empty for one that
    holds no film, Foreign for a page of another kind or a list of people.
    """
    found = _DATA.search(whole_page(text))
    if found is None:
        if recognises(text) or "imdb.com/list/" in text[:20_000]:
            raise PageChanged('expected one <script id="__NEXT_DATA__"> in the page, found none')
        raise Foreign(f"this is not {NAME}")
    page = _decoded(found.group(1))
    props = page.props.page_props
    if page.page == "/_error" or props.status_code == 404:
        raise NotThere("IMDb answers with its error page: there is no such list")
    if not recognises(text):
        raise Foreign(f"this is not {NAME}")
    if props.private or (props.above and props.above.visibility == "PRIVATE"):
        raise Private(f"the owner of {page.query.list_id or 'this list'} does not show it: it is private")
    if props.main is None:
        raise PageChanged("expected mainColumnData in the page's data, found none")
    if props.main.list is None:
        raise NotThere(f"IMDb has no list {page.query.list_id or ''}".rstrip())
    return _told(props.main.list, props.number)


def _decoded(text: str) -> payload.Page:
    try:
        return msgspec.json.decode(text, type=payload.Page)
    except msgspec.ValidationError as wrong:
        raise PageChanged(f"the page's data are not built as expected: {wrong}") from None
    except msgspec.DecodeError as wrong:
        raise Truncated(f"the page's data stop in the middle: {wrong}") from None


def _told(found: payload.List, number: int) -> ListPage:
    if found.type is not None and found.type.id != _OF_FILMS:
        raise Foreign(f"{found.id} is a list of {found.type.id.lower()}, not of films")
    shown = found.search.edges
    total = found.items.total if found.items else found.search.total
    if total == 0 and not shown:
        raise Empty(f"{found.name.text!r} ({found.id}) is there, and holds no film")
    if not shown:
        raise PageChanged(
            f"{found.name.text!r} is said to have {total:,} films, and this page shows none of them"
        )
    if len(shown) > total:
        raise PageChanged(
            f"{found.name.text!r} is said to have {total:,} films, and this page shows {len(shown):,}"
        )
    entries = tuple(_entry(edge) for edge in shown)
    return ListPage(KIND, entries, total, found.id, found.name.text, number)


def _entry(edge: payload.Edge) -> ListEntry:
    film = edge.film
    if not _TITLE_ID.fullmatch(film.id):
        raise PageChanged(f"expected a film's id (tt…) at place {edge.node.position}, found {film.id!r}")
    original = film.original.text if film.original else None
    ref = MovieRef(
        title=film.name.text,
        original_title=original if original != film.name.text else None,
        imdb_id=film.id,
        year=film.released.year if film.released else None,
        kind=film.kind.id if film.kind else None,
        directors=tuple(
            credit.name.name.text
            for group in film.credits or ()
            if group.category.id == "director"
            for credit in group.credits
        ),
    )
    return ListEntry(
        edge.node.position, ref, edge.node.note, edge.node.created.date() if edge.node.created else None
    )

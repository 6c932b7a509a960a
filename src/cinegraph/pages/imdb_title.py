"""IMDb's title page, `https://www.imdb.com/title/{tt…}/`: one film, whole, with the ids of its people.

The page states the film twice: as JSON in `<script id="__NEXT_DATA__">`, which is read, and as JSON-LD, which must
agree. Read off five real pages of 2022–2026. Before 2021 there was JSON-LD alone: such a page is read as far as
that goes (`complete` is False).

The page shows the first 15–20 of the cast and the first three writers; that is all that can be read off it.
"""

import re

import msgspec

from cinegraph.domain.movies import Candidate
from cinegraph.domain.titles import fold
from cinegraph.pages import imdb_title_payload as payload
from cinegraph.pages.errors import AnotherTitle, Blocked, Foreign, NotThere, PageChanged, Truncated
from cinegraph.pages.html import whole_page
from cinegraph.pages.imdb_title_film import film, film_of_linked_data, title_id

KIND = "imdb_title"
NAME = "IMDb's title page"
SITE = "imdb"

_DATA = re.compile(r'<script id="__NEXT_DATA__"[^>]*>(.*?)</script>', re.DOTALL)
_LINKED_DATA = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)
_CANONICAL = re.compile(r'<link rel="canonical" href="https?://(?:www|m)\.imdb\.com/title/(tt\d{7,})/?"')
_HEADING = re.compile(r"<title>[^<]*\((?:[^()<]*\D)?((?:18|19|20)\d\d)[^()<]*\)[^<]*</title>")
_BEFORE_2021 = 'id="title-overview-widget"'


def path(imdb_id: str) -> str:
    """Where the page is on IMDb's site."""
    return f"/title/{imdb_id}/"


def recognises(text: str) -> bool:
    """Whether the text is such a page, by what only it has."""
    return '"aboveTheFoldData"' in text or _CANONICAL.search(text) is not None


def title_of(text: str) -> str | None:
    """The id of the film that the page says it is of, without reading more of it; None if it says none."""
    found = _CANONICAL.search(text)
    return found.group(1) if found else None


def parse(text: str) -> Candidate:
    """Everything that the page states about its film, under the id that the page itself carries.

    Raises Blocked, NotThere, Truncated, PageChanged, Foreign, or AnotherTitle if its parts are of different films.
    Whether it is the film that was asked for is not decided here.
    """
    data = _DATA.search(whole_page(text))
    page = _decoded(data.group(1), payload.Page) if data else None
    if page is not None:
        _refuse_error_page(page)
    if not recognises(text):
        raise Foreign(f"this is not {NAME}")
    linked = _linked_data(text)
    if page is not None:
        return _modern(_decoded(page.props.page_props, payload.TitleProps), linked)
    if _BEFORE_2021 not in text:
        raise PageChanged('expected one <script id="__NEXT_DATA__"> in the page, found none')
    heading = _HEADING.search(text)
    return film_of_linked_data(linked, int(heading.group(1)) if heading else None)


def _decoded(data: str | msgspec.Raw, shape: type[payload.T]) -> payload.T:
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.ValidationError as wrong:
        raise PageChanged(f"the page's data are not built as expected: {wrong}") from None
    except msgspec.DecodeError as wrong:
        raise Truncated(f"the page's data stop in the middle: {wrong}") from None


def _refuse_error_page(page: payload.Page) -> None:
    """Raises for IMDb's error page: NotThere if it says 404, Blocked if IMDb itself is broken."""
    if page.page not in ("/_error", "/404", "/500"):
        return
    status = _decoded(page.props.page_props, payload.ErrorProps).status
    if page.page == "/404" or status in (404, 410):
        raise NotThere("IMDb answers with its error page: no such title")
    raise Blocked(f"IMDb answers with its error page (status {status or 'unknown'})")


def _linked_data(text: str) -> payload.LinkedData:
    found = _LINKED_DATA.findall(text)
    if len(found) != 1:
        raise PageChanged(f'expected one <script type="application/ld+json"> in the page, found {len(found)}')
    return _decoded(found[0], payload.LinkedData)


def _modern(props: payload.TitleProps, linked: payload.LinkedData) -> Candidate:
    """The film, if every part of the page is of it."""
    parts = {
        "its address": props.tconst,
        "its first part": props.above.id,
        "its second part": props.main.id,
        "its JSON-LD": title_id(linked.url),
    }
    if len(set(parts.values())) > 1:
        raise AnotherTitle(
            f"the page is of several titles: {', '.join(f'{k} {v}' for k, v in parts.items())}"
        )
    told, other = film(props.above, props.main), film_of_linked_data(linked, None)
    if not {fold(title) for title in other.titles} & {fold(title) for title in told.titles}:
        raise PageChanged(f"the page's data name the film {told.title!r}, its JSON-LD {other.title!r}")
    if told.directors and other.directors and not set(told.directors) & set(other.directors):
        raise PageChanged(f"the page's data and its JSON-LD name other directors of {told.title!r}")
    return told

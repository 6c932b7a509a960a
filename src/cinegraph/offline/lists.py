"""IMDb's list pages as they are built: a list's films, so many a page, and what stands in their place."""

from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from cinegraph.offline.facts import Facts, FilmFacts, ListFacts, person_number
from cinegraph.offline.sites import in_script, page


class OfflineLists:
    """`list` is the endpoint for `/imdb/list/{list}/`, with `?page=N`."""

    def __init__(self, facts: Facts) -> None:
        self._films = facts.films
        self._lists = facts.lists

    async def list(self, request: Request) -> Response:
        """The page of a list; for a list that is private, moved or not there what IMDb shows then."""
        list_id = request.path_params["list"]
        found = self._lists.get(list_id)
        number = request.query_params.get("page", "1")
        if found is None or not number.isdecimal() or int(number) < 1:
            return page("not_found.html", 404, site="IMDb")
        if found.moved_to is not None:
            return RedirectResponse(request.url.path.replace(list_id, found.moved_to), 301)
        props = _private() if found.private else self._props(list_id, found, int(number))
        data = {"props": {"pageProps": props}, "page": "/list/[lsconst]", "query": {"lsconst": list_id}}
        name = "Private list" if found.private else found.name
        return page("imdb_list.html", 200, name=name, data=in_script(data))

    def _props(self, list_id: str, found: ListFacts, number: int) -> dict[str, Any]:
        begin, total = (number - 1) * found.page_size, len(found.films)
        shown = found.films[begin : begin + found.page_size]
        edges = [_edge(begin + place, self._films[key]) for place, key in enumerate(shown, 1)]
        search = {
            "total": total,
            "pageInfo": {"hasNextPage": begin + len(shown) < total, "endCursor": None},
            "edges": edges,
        }
        told = {
            "id": list_id,
            "name": {"originalText": found.name},
            "listType": {"id": "TITLES"},
            "items": {"total": total},
            "titleListItemSearch": search,
        }
        return {
            "aboveTheFoldData": {"visibility": "PUBLIC"},
            "mainColumnData": {"list": told},
            "showPrivateListMessaging": False,
            "totalItems": total,
            "initialPageNumber": number,
        }


def _private() -> dict[str, Any]:
    return {
        "aboveTheFoldData": {"visibility": "PRIVATE"},
        "showPrivateListMessaging": True,
        "totalItems": 0,
        "initialPageNumber": 1,
    }


def _edge(position: int, film: FilmFacts) -> dict[str, Any]:
    directors = [{"name": {"id": f"nm{person_number(n)}", "nameText": {"text": n}}} for n in film.directors]
    item = {
        "id": film.imdb_id,
        "titleText": {"text": film.title},
        "originalTitleText": {"text": film.original_title or film.title},
        "titleType": {"id": film.kind},
        "releaseYear": {"year": int(film.year), "endYear": None} if film.year else None,
        "principalCredits": [{"category": {"id": "director"}, "credits": directors}],
    }
    node = {"itemId": f"li{film.imdb_id[2:]}", "absolutePosition": position, "description": None}
    return {"node": node, "listItem": item}

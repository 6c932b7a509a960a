"""The Academy's site and IMDb's as they answer: a ceremony's pages, built as the real ones are."""

import json
from typing import Any

from jinja2 import Environment, PackageLoader
from starlette.requests import Request
from starlette.responses import Response

from cinegraph.offline.facts import CeremonyFacts, Facts

_TEMPLATES = Environment(
    loader=PackageLoader("cinegraph.offline"), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


class OfflineSites:
    """Pages from facts: `oscars` and `imdb` are endpoints for their paths."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    async def oscars(self, request: Request) -> Response:
        """The Academy's ceremony page of a year, or its page that says there is none."""
        ceremony = self._facts.ceremonies.get(request.path_params["year"])
        if ceremony is None:
            return page(
                "not_found.html", 404, site="Oscars.org | Academy of Motion Picture Arts and Sciences"
            )
        return page("oscars_ceremony.html", 200, **_academy(ceremony, self._facts))

    async def imdb(self, request: Request) -> Response:
        """IMDb's event page of a year and instance; for one that it has not, a page without awards."""
        asked = request.path_params
        ceremony = self._facts.ceremonies.get(asked["year"])
        known = ceremony is not None and ceremony.header["imdb_event_id"] == asked["event"]
        if ceremony is None or not known or ceremony.header["instance"] != asked["instance"]:
            return page("not_found.html", 404, site="IMDb")
        data = in_script(_event(ceremony, self._facts))
        return page("imdb_event.html", 200, name=ceremony.header["imdb_name"], year=asked["year"], data=data)


def page(template: str, status: int, **values: Any) -> Response:
    """A page of a site, from its template."""
    return Response(_TEMPLATES.get_template(template).render(**values), status, media_type="text/html")


def in_script(data: Any) -> str:
    """JSON that may stand within a script element."""
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def _academy(ceremony: CeremonyFacts, facts: Facts) -> dict[str, Any]:
    """What the Academy's template shows: in International Feature and Original Song the fields are swapped."""
    categories = []
    for category in ceremony.categories:
        honorees = []
        for nomination in category["nominations"]:
            title = ceremony.academy_titles.get(nomination["film"], facts.films[nomination["film"]].title)
            film, entity = title, nomination.get("credit", "")
            if "country" in nomination:
                film, entity = nomination["country"], title
            elif "song" in nomination:
                film, entity = nomination["song"], f"from {title}; {nomination['credit']}"
            honorees.append({"winner": nomination.get("winner", False), "film": film, "entity": entity})
        categories.append({"name": category["academy"], "honorees": honorees})
    held_on = ceremony.header["held_on"]
    day = f"{held_on:%A, %B} {held_on.day}, {held_on.year}"
    return {"ceremony": ceremony.header, "day": day, "categories": categories}


def _event(ceremony: CeremonyFacts, facts: Facts) -> dict[str, Any]:
    """The data of IMDb's page. Its categories and nominations stand in another order than the Academy's."""
    header = ceremony.header
    by_name = sorted(ceremony.categories, key=lambda category: str(category["imdb"]))
    nodes = [{"node": _category(category, ceremony, facts)} for category in by_name]
    day = {name: getattr(header["held_on"], name) for name in ("year", "month", "day")}
    edition = {
        "year": header["year"],
        "id": header["imdb_edition_id"],
        "instanceWithinYear": header["instance"],
    }
    dates = {"startDate": {"dateComponents": day}, "endDate": {"dateComponents": {"year": header["year"]}}}
    event = {"name": {"text": header["imdb_name"]}, "location": {"text": header["city"]}}
    award = {"id": "aw0000016", "text": header["imdb_award"], "nominationCategories": {"edges": nodes}}
    props = {
        "eventName": header["imdb_name"],
        "editionInfo": edition | {"dateRange": dates, "event": event},
        "edition": {"awards": [award]},
        "historyEventEditions": [edition],
        "eventAkas": [],
        "eventLinks": [],
    }
    query = {
        "evconst": header["imdb_event_id"],
        "year": str(header["year"]),
        "instance": str(header["instance"]),
    }
    return {"props": {"pageProps": props}, "page": "/event/[evconst]/[year]/[instance]", "query": query}


def _category(told: Any, ceremony: CeremonyFacts, facts: Facts) -> dict[str, Any]:
    winners_first = sorted(told["nominations"], key=lambda n: (not n.get("winner"), n["film"]))
    edges = [{"node": _nomination(n, told["honours"], ceremony, facts)} for n in winners_first]
    page_info = {"hasNextPage": False, "endCursor": None}
    return {"category": {"text": told["imdb"]}, "nominations": {"edges": edges, "pageInfo": page_info}}


def _nomination(told: Any, honours: str, ceremony: CeremonyFacts, facts: Facts) -> dict[str, Any]:
    film = facts.films[told["film"]]
    title = {
        "title": {
            "id": film.imdb_id,
            "titleText": {"text": film.title},
            "originalTitleText": {"text": film.original_title or film.title},
            "titleType": {"id": film.kind},
        }
    }
    roles = told.get("roles", [])
    names = [
        {
            "name": {"id": ceremony.people[name], "nameText": {"text": ceremony.imdb_names.get(name, name)}},
            "note": {"plainText": f"({roles[i]})"} if i < len(roles) else None,
        }
        for i, name in enumerate(told.get("people", ()))
    ]
    note = told.get("note") or told.get("country") or (f'For "{told["song"]}"' if "song" in told else None)
    entities: dict[str, Any] = {
        "__typename": "AwardedTitles",
        "awardTitles": [title],
        "secondaryAwardNames": names,
    }
    if honours == "people":
        entities = {"__typename": "AwardedNames", "awardNames": names, "secondaryAwardTitles": [title]}
    return {
        "isWinner": told.get("winner", False),
        "notes": {"plainText": note} if note else None,
        "forEpisodes": None,
        "forSongTitles": None,
        "awardedEntities": entities | {"secondaryAwardCompanies": None},
    }

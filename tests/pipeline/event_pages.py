"""IMDb's event pages as a test needs them: a few lines say what is on one."""

import json
from typing import Any

from cinegraph.pipeline.sort_pages import GivenPage

CANNES = ("ev0000147", "Cannes Film Festival")


def title(imdb_id: str, name: str, kind: str = "movie", note: str | None = None) -> dict[str, Any]:
    """A title as a nomination names it."""
    return {
        "title": {"id": imdb_id, "titleText": {"text": name}, "titleType": {"id": kind}},
        "note": {"plainText": note} if note else None,
    }


def person(imdb_id: str, name: str) -> dict[str, Any]:
    return {"name": {"id": imdb_id, "nameText": {"text": name}}, "note": None}


def company(imdb_id: str, name: str) -> dict[str, Any]:
    return {"company": {"id": imdb_id, "companyText": {"text": name}}, "note": None}


def to_titles(*titles: Any, won: bool = False, names: Any = (), **more: Any) -> dict[str, Any]:
    """A nomination that honours titles first."""
    entities = {"__typename": "AwardedTitles", "awardTitles": titles, "secondaryAwardNames": names}
    return {"isWinner": won, "awardedEntities": entities} | more


def to_names(*names: Any, won: bool = False, titles: Any = ()) -> dict[str, Any]:
    entities = {"__typename": "AwardedNames", "awardNames": names, "secondaryAwardTitles": titles}
    return {"isWinner": won, "awardedEntities": entities}


def to_companies(*companies: Any, won: bool = False, titles: Any = ()) -> dict[str, Any]:
    entities = {"__typename": "AwardedCompanies", "awardCompanies": companies, "secondaryAwardTitles": titles}
    return {"isWinner": won, "awardedEntities": entities}


Awards = dict[str, dict[str | None, list[Any]]]
"""Award → category (None: the prize is the award itself) → nominations."""

ONE: Awards = {"Palme d'Or": {None: [to_titles(title("tt1000001", "A Film"), won=True)]}}


def event_page(
    year: int,
    awards: Awards = ONE,
    event: tuple[str, str] = CANNES,
    instance: int = 1,
    history: tuple[tuple[int, int], ...] = (),
    also: str | None = None,
    ends: tuple[int, int, int] | None = None,
    found: bool = False,
) -> GivenPage:
    """The page of one edition, as a user gives it. `history`: the editions that it tells of (year, instance)."""
    day = {"dateComponents": dict(zip(("year", "month", "day"), ends, strict=True))} if ends else None
    props = {
        "eventName": event[1],
        "editionInfo": {
            "year": year,
            "id": f"ee{year}{instance}",
            "instanceWithinYear": instance,
            "dateRange": {"startDate": day, "endDate": day},
        },
        "edition": {"awards": [_award(*entry) for entry in awards.items()]},
        "historyEventEditions": [
            {"year": y, "id": f"ee{y}{i}", "instanceWithinYear": i} for y, i in history or ((year, instance),)
        ],
        "eventAkas": [{"name": {"text": also}}] if also else [],
    }
    query = {"evconst": event[0], "year": str(year), "instance": str(instance)}
    data = {"props": {"pageProps": props}, "page": "/event/[evconst]/[year]/[instance]", "query": query}
    text = json.dumps(data, ensure_ascii=False).replace("</", "<\\/")
    body = f'<!DOCTYPE html><html><body><script id="__NEXT_DATA__">{text}</script></body></html>'
    return GivenPage(f"{event[0]}-{year}-{instance}.html", body.encode(), found)


def _award(name: str, categories: dict[str | None, list[Any]]) -> dict[str, Any]:
    edges = [
        {
            "node": {
                "category": {"text": category} if category else None,
                "nominations": {
                    "edges": [{"node": entry} for entry in entries],
                    "pageInfo": {"hasNextPage": False},
                },
            }
        }
        for category, entries in categories.items()
    ]
    return {"id": name, "text": name, "nominationCategories": {"edges": edges}}

"""Both kinds of page, read by our parsers and by a plain reading of the same fields, in the same run.

    python -m benchmarks.parsing ACADEMY_PAGE IMDB_PAGE

Ours also checks that the page is whole and of that kind, counts its selectors, and parts credit phrases.
"""

import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup
from bs4.element import Tag

from benchmarks.table import best_of, show
from cinegraph.lookup.alignment import align
from cinegraph.pages import decode, recognise


def main() -> None:
    """Print a table for each page, and for joining the two."""
    official, event = (decode(Path(name).read_bytes()) for name in sys.argv[1:3])
    for name, text, plain in (
        ("the Academy's ceremony page", official, plain_academy),
        ("IMDb's event page", event, plain_imdb),
    ):
        kind = recognise(text)
        assert len(plain(text)) == len(kind.ceremonies(text)[0].nominations)
        ours = best_of(partial(kind.ceremonies, text), 15)
        theirs = best_of(partial(plain, text), 5)
        title = f"{name}: {len(text):,} characters, {len(kind.ceremonies(text)[0].nominations)} nominations"
        show(title, [("cinegraph", *ours), ("plain reading (BeautifulSoup, json)", *theirs)])
    accounts = [recognise(text).ceremonies(text)[0] for text in (official, event)]
    joined = align(accounts)
    median, least = best_of(lambda: align(accounts), 15)
    show(f"aligning the two: {joined.aligned} nominations", [("cinegraph", median, least)])


def plain_academy(text: str) -> list[tuple[str, str, str, bool]]:
    """(category, film, nominees, won), as a script would read them."""
    soup = BeautifulSoup(text, "html.parser")
    return [
        (
            _text(category.select_one(".field--name-field-award-category-oscars")),
            _text(honoree.select_one(".field--name-field-award-film")),
            _text(honoree.select_one(".field--name-field-award-entities .field__item")),
            honoree.select_one(".field--name-field-honoree-type.winner") is not None,
        )
        for category in soup.select("[data-term-id].paragraph--type--award-category")
        for honoree in category.select(".paragraph--type--award-honoree")
    ]


def _text(tag: Tag | None) -> str:
    return tag.get_text(strip=True) if tag else ""


def plain_imdb(text: str) -> list[tuple[str, list[Any], list[Any], bool]]:
    """(category, film ids, person ids, won), as a script would read them."""
    script = BeautifulSoup(text, "html.parser").select_one("#__NEXT_DATA__")
    assert script is not None
    awards = json.loads(script.get_text())["props"]["pageProps"]["edition"]["awards"]
    found = []
    for award in awards:
        for category in award["nominationCategories"]["edges"]:
            named = category["node"]["category"]
            for edge in category["node"]["nominations"]["edges"]:
                told = edge["node"]["awardedEntities"]
                titles = told.get("awardTitles") or told.get("secondaryAwardTitles") or []
                names = told.get("awardNames") or told.get("secondaryAwardNames") or []
                found.append(
                    (
                        named["text"] if named else award["text"],
                        [(t["title"]["id"], t["title"]["titleText"]["text"]) for t in titles],
                        [(n["name"]["id"], n["name"]["nameText"]["text"]) for n in names],
                        edge["node"]["isWinner"],
                    )
                )
    return found


if __name__ == "__main__":
    main()

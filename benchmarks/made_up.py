"""A made-up ceremony of any size, as a folder of facts that the offline world can serve."""

import json
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

_GIVEN = [
    "Ada",
    "Boris",
    "Chloé",
    "Dong-won",
    "Elif",
    "Farid",
    "Greta",
    "Hiro",
    "Ingrid",
    "João",
    "Kofi",
    "Léa",
]
_FAMILY = [
    "Almeida",
    "Brandt",
    "Cho",
    "Dubois",
    "Eriksson",
    "Farouk",
    "García",
    "Haddad",
    "Ito",
    "Jensen",
    "Kaya",
]
_WORDS = [
    "Autumn",
    "Border",
    "Cinder",
    "Dust",
    "Ember",
    "Field",
    "Ghost",
    "Harbour",
    "Island",
    "Juniper",
    "Kiln",
]
_CAST, _CREW_CATEGORIES = 15, ["Best Picture", "Cinematography", "Film Editing", "Costume Design"]


Lacking = Callable[[int], str]
"""The lines of TOML that say which catalogues lack the film of that number."""


def write_facts(folder: Path, films: int, lacking: Lacking = lambda _: "") -> None:
    """`films` films with a cast of 15, each nominated once in one of 40 categories; the same on every call."""
    dice = random.Random(films)
    folder.mkdir(parents=True, exist_ok=True)
    blocks = [f"{_film(number, dice)}{lacking(number)}\n" for number in range(films)]
    (folder / "films.toml").write_text("\n".join(blocks), encoding="utf-8")
    (folder / "oscars-2024.toml").write_text(_ceremony(range(films), dice, 2024), encoding="utf-8")


def write_editions(folder: Path, years: range, films: int) -> None:
    """A ceremony of so many films in each of these years, no film in two of them."""
    dice = random.Random(films)
    folder.mkdir(parents=True, exist_ok=True)
    blocks = [_film(number, dice) for number in range(films * len(years))]
    (folder / "films.toml").write_text("\n".join(blocks), encoding="utf-8")
    for place, year in enumerate(years):
        told = _ceremony(range(place * films, (place + 1) * films), dice, year)
        (folder / f"oscars-{year}.toml").write_text(told, encoding="utf-8")


def a_title(dice: random.Random, number: int) -> str:
    """Two words and a number that tells it from all others."""
    return f"{dice.choice(_WORDS)} {dice.choice(_WORDS)} No. {number}"


def _name(dice: random.Random, number: int) -> str:
    return f"{dice.choice(_GIVEN)} {dice.choice(_FAMILY)}-{_FAMILY[number % len(_FAMILY)]} {number // 7}"


def _film(number: int, dice: random.Random) -> str:
    cast = [f"{_name(dice, dice.randrange(9 * 10**4))}: Role {i}" for i in range(_CAST)]
    return "\n".join(
        [
            f"[tt{9_000_000 + number:07}]",
            f"tmdb_id = {5_000_000 + number}",
            f"title = {json.dumps(a_title(dice, number))}",
            'kind = "movie"',
            f"released = {date(2023, dice.randint(1, 12), dice.randint(1, 28))}",
            f"runtime = {dice.randint(70, 180)}",
            'genres = ["Drama", "Mystery"]',
            f"directors = {json.dumps([_name(dice, number)], ensure_ascii=False)}",
            f"cast = {json.dumps(cast, ensure_ascii=False)}",
            "",
        ]
    )


def _ceremony(films: range, dice: random.Random, year: int) -> str:
    people = {f"{_name(dice, n)} {n}": f"nm{9_000_000 + n:07}" for n in films}
    names = dict(zip(films, people, strict=True))
    lines = [
        "[ceremony]",
        'slug = "oscars"',
        f"year = {year}",
        "instance = 1",
        f"number = {year - 1928}",
        f'name = "The Academy Awards of {year}"',
        f"held_on = {year}-03-10",
        'place = "Hall"',
        'city = "City"',
        f'eligibility = "{year - 1}"',
        'imdb_event_id = "ev0000003"',
        f'imdb_edition_id = "ee{year:07}"',
        'imdb_name = "Academy Awards, USA"',
        'imdb_award = "Oscar"',
        "[people]",
        *(
            f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(imdb_id)}"
            for name, imdb_id in people.items()
        ),
    ]
    for category in range(40):
        name = _CREW_CATEGORIES[category] if category < len(_CREW_CATEGORIES) else f"Category {category}"
        entries = [
            f'{{ film = "tt{9_000_000 + n:07}", credit = {json.dumps(names[n], ensure_ascii=False)},'
            f" people = [{json.dumps(names[n], ensure_ascii=False)}]{', winner = true' if n < films.start + 40 else ''} }}"
            for n in films[category::40]
        ]
        lines += ["[[category]]", f'academy = "{name}"', f'imdb = "Best {name}"', 'honours = "films"']
        lines.append("nominations = [" + ", ".join(entries) + "]")
    return "\n".join(lines) + "\n"

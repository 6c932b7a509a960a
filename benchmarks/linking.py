"""Nominees linked without their ids: how many are joined to the right person, how many wrongly, how many are doubtful.

    python -m benchmarks.linking --nominations FILE.tsv [--catalogue FILMS.jsonl.gz] [--ceremonies 90..98] [--misses]

The nominations are tab-separated with Ceremony, Class, Category, FilmId, Nominees, NomineeIds, Detail. The credits
are made of the facts: everybody who was ever nominated for a film is credited in it, under another of their printed
names where they have one (`written otherwise`: under a name that the rules must see through); with a catalogue, its
people stand beside them. Last, the catalogue's own casts and crews, incomplete as they were recorded: there nobody has
an id, and right is who is called as the nominee was ever called.
"""

import argparse
import csv
import gzip
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cinegraph.data.category_keys import category_keys
from cinegraph.data.honours import honours
from cinegraph.domain.category_keys import CategoryKey
from cinegraph.domain.honours import Role
from cinegraph.domain.nominees import Nominated, NominatedEntry, NominatedFilm, Part, Someone
from cinegraph.domain.people import same_name
from cinegraph.domain.titles import fold
from cinegraph.lookup.nominee_chain import judge
from cinegraph.lookup.nominee_matching import Doubtful, Linked, Verdict

MEASURED = ("Acting", "Directing", "Writing")
Names = Mapping[str, Counter[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A nominee as printed; `ids` is the truth: one, or several who share a pseudonym."""

    name: str
    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One nomination of the file."""

    ceremony: int
    group: str
    films: tuple[str, ...]
    roles: tuple[Role, ...]
    detail: str | None
    asked: tuple[Asked, ...]


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--nominations", type=Path, required=True)
    options.add_argument("--catalogue", type=Path)
    options.add_argument("--ceremonies", default="1..999")
    options.add_argument(
        "--misses", action="store_true", help="print every nominee who was not linked rightly"
    )
    chosen = options.parse_args()
    rows = nominations(chosen.nominations)
    first, _, last = chosen.ceremonies.partition("..")
    wanted = [row for row in rows if int(first) <= row.ceremony <= int(last or first)]
    recorded = catalogue(chosen.catalogue) if chosen.catalogue else {}
    names = printed(rows)
    print(
        f"{sum(len(row.asked) for row in wanted)} nominees of films, ids withheld; linked right / wrong / doubtful / nobody"
    )
    for title, world in (
        ("credits made of the facts", credits_of_facts(rows, names, {})),
        ("the same, and the catalogue's people", credits_of_facts(rows, names, recorded)),
        ("the same, names written otherwise", credits_of_facts(rows, names, recorded, otherwise)),
    ):
        report(title, wanted, world, names, chosen.misses)
    if recorded:
        known = [row for row in wanted if any(recorded.get(film) for film in row.films)]
        report("the catalogue's casts and crews as recorded", known, recorded, names, misses=False)


def nominations(path: Path) -> list[Row]:
    """The rows that name people and films, technical awards left out."""
    table, by_key = category_keys(), {key.key: key for key in category_keys().keys}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            _row(told, by_key.get(table.key_of("oscars", "Oscar", "Oscar", told["Category"]) or ""))
            for told in rows
            if told["FilmId"]
            and told["NomineeIds"]
            and told["Class"] not in ("SciTech", "Special")
            and told["Nominees"].count("|") == told["NomineeIds"].count("|")
        ]


def _row(told: dict[str, str], key: CategoryKey | None) -> Row:
    roles = honours().of(key.key if key else None, key.role if key else None, "Oscar", told["Category"])
    pairs = zip(told["Nominees"].split("|"), told["NomineeIds"].split("|"), strict=True)
    asked = [Asked(name, frozenset(ids.split(","))) for name, ids in pairs if ids.startswith("nm")]
    films = tuple(film for film in told["FilmId"].split("|") if film != "?")
    return Row(int(told["Ceremony"]), told["Class"], films, roles, told["Detail"] or None, tuple(asked))


def printed(rows: Iterable[Row]) -> Names:
    """Person → how they were ever printed, and how often."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for one in row.asked:
            for person in one.ids:
                found[person][one.name] += len(one.ids) == 1
    return found


def catalogue(path: Path) -> dict[str, list[Someone]]:
    """Film → its people as a recorded catalogue names them: no ids, and for most films nobody."""
    found: dict[str, list[Someone]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for film in map(json.loads, lines):
            parts: dict[str, list[Part]] = defaultdict(list)
            for one in film["cast"]:
                parts[one["name"]].append(Part("cast", "Acting", "", one.get("character") or ""))
            for one in film["crew"]:
                parts[one["name"]].append(Part("crew", one["department"], one["job"]))
            if film["director"]:
                parts[film["director"]].append(Part("crew", "Directing", "Director"))
            if parts:
                found[film["imdb_id"]] = [Someone(name, parts=tuple(did)) for name, did in parts.items()]
    return found


def rarest(person: str, names: Names) -> str:
    """The name that was printed least often."""
    return min(names[person], key=lambda name: (names[person][name] or 99, name))


def otherwise(person: str, names: Names) -> str:
    """The usual name, written in one of four other ways."""
    usual = max(names[person], key=lambda name: (names[person][name], name))
    words = usual.split()
    if len(words) < 2 or len(words[0].rstrip(".")) < 2:
        return usual
    way = sum(map(ord, person)) % 4
    if way == 0:
        return f"{words[0]} Q. {' '.join(words[1:])}"
    if way == 1 and len(words) > 2:
        return f"{words[0]} {words[-1]}"
    if way == 2:
        return f"{words[0][0]}. {' '.join(words[1:])}"
    return f"{' '.join(words[1:])} {words[0]}" if way == 3 else usual


def credits_of_facts(
    rows: Iterable[Row],
    names: Names,
    beside: Mapping[str, list[Someone]],
    called: Callable[[str, Names], str] = rarest,
) -> dict[str, list[Someone]]:
    """Film → everybody who was nominated for it, with what they were nominated for as their credit, and the others of
    a catalogue who are called otherwise."""
    did: dict[str, dict[str, list[Part]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        for film in row.films:
            for one in row.asked:
                for person in one.ids:
                    did[film][person].append(_part(row))
    world: dict[str, list[Someone]] = {}
    for film, people in did.items():
        made = [Someone(called(p, names), imdb_id=p, parts=tuple(parts)) for p, parts in people.items()]
        known = {name for person in people for name in names[person]}
        others = [o for o in beside.get(film, ()) if not any(same_name(o.name, n) >= 0.8 for n in known)]
        world[film] = made + others
    return world


def _part(row: Row) -> Part:
    if not row.roles:
        return Part("crew", "Crew", "Thanks")
    role = row.roles[0]
    return Part("cast", "Acting", "", row.detail or "") if role.cast else Part("crew", "", role.jobs[0])


def linked(row: Row, world: Mapping[str, Sequence[Someone]]) -> list[Verdict]:
    """What the rules say of each of the row's nominees."""
    films = tuple(NominatedFilm(film, whole=True, people=tuple(world.get(film, ()))) for film in row.films)
    told = tuple(
        (n, Nominated(one.name, detail=row.detail, roles=row.roles)) for n, one in enumerate(row.asked)
    )
    said = judge([NominatedEntry(1, films, told)])
    return [said[1, n] for n in range(len(row.asked))]


def outcome(asked: Asked, said: Verdict, names: Names) -> str:
    """Whether that is the right person."""
    match said:
        case Linked():
            found = said.match.someone
            if found.imdb_id is not None:
                return "right" if found.imdb_id in asked.ids else "wrong"
            ever = {fold(name) for person in asked.ids for name in names[person]}
            alike = any(same_name(name, found.name) >= 0.8 for name in ever)
            return "right" if fold(found.name) in ever or alike else "wrong"
        case Doubtful():
            return "doubtful"
    return "nobody"


def report(
    title: str, rows: Sequence[Row], world: Mapping[str, Sequence[Someone]], names: Names, misses: bool
) -> None:
    """The figures of one world, by class."""
    began = time.perf_counter()
    figures: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        for asked, said in zip(row.asked, linked(row, world), strict=True):
            came = outcome(asked, said, names)
            for group in (row.group, "measured" if row.group in MEASURED else "others"):
                figures[group][came] += 1
            if misses and came != "right":
                print(f"  {came:<9}{row.ceremony:>3} {row.group:<10} {asked.name!r} {_told(said)}")
    seconds = time.perf_counter() - began
    total = sum(sum(c.values()) for g, c in figures.items() if g in ("measured", "others"))
    print(f"\n{title}: {total / max(seconds, 1e-9):,.0f} nominees/s")
    for group in (*MEASURED, "measured", "others"):
        _line(group, figures[group])


def _line(group: str, told: Counter[str]) -> None:
    number = sum(told.values())
    if number:
        counts = "".join(f"{told[name]:>8}" for name in ("right", "wrong", "doubtful", "nobody"))
        believed = told["right"] + told["wrong"]
        wrong = told["wrong"] / max(1, believed)
        print(f"{group:<12}{number:>7}{counts}   linked {believed / number:>8.2%}   wrong {wrong:>7.2%}")


def _told(said: Verdict) -> str:
    match said:
        case Linked():
            return f"→ {said.match.someone.name} {said.match.score}"
        case Doubtful():
            return "? " + "; ".join(f"{m.someone.name} {m.score}" for m in said.matches[:3])
    return said.why


if __name__ == "__main__":
    main()

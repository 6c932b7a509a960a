"""People, pairs and ways between people, as a person reads them."""

from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cinegraph.cli import show
from cinegraph.domain.collaborations import span
from cinegraph.pipeline.find_path import Found, Step
from cinegraph.store.collaborators import Collaborator, Person

_FILMS_TOLD = 4


def people(found: Sequence[Person]) -> Table:
    """People, one a row."""
    table = Table("number", "name", "IMDb id", "known for", "films", "years", "best known", "worked with")
    for one in found:
        table.add_row(
            str(one.id),
            Text(one.name),
            one.imdb_id or "",
            one.known_for or "",
            str(one.films),
            span(one.first_year, one.latest_year),
            Text(one.best_known or ""),
            str(one.collaborators),
        )
    return table


def collaborators(around: Sequence[Collaborator]) -> Table:
    """Those whom someone worked with, one a row."""
    table = Table("number", "name", "films", "years", "most in", "mean rating", "genres", "as")
    for one in around:
        table.add_row(
            str(one.id),
            Text(one.name),
            str(one.films),
            span(one.first_year, one.latest_year),
            str(one.peak_year or ""),
            "" if one.mean_rating is None else str(one.mean_rating),
            Text(", ".join(one.genres[:3])),
            ", ".join(kind.replace("_", "–") for kind in one.kinds),
        )
    return table


def person(found: Person, around: Sequence[Collaborator], out: Console) -> None:
    """Who that is, and those around them."""
    known = (found.imdb_id, f"tmdb {found.tmdb_id}" if found.tmdb_id else None, found.known_for)
    ids = " · ".join(fact for fact in known if fact)
    out.print(Text(f"{found.name} · number {found.id}" + (f" · {ids}" if ids else "")))
    years = span(found.first_year, found.latest_year)
    films = show.count(found.films, "film") + (f", {years}" if years else "")
    out.print(Text(f"  films        {films}" + (f" · {found.best_known}" if found.best_known else "")))
    out.print(f"  nominations  {found.nominations}, {show.count(found.wins, 'win')}")
    out.print(f"  worked with  {show.count(found.collaborators, 'person').replace('persons', 'people')}")
    if around:
        out.print(collaborators(around))


def path(found: Found, out: Console) -> None:
    """Every way, step by step with its films."""
    length = len(found.ways[0])
    more = ", and there are others" if found.more else ""
    ways = "one way" if len(found.ways) == 1 and not found.more else show.count(len(found.ways), "way")
    out.print(Text(f"{found.one.name} → {found.other.name}: {show.count(length, 'step')}, {ways}{more}"))
    for number, way in enumerate(found.ways, 1):
        out.print(Text(f"{number}. {way[0].one.name}"))
        for step in way:
            out.print(Text(f"   ── {films_told(step)} ──"))
            out.print(Text(f"   {step.other.name}"))


def films_told(step: Step, most: int = _FILMS_TOLD) -> str:
    """ "Poor Things (2023), Birdman (2014) and 2 more": the latest first."""
    titles = [f"{film.title} ({film.year})" if film.year else film.title for film in reversed(step.films)]
    more = f" and {len(titles) - most} more" if len(titles) > most else ""
    return ", ".join(titles[:most]) + more


def path_data(found: Found) -> dict[str, object]:
    """The same as plain data."""
    return {
        "from": asdict(found.one),
        "to": asdict(found.other),
        "steps": len(found.ways[0]) if found.ways else None,
        "more": found.more,
        "paths": [[asdict(step) for step in way] for way in found.ways],
    }

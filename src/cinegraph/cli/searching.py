"""`cinegraph search`: films, people and ceremonies by what is typed."""

from dataclasses import asdict
from typing import Annotated, Literal

from cyclopts import App, Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Number
from cinegraph.domain.festivals import Edition
from cinegraph.pipeline.search import KINDS, Search, search

Kind = Literal["films", "people", "ceremonies"]


def register(app: App) -> None:
    """Add the command."""
    app.command(search_, name="search")


def search_(
    *words: str,
    kind: Annotated[list[Kind] | None, Parameter(negative="")] = None,
    limit: Number = 10,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> None:
    """Find films by any of their titles, people by name, ceremonies by organization and year.

    A wrong letter is forgiven (two in long words), the last word may be unfinished.

    Parameters
    ----------
    words:
        What is searched for, as you would type it: a title in any language, a name, "oscars 2024".
    kind:
        Only films, people or ceremonies; may be given several times.
    limit:
        So many of each kind at most.
    as_json:
        Print one JSON object.
    """
    found = running.run(
        running.settings(),
        "real",
        lambda program: search(program.context, " ".join(words), kind or KINDS, limit),
    )
    if as_json:
        print(show.json_line(asdict(found)))
        return
    if not (found.films or found.people or found.ceremonies):
        print("nothing was found")
        return
    _tell(found)


def _tell(found: Search) -> None:
    out = show.console()
    if found.films:
        table = Table("film", "title", "year", "found by", "known", "IMDb id", "fits")
        for film in found.films:
            by = "" if film.found_by == film.title else film.found_by
            table.add_row(
                str(film.id), Text(film.title), str(film.year or ""), Text(by), film.import_type,
                film.imdb_id or "", f"{film.score:g}",
            )  # fmt: skip
        out.print(table)
    if found.people:
        table = Table("person", "name", "known for", "IMDb id", "fits")
        for one in found.people:
            table.add_row(
                str(one.id), Text(one.name), one.known_for or "", one.imdb_id or "", f"{one.score:g}"
            )
        out.print(table)
    for held in found.ceremonies:
        out.print(Text(f"{held.organization} {Edition(held.year, held.instance)}: {held.name}"))

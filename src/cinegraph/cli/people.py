"""`cinegraph people`: who someone is, whom they worked with, and how they are connected with anybody else."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import ego_picture, people_shown, running, show
from cinegraph.cli.drawing import save
from cinegraph.cli.path_picture import strip
from cinegraph.cli.words import Number
from cinegraph.cli.years import parse_years
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_path import find_path
from cinegraph.pipeline.find_person import find_person
from cinegraph.store import collaborators as store
from cinegraph.store.paths import Filters

Json = Annotated[bool, Parameter(name="--json", negative="")]
_DRAWN = 24
_LONGEST_SECONDS = 3600


def register(app: App) -> None:
    """Add the commands."""
    people = App(name="people", help="Find people, those whom they worked with, and ways between them.")
    people.command(search)
    people.command(show_, name="show")
    people.command(collaborators)
    people.command(path)
    app.command(people)


def search(words: str, /, *, limit: Number = 20, as_json: Json = False) -> None:
    """Find people by words of their names, or the beginnings of words, in any order.

    Parameters
    ----------
    words:
        What the name has in it; case and accents do not count.
    limit:
        So many at most.
    as_json:
        Print one line of JSON for each person.
    """
    _at_least_one(limit)

    async def verb(program: Cinegraph) -> list[store.Person]:
        async with program.context.database.transaction() as conn:
            return await store.named(conn, words, whole=False, limit=limit)

    found = running.run(running.settings(), "real", verb)
    if as_json:
        for person in found:
            print(show.json_line(asdict(person)))
    elif found:
        show.console().print(people_shown.people(found))
    else:
        raise Refused(f"nobody's name has words that begin like {words!r}")


def show_(person: str, /, *, svg: Path | None = None, as_json: Json = False) -> None:
    """Show who someone is: films, nominations, and the people with whom they worked most.

    Parameters
    ----------
    person:
        A name, an IMDb id (nm…) or a number of `people search`.
    svg:
        Draw the person with those around them into this file.
    as_json:
        Print one JSON object.
    """

    async def verb(
        program: Cinegraph,
    ) -> tuple[store.Person, list[store.Collaborator], list[tuple[int, int, int]]]:
        async with program.context.database.transaction() as conn:
            found = await find_person(conn, person)
            around = await store.collaborators(conn, found.id, _DRAWN)
            return found, around, await store.ties(conn, [one.id for one in around])

    found, around, ties = running.run(running.settings(), "real", verb)
    if svg is not None:
        save(svg, ego_picture.ego(found, around, ties))
    if as_json:
        print(show.json_line(asdict(found) | {"worked_with": [asdict(one) for one in around]}))
    else:
        people_shown.person(found, around[:10], show.console())


def collaborators(person: str, /, *, limit: Number = 20, as_json: Json = False) -> None:
    """List those whom someone worked with, in most films first.

    Parameters
    ----------
    person:
        A name, an IMDb id (nm…) or a number of `people search`.
    limit:
        So many at most.
    as_json:
        Print one line of JSON for each.
    """
    _at_least_one(limit)

    async def verb(program: Cinegraph) -> tuple[store.Person, list[store.Collaborator]]:
        async with program.context.database.transaction() as conn:
            found = await find_person(conn, person)
            return found, await store.collaborators(conn, found.id, limit)

    found, around = running.run(running.settings(), "real", verb)
    if as_json:
        for one in around:
            print(show.json_line(asdict(one)))
    elif around:
        show.console().print(people_shown.collaborators(around))
    else:
        print(f"{found.name} worked with nobody whom the graph knows")


def path(
    one: str,
    other: str,
    /,
    *,
    features: Annotated[bool, Parameter(negative="")] = False,
    top_billed: Number | None = None,
    years: str | None = None,
    depth: Number = 6,
    alternatives: Number = 3,
    timeout: float = 10.0,
    svg: Path | None = None,
    as_json: Json = False,
) -> None:
    """Find the shortest ways from one person to another, with the films of each step.

    Parameters
    ----------
    one:
        A name, an IMDb id (nm…) or a number of `people search`.
    other:
        The same.
    features:
        Only feature films count: films of more than 40 minutes.
    top_billed:
        Only so many of each film's cast count, by their billing, and the directors; the crew does not.
    years:
        Only films of this year (2024) or these (1990..2010).
    depth:
        So many steps at most.
    alternatives:
        So many ways of the same length at most.
    timeout:
        Give up after so many seconds.
    svg:
        Draw the ways into this file.
    as_json:
        Print one JSON object.
    """
    which = _filters(features, top_billed, years)
    _at_least_one(alternatives)
    if not 0 < timeout <= _LONGEST_SECONDS:
        raise Refused(f"--timeout {timeout:g}: give seconds, more than 0 and at most {_LONGEST_SECONDS}")
    found = running.run(
        running.settings(),
        "real",
        lambda program: find_path(program.context, one, other, which, depth, alternatives, timeout),
    )
    if svg is not None and found.ways:
        save(svg, strip(found))
    if as_json:
        print(show.json_line(people_shown.path_data(found)))
    elif found.ways:
        people_shown.path(found, show.console())
    if not found.ways:
        filtered = " in films that count" if which != Filters() else ""
        raise Refused(
            f"{found.one.name} and {found.other.name} are not connected{filtered} within {show.count(depth, 'step')}"
        )


def _filters(features: bool, top_billed: int | None, years: str | None) -> Filters:
    if top_billed is not None and not 1 <= top_billed <= 20:
        raise Refused(f"--top-billed {top_billed}: of each cast 1 to 20 can count")
    chosen, instance = parse_years(years) if years else (None, None)
    if instance is not None:
        raise Refused(f"--years {years}: give a year (2024) or a range (1990..2010)")
    return Filters(features, top_billed, chosen[0] if chosen else None, chosen[-1] if chosen else None)


def _at_least_one(number: int) -> None:
    if not 1 <= number <= 1000:
        raise Refused(f"{number} cannot be shown: 1 to 1000 can")

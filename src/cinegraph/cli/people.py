"""`cinegraph people`: who someone is, whom they worked with, and how they are connected with anybody else."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.text import Text

from cinegraph.app import Cinegraph
from cinegraph.cli import people_joined, people_links, people_shown, running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Number
from cinegraph.cli.years import parse_years
from cinegraph.domain.collaborations import CAST_COUNTED
from cinegraph.pictures import ego_picture
from cinegraph.pictures.drawing import save
from cinegraph.pictures.path_picture import strip
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_path import Found, find_path
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
    people.command(people_links.links)
    people.command(people_joined.join)
    people.command(people_joined.part)
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
        show.console().print(Text(f"{found.name} worked with nobody whom the graph knows"))


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class Counted:
    """Which films make a way."""

    features: Annotated[
        bool,
        Parameter(negative="", help="Only feature films count: films of more than 40 minutes."),
    ] = False
    top_billed: Annotated[
        Number | None,
        Parameter(help="Only so many of each film's cast count, and the directors; the crew does not."),
    ] = None
    years: Annotated[
        str | None, Parameter(help="Only films of this year (2024) or these (1990..2010) count.")
    ] = None

    def filters(self) -> Filters:
        """The same, understood. Raises Refused."""
        if self.top_billed is not None and not 1 <= self.top_billed <= CAST_COUNTED:
            raise Refused(f"--top-billed {self.top_billed}: of each cast 1 to {CAST_COUNTED} can count")
        chosen, instance = parse_years(self.years) if self.years else (None, None)
        if instance is not None:
            raise Refused(f"--years {self.years}: give a year (2024) or a range (1990..2010)")
        years = (chosen[0], chosen[-1]) if chosen else (None, None)
        return Filters(self.features, self.top_billed, *years)


_ANY = Counted()


def path(
    one: str,
    other: str,
    /,
    *,
    counted: Counted = _ANY,
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
    which = counted.filters()
    _at_least_one(alternatives)
    if not 0 < timeout <= _LONGEST_SECONDS:
        raise Refused(f"--timeout {timeout:g}: give seconds, more than 0 and at most {_LONGEST_SECONDS}")

    async def verb(program: Cinegraph) -> Found:
        return await find_path(program.context, one, other, which, depth, alternatives, timeout)

    _tell(running.run(running.settings(), "real", verb), svg, as_json)


def _tell(found: Found, svg: Path | None, as_json: bool) -> None:
    if svg is not None and found.ways:
        save(svg, strip(found))
    if as_json:
        print(show.json_line(people_shown.path_data(found)))
    elif found.ways:
        people_shown.path(found, show.console())
    if not found.ways:
        where = " in films that count" if found.which != Filters() else ""
        steps = show.count(found.deepest, "step")
        raise Refused(f"{found.one.name} and {found.other.name} are not connected{where} within {steps}")


def _at_least_one(number: int) -> None:
    if not 1 <= number <= 1000:
        raise Refused(f"{number} cannot be shown: 1 to 1000 can")

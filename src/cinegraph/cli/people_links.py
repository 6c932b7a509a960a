"""`cinegraph people links` and `people part`: who the nominees are, and two rows of one person parted again."""

from dataclasses import asdict, replace
from functools import partial
from typing import Annotated

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Flag, Number, login
from cinegraph.cli.years import parse_years
from cinegraph.domain.festivals import Edition
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.part_person import Parted, part_person
from cinegraph.pipeline.review_movie import By
from cinegraph.store import people_links
from cinegraph.store.people_links import CategoryLinks, Ceremonies, Left

Json = Annotated[bool, Parameter(name="--json", negative="")]
_WAYS = ("by_id", "by_credits", "by_search", "decided", "inferred", "minimal", "review", "unlinked")
_SUMMED = ("nominees", "linked", *_WAYS, "known_to_tmdb")


def links(
    organization: str | None = None,
    years: str | None = None,
    /,
    *,
    unlinked: Flag = False,
    limit: Number = 50,
    as_json: Json = False,
) -> None:
    """How nominees are linked to people, by ceremony and category: by which way, and what is left and why.

    Parameters
    ----------
    organization:
        Only of this one: a slug ("oscars") or an abbreviation ("AMPAS").
    years:
        Only of this year (2024), of these (1990..2010), or of one of two ceremonies within a year (1930/2).
    unlinked:
        List the nominees who are nobody that is known, with the reason for each.
    limit:
        With --unlinked, so many at most.
    as_json:
        Print one line of JSON for each category, or each nominee.
    """
    if limit < 1:
        raise Refused(f"--limit {limit}: at least one nominee can be listed")
    if years is not None and organization is None:
        raise Refused(f"{years}: say of which organization")
    chosen, instance = parse_years(years) if years else (None, None)
    verb = partial(_find, organization=organization, which=Ceremonies(None, chosen, instance), limit=limit)
    found, left = running.run(running.settings(), "real", verb)
    if not found:
        what = " ".join(word for word in (organization, years) if word)
        raise Refused(f"no nominee of {what} is stored" if what else "no nominee is stored")
    if as_json:
        for one in left if unlinked else found:
            print(show.json_line(asdict(one)))
    else:
        show.console().print(_left(left) if unlinked else _table(found))


async def _find(
    program: Cinegraph, organization: str | None, which: Ceremonies, limit: int
) -> tuple[list[CategoryLinks], list[Left]]:
    async with program.context.database.transaction() as conn:
        if organization is not None:
            which = replace(which, organization_id=(await find_organization(conn, organization))[0])
        found = await people_links.categories(conn, which)
        return found, await people_links.left(conn, which, limit)


def _ceremony(one: CategoryLinks | Left) -> str:
    return f"{one.organization} {Edition(one.year, one.instance)}"


def _table(found: list[CategoryLinks]) -> Table:
    """A row for each category, and one for everything."""
    table = Table("ceremony", "category", *(name.replace("_", " ") for name in _SUMMED))
    for one in found:
        told = asdict(one)
        table.add_row(_ceremony(one), Text(one.category), *(str(told[name] or "") for name in _SUMMED))
    sums = [str(sum(asdict(one)[name] for one in found)) for name in _SUMMED]
    table.add_section()
    table.add_row("all", "", *sums)
    return table


def _left(left: list[Left]) -> Table | str:
    if not left:
        return "every nominee is linked"
    table = Table("ceremony", "category", "nominee", "film", "state", "why")
    for one in left:
        review = f"review {one.review_id}: " if one.review_id else ""
        why = Text(f"{review}{one.why or ''}")
        table.add_row(
            _ceremony(one), Text(one.category), Text(one.nominee), Text(one.film or ""), one.way, why
        )
    return table


def part(
    person: str,
    /,
    *,
    note: str | None = None,
    by: Annotated[str | None, Parameter(name="--by")] = None,
    as_json: Json = False,
) -> None:
    """Part a person from the row that joined last, for good: both are what they were, and are not joined again.

    Parameters
    ----------
    person:
        A name, an IMDb id (nm…) or a number of `people search`.
    note:
        Why.
    by:
        Who says so; the login name if left out.
    as_json:
        Print one JSON object.
    """
    who = By(by or login(), note)

    async def verb(program: Cinegraph) -> Parted:
        return await part_person(program.context, person, who)

    done = running.run(running.settings(), "real", verb)
    if as_json:
        print(show.json_line({"kept": asdict(done.kept), "parted": asdict(done.merge)}))
    else:
        one = done.merge
        text = f"{done.kept.name} (number {done.kept.id}) and {one.dropped_name} (number {one.dropped_id}) are two people"
        show.console().print(Text(text))

"""`cinegraph people links`: who the nominees are, by which way that was found, and who is nobody that is known."""

from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Annotated

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.app import Cinegraph
from cinegraph.cli import pages, running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Flag, Number
from cinegraph.cli.years import parse_years
from cinegraph.domain.festivals import Edition
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.name_ceremonies import find_organization
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
    after: str | None = None,
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
        With --unlinked, so many at most; as many as you like: they are printed as they are read.
    after:
        With --unlinked, begin behind this word, which ends the list before.
    as_json:
        Print one line of JSON for each category, or each nominee, with the word (`after`) behind which the next begins.
    """
    if years is not None and organization is None:
        raise Refused(f"{years}: say of which organization")
    if after is not None and not unlinked:
        raise Refused("--after: only the list of --unlinked goes on")
    chosen, instance = parse_years(years) if years else (None, None)
    how = _Shown(unlinked, after, limit, as_json)
    words = " ".join(filter(None, (organization, years)))
    verb = partial(_tell, organization, Ceremonies(None, chosen, instance), words, how)
    running.run(running.settings(), "real", verb)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What is listed, from where on, how many, and how."""

    unlinked: bool
    after: str | None
    limit: int
    as_json: bool


async def _tell(
    organization: str | None, which: Ceremonies, words: str, how: _Shown, program: Cinegraph
) -> None:
    meant = await _meant(program, organization, which)
    if await (_nobody if how.unlinked else _categories)(program, meant, how):
        return
    async with program.context.database.statement() as conn:
        if not await people_links.any_stored(conn, meant):
            raise Refused(f"no nominee of {words} is stored" if words else "no nominee is stored")
    if not how.as_json:
        print("nobody comes behind that" if how.after else "every nominee is linked")


async def _meant(program: Cinegraph, organization: str | None, which: Ceremonies) -> Ceremonies:
    if organization is None:
        return which
    async with program.context.database.transaction() as conn:
        return replace(which, organization_id=(await find_organization(conn, organization))[0])


async def _categories(program: Cinegraph, which: Ceremonies, how: _Shown) -> bool:
    async with program.context.database.transaction() as conn:
        found = await people_links.categories(conn, which)
    if how.as_json:
        for one in found:
            print(show.json_line(asdict(one)))
    elif found:
        show.console().print(_table(found))
    return bool(found)


async def _nobody(program: Cinegraph, which: Ceremonies, how: _Shown) -> bool:
    """Who is nobody that is known, some at a time; whether there is anybody."""
    listed, ended = people_links.unlinked(which), None
    begin = pages.begin(listed, how.after, how.limit)
    async for rows in pages.read(program, listed, begin, how.limit):
        if how.as_json:
            for one, word in rows:
                print(show.json_line(asdict(one) | {"after": word}))
        else:
            show.console().print(_left([one for one, _ in rows]))
        ended = rows[-1][1]
    if ended is not None and not how.as_json and await pages.more(program, listed, ended):
        print(f"more: --after {ended}")
    return ended is not None


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


def _left(left: list[Left]) -> Table:
    table = Table("ceremony", "category", "nominee", "film", "state", "why")
    for one in left:
        review = f"review {one.review_id}: " if one.review_id else ""
        why = Text(f"{review}{one.why or ''}")
        table.add_row(
            _ceremony(one), Text(one.category), Text(one.nominee), Text(one.film or ""), one.way, why
        )
    return table

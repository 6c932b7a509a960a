"""`cinegraph discover` and `cinegraph sync`: which editions exist, which are missing here, and those are imported."""

import sys
from typing import Annotated

from cyclopts import App, Parameter
from rich.text import Text

from cinegraph.app import Cinegraph, require_pages
from cinegraph.cli import given, running, show
from cinegraph.cli.carrying_out import How, reach
from cinegraph.cli.printing import print
from cinegraph.cli.words import AS_USUAL, Flag, Number, Working
from cinegraph.domain.festivals import Edition
from cinegraph.pipeline.discover import Discovered
from cinegraph.pipeline.discover import discover as find_editions
from cinegraph.pipeline.given_pages import only_pages
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.sync import find_missing

Json = Annotated[bool, Parameter(name="--json", negative="")]


def register(app: App) -> None:
    """Add the commands."""
    app.command(discover)
    app.command(sync)


def discover(
    organization: str, /, *, page: given.Pages = None, offline: Flag = False, as_json: Json = False
) -> None:
    """Find out which editions of an organization exist, and which are missing here; nothing is imported.

    Parameters
    ----------
    organization:
        Who gives the awards: a slug ("oscars"), an abbreviation ("AMPAS") or an event of IMDb's ("imdb:ev0000003").
    page:
        A saved event page or dataset file that tells of the editions, instead of fetching one.
    offline:
        Ask the offline world that comes along, not the real one.
    as_json:
        Print one JSON object.
    """
    pages, strange = only_pages(given.read_all(page))
    for line in strange:
        print(f"cinegraph: {line}", file=sys.stderr)

    async def verb(program: Cinegraph) -> Discovered:
        async with program.context.database.transaction() as conn:
            number, found = await find_organization(conn, organization)
        return await find_editions(program.context, number, found, pages)

    loaded = running.settings()
    if not offline and not pages:
        require_pages(loaded)
    with running.outside(loaded, offline) as (reaching, world):
        found = running.run(reaching, world, verb)
    print(show.json_line(_told(found))) if as_json else _show(found)


def _told(found: Discovered) -> dict[str, object]:
    def plain(editions: tuple[Edition, ...]) -> list[dict[str, int]]:
        return [{"year": one.year, "instance": one.instance} for one in editions]

    return {
        "organization": found.organization,
        "editions": plain(found.told),
        "stored": plain(found.stored),
        "missing": plain(found.missing),
        "new": plain(found.new),
        "supposed": plain(found.supposed),
        "source": found.source,
        "cost_usd": found.cost_usd,
    }


def _show(found: Discovered) -> None:
    out = show.console()
    source = f"by {found.source}" if found.source else "by what is kept here"
    out.print(Text(f"{found.organization}: {show.count(len(found.told), 'edition')} known, {source}"))
    out.print(Text(f"  stored       {spans(found.stored) or 'none'}"))
    out.print(Text(f"  missing      {spans(found.missing) or 'none'}"))
    if found.new:
        out.print(Text(f"  new          {spans(found.new)}"))
    if found.supposed:
        out.print(Text(f"  supposed     {spans(found.supposed)}: no page told of them"))
    if found.cost_usd:
        out.print(f"  cost         {show.usd(found.cost_usd)} USD")


def spans(editions: tuple[Edition, ...]) -> str:
    """ "1929, 1930, 1930/2, 1931..1932, 1934..2025": years that follow each other as ranges."""
    parts: list[list[Edition]] = []
    for one in editions:
        last = parts[-1][-1] if parts else None
        if last and one.instance == last.instance == 1 and one.year == last.year + 1:
            parts[-1].append(one)
        else:
            parts.append([one])
    return ", ".join(str(p[0]) if len(p) == 1 else f"{p[0]}..{p[-1]}" for p in parts)


def sync(*organizations: str, last: Number = 1, no_lookup: Flag = False, way: Working = AS_USUAL) -> int:
    """Import the newest editions and all that are missing here, of every organization whose pages may be fetched.

    Parameters
    ----------
    organizations:
        Only these: slugs or abbreviations.
    last:
        How many of the newest editions are imported again, whatever is stored of them.
    no_lookup:
        Store what the pages say and ask no catalogue.
    """
    how = How(way=way, lookup=not no_lookup)
    return reach(how, lambda program: find_missing(program.context, organizations, last, ask=not way.dry_run))

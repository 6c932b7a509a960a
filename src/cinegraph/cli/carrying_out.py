"""What was chosen is asked for: imports and their jobs, worked here or left to a worker; or only shown."""

import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from rich.text import Text

from cinegraph.app import Cinegraph, refuse_what_cannot_work, require_pages
from cinegraph.cli import running, show, watching
from cinegraph.cli.printing import print
from cinegraph.cli.words import Way
from cinegraph.pipeline.choose_ceremonies import Chosen
from cinegraph.pipeline.estimate import Estimate, estimate, tiers, told
from cinegraph.pipeline.request_import import request_all

_SHOWN = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class How:
    """How ceremonies are imported."""

    way: Way
    lookup: bool = True
    refresh: bool = False


def reach(how: How, choose: Callable[[Cinegraph], Awaitable[Chosen]]) -> int:
    """Build the program with its way outside, choose ceremonies and carry it out; the answer is the exit code.

    Raises ConfigurationError for a key that is missing, WorldUnavailable.
    """

    async def verb(program: Cinegraph) -> int:
        return await carry_out(program, await choose(program), how)

    return within(how, verb)


def within(how: How, verb: Callable[[Cinegraph], Awaitable[int]]) -> int:
    """Build the program with its way outside and run the verb in it; the answer is the exit code. Raises as `reach`."""
    loaded = running.settings()
    if not how.way.offline and not how.way.dry_run:
        require_pages(loaded)
    with running.outside(loaded, how.way.offline) as (reaching, world):
        return running.run(reaching, world, verb)


async def ready(program: Cinegraph, how: How) -> None:
    """Raises ConfigurationError if what was chosen cannot be carried out here: a key is missing, a queue has no worker.

    It is checked after the words of the command, so that a slip in these is what a user is told first.
    """
    if how.lookup:
        await refuse_what_cannot_work(program)


async def carry_out(program: Cinegraph, chosen: Chosen, how: How) -> int:
    """Import these ceremonies, and say what came of each; the answer is the exit code."""
    for line in chosen.left_out:
        print(f"cinegraph: {line}", file=sys.stderr)
    if not how.way.dry_run:
        await ready(program, how)
    context = program.context
    requested = await request_all(context, chosen.wanted, how.lookup, how.refresh, rehearse=how.way.dry_run)
    if how.way.dry_run:
        found = await estimate(context, chosen.wanted, requested, how.lookup, how.refresh)
        print(show.json_line(told(found, context))) if how.way.as_json else _show(program, found)
        return 0
    for request in requested:
        if request.resumed:
            print(
                f"import {request.import_id} of {request.organization} {request.edition} goes on",
                file=sys.stderr,
            )
    ids = [request.import_id for request in requested]
    if how.way.detach:
        counted = await watching.count(program, ids)
    else:
        counted = await watching.work(program, ids, quiet=how.way.as_json and not sys.stderr.isatty())
    await watching.tell(program, counted, how.way.as_json, how.way.detach)
    return watching.exit_code(counted, how.way.detach)


def _show(program: Cinegraph, found: Estimate) -> None:
    """The estimate as a person reads it."""
    out = show.console()
    named = [f"{one.organization} {one.edition}" for one in found.imports]
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    out.print(Text(f"nothing was changed; this would be {show.count(len(named), 'import')}"))
    out.print(Text(f"  ceremonies   {', '.join(named[:_SHOWN])}{more}"))
    for one in found.pages:
        price = f"{show.usd(one.price_usd)} USD each = {show.usd(one.cost_usd)} USD"
        out.print(
            f"  pages        {one.pages} from {one.site} ({one.transport}), {price} if each is asked for once"
        )
    if found.kept or found.given:
        out.print(
            f"  pages        {found.kept} kept and still fresh, {found.given} given: nothing is fetched for them"
        )
    out.print(Text(f"  films        {_films(found)}"))
    if not found.lookup:
        return
    show.tiers(tiers(program.context, found.not_full + found.films_expected))


def _films(found: Estimate) -> str:
    words = [f"{found.films_here} stored, {found.not_full} of them not full"]
    if found.films_expected:
        words.append(f"about {found.films_expected} more, by the size of neighbouring ceremonies")
    if found.unknown:
        ceremonies = "1 ceremony has" if found.unknown == 1 else f"{found.unknown} ceremonies have"
        words.append(f"how many {ceremonies} is not known")
    return "; ".join(words)

"""`cinegraph enrich`: ratings are asked for."""

from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show, working
from cinegraph.cli.printing import print
from cinegraph.cli.words import AS_USUAL, Number, Working
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_film import find_film
from cinegraph.pipeline.rate_films import Rated, rate_films
from cinegraph.store import enrichment


def register(app: App) -> None:
    """Add the command."""
    app.command(enrich)


def enrich(
    film: str | None = None,
    /,
    *,
    everything: Annotated[bool, Parameter(name="--all", negative="")] = False,
    limit: Number | None = None,
    way: Working = AS_USUAL,
) -> int:
    """Ask for the ratings of films that have none, or old ones, as a worker does each day; or of one film, now.

    Parameters
    ----------
    film:
        A title, an IMDb id (tt…) or the number of its row: its ratings are asked for however young they are.
    everything:
        Films whose ratings are young, too.
    limit:
        So many films at most; the setting if left out.
    """
    if limit is not None and limit < 1:
        raise Refused(f"--limit {limit}: at least one film can be asked for")
    if film is not None and (everything or limit is not None):
        raise Refused("a film, or --all and --limit: one of them says what is asked for")

    async def verb(program: Cinegraph) -> int:
        await working.ready(program)
        number = None
        if film is not None:
            async with program.context.database.transaction() as conn:
                number = (await find_film(conn, film)).id
        begun = await rate_films(
            program.context, limit, number, everything, urgent=True, rehearse=way.dry_run
        )
        if begun.jobs and not way.dry_run and not way.detach:
            await working.until_done(program, tuple(begun.jobs.values()))
        return await _tell(program, begun, way.dry_run, way.detach, way.as_json)

    return running.reach(way.offline, not way.offline and not way.detach, verb)


async def _tell(program: Cinegraph, begun: Rated, dry_run: bool, detach: bool, as_json: bool) -> int:
    """What was asked for, what it cost at most, and what came of it."""
    async with program.context.database.transaction() as conn:
        waiting = 0 if dry_run else await enrichment.unanswered(conn, list(begun.jobs.values()))
    told: dict[str, object] = {"asked": len(begun.jobs), "left": begun.left, "cost_usd": begun.cost_usd}
    if dry_run:
        told |= {"dry_run": True}
    else:
        told |= {"pending": waiting}
    if as_json:
        print(show.json_line(told))
    else:
        out = show.console()
        most = f"at most {show.usd(begun.cost_usd)} USD"
        if dry_run:
            out.print(
                f"nothing was changed; {show.count(len(begun.jobs), 'film')} would be asked for: {most}"
            )
        else:
            out.print(f"{show.count(len(begun.jobs), 'film')} asked for: {most}")
        if begun.left:
            out.print(f"{show.count(begun.left, 'film')} more are due: the next sweep asks for them")
        if detach and begun.jobs:
            out.print("`cinegraph worker` does it")
        elif waiting:
            out.print(f"{show.count(waiting, 'film')} not answered: `cinegraph jobs list` says why")
    return 3 if waiting and not detach else 0

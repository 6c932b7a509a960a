"""`cinegraph refresh` and `cinegraph retry`: films and jobs are tried again."""

import sys
from collections.abc import Mapping
from datetime import timedelta
from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show, watching, working
from cinegraph.cli.changing import refresh_changed
from cinegraph.cli.printing import print
from cinegraph.cli.words import AS_USUAL, Flag, Number, Working
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.estimate import tiers
from cinegraph.pipeline.refresh_stale import refresh_stale
from cinegraph.pipeline.retry import Again
from cinegraph.pipeline.retry import retry as try_again

_A_CENTURY = 36_500


def register(app: App) -> None:
    """Add the commands."""
    app.command(refresh)
    app.command(retry)


def refresh(
    *,
    limit: Number | None = None,
    older_than: float | None = None,
    changes: Flag = False,
    way: Working = AS_USUAL,
) -> int:
    """Ask again for stubs and minimal films that are due, the oldest attempt first, as a worker does each day.

    Parameters
    ----------
    limit:
        So many films at most; the setting if left out.
    older_than:
        Films that were asked for more than so many days ago, whether they are due or not.
    changes:
        Full films instead: those that TMDb says it has changed are read anew.
    """
    if limit is not None and limit < 1:
        raise Refused(f"--limit {limit}: at least one film can be asked for")
    if older_than is not None and not 0 <= older_than <= _A_CENTURY:
        raise Refused(f"--older-than {older_than:g}: a number of days, from 0 to {_A_CENTURY}")
    if changes and older_than is not None:
        raise Refused("--changes or --older-than: full films that were changed, or others that are due")
    age = None if older_than is None else timedelta(days=older_than)

    async def verb(program: Cinegraph) -> int:
        await working.ready(program)
        if changes:
            return await refresh_changed(program, limit, way)
        begun = await refresh_stale(program.context, limit, age, rehearse=way.dry_run)
        told: dict[str, object] = {"asked": len(begun.jobs), "left": begun.left, "reviews": begun.reviews}
        if way.dry_run:
            return _would(program, told, len(begun.jobs), way.as_json)
        return await _work(
            program, told, tuple(begun.jobs), tuple(begun.jobs.values()), way.detach, way.as_json
        )

    return running.reach(way.offline, not way.offline and not way.detach, verb)


def retry(
    *,
    failed: Flag = False,
    stubs: Flag = False,
    minimal: Flag = False,
    import_id: Annotated[Number | None, Parameter(name="--import")] = None,
    way: Working = AS_USUAL,
) -> int:
    """Try again, now: jobs that failed, stubs, minimal films, or what an import has not found.

    Parameters
    ----------
    failed:
        Jobs that failed, and that no later one has made up for.
    stubs:
        Every stub, whenever it was asked for last.
    minimal:
        Every minimal film, whenever it was asked for last.
    import_id:
        The films of this import that are not full; it counts anew.
    """
    if not (failed or stubs or minimal or import_id is not None):
        raise Refused("what is to be tried again? --failed, --stubs, --minimal or --import N")

    async def verb(program: Cinegraph) -> int:
        await working.ready(program)
        again = await try_again(program.context, failed, stubs, minimal, import_id, rehearse=way.dry_run)
        if way.dry_run:
            told = {"failed_jobs": again.failed, "asked": len(again.films)}
            return _would(program, told, len(again.films), way.as_json)
        return await _retried(program, again, import_id, way.detach, way.as_json)

    return running.reach(way.offline, not way.offline and not way.detach, verb)


async def _retried(
    program: Cinegraph, again: Again, import_id: int | None, detach: bool, as_json: bool
) -> int:
    if import_id is not None and not detach:
        await watching.work(program, [import_id], quiet=as_json and not sys.stderr.isatty())
    told: dict[str, object] = {"failed_jobs": again.failed, "asked": len(again.films)}
    code = await _work(program, told, again.films, again.jobs, detach, as_json)
    if import_id is None:
        return code
    counted = await watching.count(program, [import_id])
    if not detach:
        await watching.tell(program, counted, as_json, detach)
    return watching.exit_code(counted, detach)


async def _work(
    program: Cinegraph,
    told: dict[str, object],
    films: tuple[int, ...],
    jobs: tuple[int, ...],
    detach: bool,
    as_json: bool,
) -> int:
    """Work the queue until these jobs are over, and say what came of them; or leave them to a worker."""
    if jobs and not detach:
        await working.until_done(program, jobs)
    now = await working.outcome(program, films)
    if as_json:
        print(show.json_line(told | {"films": now}))
    else:
        _show(told, now, detach)
    return 3 if now["pending"] and not detach else 0


def _would(program: Cinegraph, told: Mapping[str, object], films: int, as_json: bool) -> int:
    """What would be asked for, and what that costs at least by the prices of the catalogues that are on."""
    costs = tiers(program.context, films)
    if as_json:
        print(show.json_line({"dry_run": True, **told, "lookup": costs}))
        return 0
    print("nothing was changed; this would be done:")
    _show(dict(told), {}, detach=False)
    show.tiers(costs)
    return 0


def _show(told: dict[str, object], now: dict[str, int], detach: bool) -> None:
    out = show.console()
    for key, words in (("failed_jobs", "failed job"), ("asked", "film")):
        if key in told:
            verb = "tried again" if key == "failed_jobs" else "asked for again"
            out.print(f"{show.count(int(str(told[key])), words)} {verb}")
    if told.get("left"):
        out.print(f"{show.count(int(str(told['left'])), 'film')} more are due: the next sweep asks for them")
    if told.get("reviews"):
        out.print(f"{show.count(int(str(told['reviews'])), 'old stub')} put before a person")
    if detach:
        out.print("`cinegraph worker` does it")
    elif told.get("asked") and now:
        out.print("now  " + " · ".join(f"{number} {state}" for state, number in now.items() if number))

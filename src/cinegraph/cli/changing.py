"""`cinegraph refresh --changes`: full films that their catalogue has changed are read anew."""

from cinegraph.app import Cinegraph
from cinegraph.cli import show, working
from cinegraph.cli.printing import print
from cinegraph.cli.words import Way
from cinegraph.pipeline.context import PutOff, Refused
from cinegraph.pipeline.read_changes import ChangesRead, read_changes
from cinegraph.store import enrichment


async def refresh_changed(program: Cinegraph, limit: int | None, way: Way) -> int:
    """Read what has changed, read our films of it anew, and say so. Exit code 3: some have not been read."""
    try:
        read = await read_changes(program.context, limit, rehearse=way.dry_run)
    except PutOff as silent:
        raise Refused(f"{silent}: try again later") from None
    if read is None:
        print(
            show.json_line({"changed": 0, "ours": 0, "asked": 0})
            if way.as_json
            else "there is no full film here that could have changed"
        )
        return 0
    if read.jobs and not way.dry_run and not way.detach:
        await working.until_done(program, tuple(read.jobs.values()))
    async with program.context.database.transaction() as conn:
        waiting = 0 if way.dry_run else await enrichment.unanswered(conn, list(read.jobs.values()))
    _tell(read, waiting, way)
    return 3 if waiting and not way.detach else 0


def _tell(read: ChangesRead, waiting: int, way: Way) -> None:
    told = {
        "since": read.since.isoformat(),
        "changed": read.told,
        "ours": read.ours,
        "older": read.older,
        "asked": len(read.jobs),
    }
    if way.as_json:
        print(show.json_line(told | ({"dry_run": True} if way.dry_run else {"pending": waiting})))
        return
    out = show.console()
    out.print(
        f"TMDb has changed {show.count(read.told, 'film')} since {read.since}, {read.ours} of them are here"
    )
    if read.older:
        out.print(
            f"{show.count(read.older, 'film')} here are older than what TMDb tells of: they may have changed"
        )
    verb = "would be read anew; nothing was changed" if way.dry_run else "read anew"
    out.print(f"{show.count(len(read.jobs), 'film')} {verb}")
    if way.detach and read.jobs:
        out.print("`cinegraph worker` does it")
    elif waiting:
        out.print(f"{show.count(waiting, 'film')} not read yet: `cinegraph jobs list` says why")

"""`cinegraph review accept-many`: what would be accepted is shown, and accepted when that is said."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal

from cyclopts import Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show, working
from cinegraph.cli.printing import print
from cinegraph.cli.words import AS_USUAL, Way, Working, login
from cinegraph.pipeline.accept_many import MOST, Accepted, Choice, accept_many
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.review_movie import By
from cinegraph.store.screens.reviews import Likely, Which, likely

Kind = Literal["choice", "doubtful", "nominee"]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which questions, how sure their best candidate is, whether one that comes close counts, and who decides."""

    kind: str | None
    festival: str | None
    least: float
    close: bool
    by: By


def accept_many_(
    *,
    least: float = 0.9,
    kind: Kind | None = None,
    festival: str | None = None,
    close: Annotated[bool, Parameter(negative="")] = False,
    note: str | None = None,
    by: Annotated[str | None, Parameter(name="--by")] = None,
    way: Working = AS_USUAL,
) -> int:
    """Accept the best candidate of every open question, of films and nominees, that is sure enough; --dry-run shows which.

    Parameters
    ----------
    least:
        How sure the best candidate is at least, from 0 to 1.
    kind:
        Only questions of this kind.
    festival:
        Only questions about films and nominees of this festival: a slug ("oscars") or an abbreviation.
    close:
        Also where the next candidate is less than 0.05 behind.
    note:
        Why.
    by:
        Who decides; the login name if left out.
    """
    if not 0 <= least <= 1:
        raise Refused(f"--least {least:g}: give a number from 0 to 1")
    asked = _Asked(kind, festival, least, close, By(by or login(), note))
    keys = not (way.offline or way.detach or way.dry_run)
    return running.reach(way.offline, keys, partial(_answer, asked=asked, way=way))


async def _answer(program: Cinegraph, asked: _Asked, way: Way) -> int:
    found = await _found(program, asked)
    chosen = [one for one in found if one.clear or asked.close]
    if way.dry_run:
        _preview(found, chosen, way.as_json)
        return 0
    if not way.detach:
        await working.ready(program)
    choices = [Choice(one.id, one.number, one.seen) for one in chosen]
    done = await accept_many(program.context, choices, asked.by)
    if done.jobs and not way.detach:
        await working.until_done(program, tuple(done.jobs.values()))
    now = await working.outcome(program, tuple(done.jobs))
    _tell(done, len(found) - len(chosen), now, way.as_json)
    return 3 if now["pending"] and not way.detach else 0


async def _found(program: Cinegraph, asked: _Asked) -> list[Likely]:
    async with program.context.database.transaction() as conn:
        slug = None
        if asked.festival is not None:
            slug = (await find_organization(conn, asked.festival))[1].slug
        return await likely(conn, Which(asked.kind, slug), asked.least, MOST)


def _preview(found: list[Likely], chosen: list[Likely], as_json: bool) -> None:
    if as_json:
        for one in found:
            print(show.json_line(_plain(one, one in chosen)))
        return
    if not found:
        print("no open question has a candidate that is as sure as that")
        return
    table = Table("review", "about", "kind", "it would be", "score", "ahead by", "accepted")
    for one in found:
        about = f"{one.title} ({one.told or one.year})" if one.told or one.year else one.title
        ahead = "alone" if one.gap is None else f"{one.gap:.2f}"
        answer = "yes" if one in chosen else "no: close"
        table.add_row(
            str(one.id), Text(about), one.kind, Text(_who(one)), f"{one.score:.2f}", ahead, answer
        )  # fmt: skip
    show.console().print(table)
    more = f"; {MOST} are answered at once, there may be more" if len(found) == MOST else ""
    print(f"{show.count(len(chosen), 'question')} of {len(found)} would be answered{more}")


def _who(one: Likely) -> str:
    told = one.candidate
    ids = (told.get("imdb_id"), f"tmdb {told['tmdb_id']}" if told.get("tmdb_id") else None)
    said = [str(word) for word in (told.get("year"), *ids) if word]
    return f"{one.called} ({', '.join(said)})" if said else one.called


def _plain(one: Likely, accepted: bool) -> dict[str, Any]:
    """The question with the one that it would be. Keys are only ever added."""
    return {
        "review": one.id,
        "kind": one.kind,
        "about": one.title,
        "told": one.told,
        "candidate": one.number,
        "chosen": one.candidate,
        "score": one.score,
        "ahead_by": one.gap,
        "seen": one.seen,
        "accepted": accepted,
    }


def _tell(done: Accepted, close: int, now: dict[str, int], as_json: bool) -> None:
    if as_json:
        left = [{"review": one.review, "why": one.why} for one in done.left]
        told = {"accepted": list(done.reviews), "left": left, "close": close, "films": now}
        print(show.json_line(told))
        return
    behind = f"; {close} left: another candidate is close (--close)" if close else ""
    print(f"{show.count(len(done.reviews), 'question')} answered{behind}")
    for one in done.left:
        show.console().print(Text(f"review {one.review} is left: {one.why}"))

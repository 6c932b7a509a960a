"""`cinegraph people join` and `people part`: two rows that are one person, and rows of one person parted again."""

from dataclasses import asdict
from typing import Annotated

from cyclopts import Parameter
from rich.text import Text

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Flag, login
from cinegraph.pipeline.find_person import described
from cinegraph.pipeline.join_people import JoinedPeople, JoinPlan, join_people, plan_join
from cinegraph.pipeline.part_person import Parted, part_person
from cinegraph.pipeline.review_movie import By

Json = Annotated[bool, Parameter(name="--json", negative="")]
Who = Annotated[str | None, Parameter(name="--by")]


def join(
    keep: str,
    other: str,
    /,
    *,
    note: str | None = None,
    by: Who = None,
    dry_run: Flag = False,
    as_json: Json = False,
) -> None:
    """Say that two rows are one person: the other joins the one that is kept, with everything that speaks of them.

    `cinegraph people part` undoes it. Rows whose ids contradict each other are not joined.

    Parameters
    ----------
    keep:
        Who stays: a name, an IMDb id (nm…) or a number of `people search`.
    other:
        Who joins them: the same.
    note:
        Why.
    by:
        Who says so; the login name if left out.
    dry_run:
        Say what would move, and change nothing.
    as_json:
        Print one JSON object.
    """
    if dry_run:
        plan = running.run(
            running.settings(), "real", lambda program: plan_join(program.context, keep, other)
        )
        _tell_plan(plan, as_json)
    else:
        _joined(keep, other, By(by or login(), note), as_json)


def _joined(keep: str, other: str, who: By, as_json: bool) -> None:
    async def verb(program: Cinegraph) -> JoinedPeople:
        return await join_people(program.context, keep, other, who)

    done = running.run(running.settings(), "real", verb)
    if as_json:
        print(show.json_line(asdict(done)))
    else:
        gone = f"{done.joined.dropped_name} (number {done.joined.dropped_id})"
        undo = f"`cinegraph people part {done.kept.id}` undoes it"
        show.console().print(Text(f"{gone} is {done.kept.name} (number {done.kept.id}) from now on; {undo}"))


def _tell_plan(plan: JoinPlan, as_json: bool) -> None:
    if as_json:
        print(show.json_line({"dry_run": True} | asdict(plan)))
        return
    moves = plan.moves
    credited = f"{show.count(moves.credits, 'credit')} in {show.count(moves.films, 'film')}"
    lines = [
        f"stays: {described(plan.keep)}: {plan.why}",
        f"goes:  {described(plan.drop)}",
        f"moves: {show.count(moves.nominations, 'nomination')}, {credited}, {show.count(moves.pairs, 'pair')}",
    ]
    if plan.gets:
        lines.append(f"{plan.keep.name} gets {', '.join(plan.gets)}")
    if moves.joined:
        lines.append(f"{show.count(moves.joined, 'row')} that joined {plan.drop.name} moves too")
    if moves.questions:
        lines.append(f"{show.count(moves.questions, 'open question')} would be answered by that")
    lines += [f"look: {note}" for note in plan.notes]
    for line in [*lines, "nothing was changed"]:
        show.console().print(Text(line))


def part(
    person: str,
    /,
    *,
    note: str | None = None,
    by: Who = None,
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

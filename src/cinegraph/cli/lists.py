"""`cinegraph lists`: which lists are followed, how they stand, and what their last imports changed."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import given, listing, lists_shown, planned, running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Flag, Number, login
from cinegraph.domain.lists import FilmList, SourceType, stands_for_awards
from cinegraph.pipeline.check_list import Checked, check_lists
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_list import find_list
from cinegraph.pipeline.manage_lists import ListPlan, add_list, edit_list, plan_list, plan_list_edit
from cinegraph.store import list_items, lists
from cinegraph.store.lists import Status

Json = Annotated[bool, Parameter(name="--json", negative="")]
Awards = Annotated[bool | None, Parameter(name="--tracks-awards", negative="--no-awards")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Who changes a list, and how that is told.

    Parameters
    ----------
    by:
        Who says so; your login name if left out. It is kept with the change.
    dry_run:
        Say what would be, field by field, and what that does, and change nothing.
    as_json:
        Print one JSON object.
    """

    by: str | None = None
    dry_run: Flag = False
    as_json: Json = False

    @property
    def who(self) -> str:
        """Who is kept with the change."""
        return self.by or login()


Telling = Annotated[Told, Parameter(name="*")]
_PLAIN = Told()


def register(app: App) -> None:
    """Add the commands."""
    group = App(name="lists", help="Lists of films: follow them, import them, see who came and left.")
    group.command(list_, name="list")
    group.command(show_, name="show")
    for command in (add, edit, check):
        group.command(command)
    listing.register(group)
    app.command(group)


def list_(*, as_json: Json = False) -> None:
    """Show every list: how many films it should have, says it has, and has here.

    Parameters
    ----------
    as_json:
        Print one line of JSON for each list.
    """

    async def verb(program: Cinegraph) -> list[Status]:
        async with program.context.database.transaction() as conn:
            return await lists.statuses(conn)

    found = running.run(running.settings(), "real", verb)
    if as_json:
        for one in found:
            print(show.json_line(asdict(one)))
    else:
        show.console().print(lists_shown.table_of(found))


def show_(key: str, /, *, left: Flag = False, as_json: Json = False) -> None:
    """Show one list: how it stands, what its last import changed, and who has left.

    Parameters
    ----------
    key:
        The list ("1001_movies").
    left:
        Show every film that has left the list.
    as_json:
        Print one JSON object.
    """
    running.run(running.settings(), "real", lambda program: _show(program, key, left, as_json))


async def _show(program: Cinegraph, key: str, left: bool, as_json: bool) -> None:
    async with program.context.database.transaction() as conn:
        _, one = await find_list(conn, key)
        (status,) = await lists.statuses(conn, one.key)
        gone = await list_items.left(conn, one.key)
        last = status.last_import
        changes = await list_items.changes(conn, last) if last is not None else []
        counts = await list_items.counts(conn, last) if last is not None else {}
    if as_json:
        told = asdict(status) | {"description": one.description}
        changed = {"counts": counts, "films": [asdict(change) for change in changes]}
        print(show.json_line(told | {"last_changes": changed, "left": gone}))
        return
    lists_shown.print_one(status, counts, changes)
    if left:
        lists_shown.print_left(gone)


def add(
    key: str,
    /,
    *,
    name: str,
    source_id: str | None = None,
    source_type: SourceType = "imdb",
    expected: Number | None = None,
    tracks_awards: Awards = None,
    description: str | None = None,
    how: Telling = _PLAIN,
) -> None:
    """Follow another list.

    Parameters
    ----------
    key:
        Its name on the command line: small letters, digits, _ and -.
    name:
        What the list is called, as its page should say.
    source_id:
        IMDb's id of it: ls… for a list, ev… for the event of an award list.
    source_type:
        imdb: a list on IMDb. imdb_event: an award list, which stands for an event's nominations. csv: exports only.
    expected:
        How many films it should have; 0 if nobody knows.
    tracks_awards:
        It stands for nominations (an award list does).
    description:
        What a person should know of it.
    """
    awards = stands_for_awards(source_type) if tracks_awards is None else tracks_awards
    one = FilmList(key, name, source_type, source_id, awards, expected, description)

    async def verb(program: Cinegraph) -> ListPlan:
        if how.dry_run:
            return await plan_list(program.context, one)
        return await add_list(program.context, one, how.who)

    _tell(running.run(running.settings(), "real", verb), "is followed", how)


def edit(
    key: str,
    /,
    *,
    name: str | None = None,
    source_id: str | None = None,
    source_type: SourceType | None = None,
    expected: Number | None = None,
    tracks_awards: Awards = None,
    description: str | None = None,
    how: Telling = _PLAIN,
) -> None:
    """Change how a list is configured; the films that it holds stay.

    Parameters
    ----------
    key:
        The list ("1001_movies").
    name:
        What the list is called from now on.
    source_id:
        IMDb's id of it from now on; none for a list that comes as CSV.
    source_type:
        Where it comes from: imdb, imdb_event or csv.
    expected:
        How many films it should have; 0 if nobody knows.
    tracks_awards:
        Whether it stands for nominations.
    description:
        What a person should know of it.
    """
    others = {"name": name, "tracks_awards": tracks_awards, "description": description}
    _edit(key, _changed(source_type, source_id, expected, others), how)


def _edit(key: str, changed: dict[str, Any], how: Told) -> None:
    if not changed:
        raise Refused("what is to be changed? --name, --source-id, --source-type, --expected …")

    async def verb(program: Cinegraph) -> ListPlan:
        if how.dry_run:
            return await plan_list_edit(program.context, key, changed)
        return await edit_list(program.context, key, changed, how.who)

    _tell(running.run(running.settings(), "real", verb), "was changed", how)


def _changed(
    source_type: SourceType | None, source_id: str | None, expected: int | None, others: Mapping[str, object]
) -> dict[str, Any]:
    """The fields that were given. A list that comes as CSV from now on has no id."""
    given = {"source_type": source_type, "source_id": source_id, "expected_count": expected, **others}
    changed: dict[str, Any] = {field: value for field, value in given.items() if value is not None}
    if source_type == "csv" and source_id is None:
        changed["source_id"] = None
    return changed


def _tell(plan: ListPlan, done: str, how: Told) -> None:
    one = plan.after
    if how.dry_run:
        planned.tell(plan.changes, {"list": one.key}, how.as_json)
    elif how.as_json:
        print(show.json_line(asdict(one)))
    else:
        print(f"{one.key} ({one.name}, {one.source_id or one.source_type}) {done}")


def check(
    *key: str,
    page: Annotated[Path | None, Parameter(negative="")] = None,
    offline: Flag = False,
    as_json: Json = False,
) -> int:
    """Look at the first page of lists: are they there, public, and what they are expected to be? Nothing is stored.

    Parameters
    ----------
    key:
        The lists; all if none is named.
    page:
        A saved page or export to look at instead of the site, for one list.
    offline:
        Ask the offline world that comes along, not the real one.
    as_json:
        Print one line of JSON for each list.
    """
    pages = given.read_all([page] if page is not None else None)

    async def verb(program: Cinegraph) -> list[Checked]:
        async with program.context.database.transaction() as conn:
            chosen = [await find_list(conn, one) for one in key] if key else await lists.all(conn)
        return await check_lists(program.context, chosen, pages)

    found = running.reach(offline, keys=False, verb=verb)
    for one in found:
        if as_json:
            print(show.json_line(asdict(one)))
        else:
            lists_shown.print_checked(one)
    return 1 if any(one.wrong for one in found) else 0

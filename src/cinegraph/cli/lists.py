"""`cinegraph lists`: which lists are followed, how they stand, and what their last imports changed."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.app import Cinegraph
from cinegraph.cli import importing, listing, running, show
from cinegraph.cli.words import Number
from cinegraph.domain.lists import FilmList, SourceType
from cinegraph.pipeline.check_list import Checked, check_lists
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_list import find_list
from cinegraph.pipeline.manage_lists import add_list, edit_list
from cinegraph.store import list_items, lists
from cinegraph.store.list_items import Change
from cinegraph.store.lists import Status

Flag = Annotated[bool, Parameter(negative="")]
Json = Annotated[bool, Parameter(name="--json", negative="")]
Awards = Annotated[bool | None, Parameter(name="--tracks-awards", negative="--no-awards")]
_SHOWN = 20


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
        show.console().print(_table(found))


def _table(found: list[Status]) -> Table:
    table = Table("list", "source", "expected", "said", "here", "state", "full", "minimal", "stub", "review")
    for one in found:
        figures = (one.full, one.minimal, one.stub, one.review) if one.said is not None else ("", "", "", "")
        table.add_row(
            one.list,
            one.source_id or one.source_type,
            show.value(one.expected),
            show.value(one.said),
            str(one.there) if one.said is not None else "",
            Text(_state(one), "green" if _state(one) == "whole" else "yellow"),
            *(str(figure) for figure in figures),
        )
    return table


def _state(one: Status) -> str:
    if one.tracks_awards:
        return "nominations"
    if one.state == "partial":
        return f"partial, {one.missing:,} missing"
    return "whole, but not as expected" if one.expected not in (None, one.said) and one.said else one.state


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
    _print(status, counts, changes)
    if left:
        _print_left(gone)


def _print(status: Status, counts: dict[str, int], changes: list[Change]) -> None:
    out = show.console()
    source = f"{status.source_type} {status.source_id}" if status.source_id else status.source_type
    out.print(Text(f"{status.list} · {status.name} · {source} · {_state(status)}"))
    if status.said is None:
        out.print(Text(f"  not read yet: `cinegraph lists import {status.list}`"))
        return
    expected = f" · {status.expected:,} expected" if status.expected is not None else ""
    named = f" · calls itself {status.said_name!r}" if status.said_name else ""
    out.print(
        Text(
            f"  films        {status.said:,} said · {status.there:,} here · {status.gone:,} left{expected}{named}"
        )
    )
    out.print(
        f"               {status.there} = {status.full} full + {status.minimal} minimal + {status.stub} stub"
        f" + {status.review} in review"
    )
    told = " · ".join(f"{number:,} {change}" for change, number in counts.items()) or "nothing was read"
    out.print(Text(f"  last import  {status.last_import}, {status.last_import_state}: {told}"))
    for change in changes[:_SHOWN]:
        out.print(Text(f"  {change.change:<12} {change.position:>5}  {change.title} ({change.imdb_id})"))
    if len(changes) > _SHOWN:
        out.print(f"               … and {len(changes) - _SHOWN:,} more: --json tells all")


def _print_left(gone: list[dict[str, Any]]) -> None:
    table = Table("was at", "film", "IMDb", "first seen", "last seen", "left")
    for film in gone:
        times = (film["first_seen"], film["last_seen"], film["left_at"])
        table.add_row(str(film["position"]), film["title"], film["imdb_id"], *(show.value(t) for t in times))
    show.console().print(table if gone else "no film has left the list")


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
    as_json: Json = False,
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
        How many films it should have.
    tracks_awards:
        It stands for nominations (an award list does).
    description:
        What a person should know of it.
    as_json:
        Print one JSON object.
    """
    awards = source_type == "imdb_event" if tracks_awards is None else tracks_awards
    one = FilmList(key, name, source_type, source_id, awards, expected, description)
    running.run(running.settings(), "real", lambda program: add_list(program.context, one))
    _tell(one, "is followed", as_json)


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
    as_json: Json = False,
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
    as_json:
        Print one JSON object.
    """
    given = {
        "name": name,
        "source_id": source_id,
        "source_type": source_type,
        "expected_count": expected,
        "tracks_awards": tracks_awards,
        "description": description,
    }
    changed: dict[str, Any] = {field: value for field, value in given.items() if value is not None}
    if expected == 0:
        changed["expected_count"] = None
    if source_type == "csv" and source_id is None:
        changed["source_id"] = None
    if not changed:
        raise Refused("what is to be changed? --name, --source-id, --source-type, --expected …")
    one = running.run(running.settings(), "real", lambda program: edit_list(program.context, key, changed))
    _tell(one, "was changed", as_json)


def _tell(one: FilmList, done: str, as_json: bool) -> None:
    print(
        show.json_line(asdict(one))
        if as_json
        else f"{one.key} ({one.name}, {one.source_id or one.source_type}) {done}"
    )


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
    given = importing.read_files([page] if page is not None else None)

    async def verb(program: Cinegraph) -> list[Checked]:
        async with program.context.database.transaction() as conn:
            chosen = [await find_list(conn, one) for one in key] if key else await lists.all(conn)
        return await check_lists(program.context, chosen, given)

    found = running.reach(offline, keys=False, verb=verb)
    for one in found:
        if as_json:
            print(show.json_line(asdict(one)))
        else:
            _print_checked(one)
    return 1 if any(one.wrong for one in found) else 0


def _print_checked(one: Checked) -> None:
    said = f"{one.said:,} films" + (f", {one.named!r}" if one.named else "") if one.said is not None else ""
    lines = [*one.wrong, *one.notes] or ["as it is expected to be"]
    for line in lines:
        print(f"{one.key}: {said + ': ' if said else ''}{line}")

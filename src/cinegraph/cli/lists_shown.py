"""Lists as a person reads them, on standard output."""

from typing import Any

from rich.table import Table
from rich.text import Text

from cinegraph.cli import show
from cinegraph.cli.printing import print
from cinegraph.domain.lists import same_name
from cinegraph.pipeline.check_list import Checked
from cinegraph.store.list_items import Change
from cinegraph.store.lists import Status

_SHOWN = 20


def table_of(found: list[Status]) -> Table:
    """Lists, one a row."""
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
    if one.said_name is not None and not same_name(one.name, one.said_name):
        return f"{one.state}, calls itself otherwise"
    if one.state == "partial":
        return f"partial, {one.missing:,} missing"
    return "whole, but not as expected" if one.expected not in (None, one.said) and one.said else one.state


def print_one(status: Status, counts: dict[str, int], changes: list[Change]) -> None:
    """How a list stands, and what its last import changed."""
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


def print_left(gone: list[dict[str, Any]]) -> None:
    """The films that have left it."""
    table = Table("was at", "film", "IMDb", "first seen", "last seen", "left")
    for film in gone:
        times = (film["first_seen"], film["last_seen"], film["left_at"])
        table.add_row(str(film["position"]), film["title"], film["imdb_id"], *(show.value(t) for t in times))
    show.console().print(table if gone else "no film has left the list")


def print_checked(one: Checked) -> None:
    """What was found out about a list."""
    said = f"{one.said:,} films" + (f", {one.named!r}" if one.named else "") if one.said is not None else ""
    lines = [*one.wrong, *one.notes] or ["as it is expected to be"]
    for line in lines:
        print(f"{one.key}: {said + ': ' if said else ''}{line}")

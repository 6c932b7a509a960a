"""What an import changed, as a person and as a program reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import Any

from rich.console import Console

from cinegraph.domain.changes import Difference
from cinegraph.domain.festivals import Edition
from cinegraph.pipeline.tell_diff import counts, plain
from cinegraph.store.changes import Changed, Run

__all__ = ["called", "counts", "plain", "plain_change", "show", "show_entries", "summary", "value"]

_MARKS = {"added": "+", "changed": "~", "returned": "+", "unsaid": "?", "withdrawn": "-"}
_SAID = {
    "returned": " (it was withdrawn, and is stated again)",
    "unsaid": " (the pages that were read do not state it)",
}


def plain_change(line: "Line") -> dict[str, object]:
    """One entry: what was done to it, what it is, what differs."""
    change, entry, differing = line
    return {"change": change, **entry, "differences": [asdict(one) for one in differing]}


def _line(made: Changed) -> "Line":
    return made.change, made.entry, made.differences


def show(run: Run, made: Sequence[Changed], out: Console) -> None:
    """By category; what stayed as it was is left out."""
    title = f"{run.organization} {Edition(run.year, run.instance)}"
    out.print(
        f"{title} · import {run.import_id} ({run.kind}): {summary([c.change for c in made])}", markup=False
    )
    if run.error and run.state == "failed":
        out.print(f"  it failed: {run.error}", markup=False)
    show_entries([_line(one) for one in made], out)


def summary(words: Sequence[str]) -> str:
    """ "1 added, 2 changed", or that nothing changed."""
    said = [f"{number} {word}" for word, number in counts(words).items() if number]
    return ", ".join(said) or "nothing changed"


Line = tuple[str, Mapping[str, Any], Sequence[Difference]]
"""How an entry was changed, how it is called, what differs."""


def show_entries(made: Sequence[Line], out: Console) -> None:
    """Each entry under its category, with what differs."""
    for place, entries in groupby(made, key=lambda one: _place(one[1])):
        out.print(f"  {place}", markup=False)
        for change, entry, differing in entries:
            won = " (winner)" if change == "added" and entry.get("is_winner") else ""
            out.print(f"    {_MARKS[change]} {called(entry)}{won}{_SAID.get(change, '')}", markup=False)
            for one in differing:
                out.print(f"        {one.field}: {value(one.before)} → {value(one.after)}", markup=False)


def _place(entry: Mapping[str, Any]) -> str:
    award, category = entry["award"], entry["category"]
    return category if award in ("", category) else f"{award} · {category}"


def called(entry: Mapping[str, Any]) -> str:
    """The entry by its people, companies, films and detail."""
    names = [n["name"] for n in (*entry["people"], *entry["companies"])]
    names += [f["title"] for f in entry["films"]]
    if entry.get("detail"):
        names.append(f'"{entry["detail"]}"')
    return ", ".join(names) or "an entry that names nobody"


def value(found: object) -> str:
    """A value of a field."""
    match found:
        case None | []:
            return "–"
        case bool():
            return "yes" if found else "no"
        case list():
            return "; ".join(_one(each) for each in found)
    return str(found)


def _one(found: object) -> str:
    if not isinstance(found, dict):
        return str(found)
    name = found.get("title") or found.get("name")
    rest = [str(v) for k in ("imdb_id", "role", "note") if (v := found.get(k))]
    return f"{name} ({', '.join(rest)})" if rest else str(name)

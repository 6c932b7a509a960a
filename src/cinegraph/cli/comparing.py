"""`cinegraph compare`: what each account of a ceremony says, side by side."""

import sys
from typing import Annotated

from cyclopts import App, Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.cli import given, running, show
from cinegraph.cli.printing import print
from cinegraph.cli.years import parse_years
from cinegraph.domain.festivals import Edition
from cinegraph.lookup.comparison import Compared, Stated
from cinegraph.pipeline.compare_accounts import Comparison, compare_accounts
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.given_pages import only_pages


def register(app: App) -> None:
    """Add the command."""
    app.command(compare)


def compare(
    organization: str,
    year: str,
    /,
    *,
    page: given.Pages = None,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> None:
    """Compare what the accounts of a ceremony say: what only one states, and where they differ. Asks nobody.

    Parameters
    ----------
    organization:
        Who gives the awards: a slug ("oscars") or an abbreviation ("AMPAS").
    year:
        One year (2024), or one of two ceremonies within a year (1930/2).
    page:
        Saved pages to compare instead of those that are kept: files, folders, "-"; nothing is stored.
    as_json:
        Print one line of JSON for each account, each pair of accounts, and each difference.
    """
    years, instance = parse_years(year)
    if len(years) > 1:
        raise Refused(f"{year!r} is several years: compare one ceremony at a time")
    pages, strange = only_pages(given.read_all(page))
    for line in strange:
        print(f"cinegraph: {line}", file=sys.stderr)
    edition = Edition(years[0], instance or 1)
    found = running.run(
        running.settings(),
        "real",
        lambda program: compare_accounts(program.context, organization, edition, pages),
    )
    _as_json(found) if as_json else _show(found)


def _as_json(found: Comparison) -> None:
    place = {
        "organization": found.organization,
        "year": found.edition.year,
        "instance": found.edition.instance,
    }
    for account in found.accounts:
        told = account.ceremony
        print(
            show.json_line(
                {
                    "kind": "account",
                    **place,
                    "account": account.label,
                    "categories": len(told.categories),
                    "nominations": len(told.nominations),
                    "winners": told.winners,
                }
            )
        )
    for two in found.compared:
        names = {"one": two.mine, "other": two.theirs}
        counts = {"both": two.both, "only_one": len(two.only_mine), "only_other": len(two.only_theirs)}
        said = {"differ": len(two.differences), "unsaid": two.unsaid, "no_winner": two.no_winner}
        print(show.json_line({"kind": "compared", **names, **counts, **said}))
        for label, told_by in ((two.mine, two.only_mine), (two.theirs, two.only_theirs)):
            for one in told_by:
                print(show.json_line({"kind": "only", **names, "stated_by": label, **_plain(one)}))
        for d in two.differences:
            award, name = d.category
            what = {"kind": d.kind, **names, "award": award, "category": name, "about": d.about}
            print(show.json_line({**what, "one_says": d.mine, "other_says": d.theirs}))


def _plain(one: Stated) -> dict[str, object]:
    award, name = one.category
    return {"award": award, "category": name, "about": one.about, "is_winner": one.is_winner}


def _show(found: Comparison) -> None:
    table = Table(
        "account", "categories", "nominations", "winners", title=f"{found.organization} {found.edition}"
    )
    for account in found.accounts:
        told = account.ceremony
        counts = (len(told.categories), len(told.nominations), told.winners)
        table.add_row(Text(account.label), *map(str, counts))
    if found.kept is not None:
        table.add_row(
            "(kept here)", *map(str, (found.kept.categories, found.kept.nominations, found.kept.winners))
        )
    show.console().print(table)
    if not found.compared:
        print("there is only one account: nothing to compare it with")
    for two in found.compared:
        _show_two(two)


def _show_two(two: Compared) -> None:
    only = f"{len(two.only_mine)} only by {two.mine}, {len(two.only_theirs)} only by {two.theirs}"
    print(f"{two.mine} and {two.theirs}: {two.both} stated by both, {only}, {len(two.differences)} differ")
    if two.unsaid:
        print(f"  {two.unsaid} more are stated by one in a way in which the other could not")
    for label in two.no_winner:
        print(f"  {label} names no winner: winners are not compared")
    for label, stated in ((two.mine, two.only_mine), (two.theirs, two.only_theirs)):
        for one in stated:
            won = " (won)" if one.is_winner else ""
            print(f"  only {label}: {_place(one.category)}: {one.about}{won}")
    for d in two.differences:
        says = f"{two.mine} says {d.mine}, {two.theirs} says {d.theirs}"
        print(f"  {d.kind}: {_place(d.category)}: {d.about}: {says}")


def _place(category: tuple[str | None, str]) -> str:
    award, name = category
    return name if award in (None, name) else f"{award} / {name}"

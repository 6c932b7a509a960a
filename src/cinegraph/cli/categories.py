"""`cinegraph categories`: which prize each wording of a category means."""

from dataclasses import asdict
from typing import Annotated

from cyclopts import App, Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import login
from cinegraph.data.category_keys import category_keys
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.key_categories import Keyed, choose_key, forget_choice, keyed_categories
from cinegraph.store.categories import KeptCategory

Json = Annotated[bool, Parameter(name="--json", negative="")]
Flag = Annotated[bool, Parameter(negative="")]
Award = Annotated[
    str | None, Parameter(help="The award group, where the organization has several categories of this name.")
]


def register(app: App) -> None:
    """Add the commands."""
    categories = App(name="categories", help="Which prize each wording of a category means.")
    for command in (list_, check, keys, set_, unset):
        categories.command(command, name=command.__name__.rstrip("_"))
    app.command(categories)


def list_(organization: str | None = None, /, *, as_json: Json = False) -> None:
    """List the categories that are kept, each with its canonical key.

    Parameters
    ----------
    organization:
        Only those of this organization: a slug ("oscars") or an abbreviation.
    as_json:
        Print one line of JSON for each category.
    """
    _tell(_keyed(organization).categories, as_json)


def check(organization: str | None = None, /, *, as_json: Json = False) -> None:
    """List what a person should look at: categories without a key, and keys that two categories of a ceremony share.

    Parameters
    ----------
    organization:
        Only those of this organization: a slug ("oscars") or an abbreviation.
    as_json:
        Print one line of JSON for each.
    """
    found = _keyed(organization)
    without = [one for one in found.categories if one.canonical_key is None and one.key_by is None]
    without.sort(key=lambda one: (one.organization, -one.ceremonies, one.award, one.name))
    if as_json:
        for category in without:
            print(show.json_line({"trouble": "no_key", **asdict(category)}))
        for shared in found.shared:
            print(show.json_line({"trouble": "shared_key", **asdict(shared)}))
        return
    if without:
        _tell(without, as_json=False)
    for shared in found.shared:
        place = f"{shared.organization} {shared.year}" + (
            f"/{shared.instance}" if shared.instance > 1 else ""
        )
        print(f"{place}: {shared.canonical_key} is the key of {' and of '.join(shared.names)}")
    with_key = sum(one.canonical_key is not None for one in found.categories)
    print(f"{with_key} of {show.count(len(found.categories), 'category wording')} have a key")


def keys(*, as_json: Json = False) -> None:
    """List the canonical keys that there are.

    Parameters
    ----------
    as_json:
        Print one line of JSON for each key.
    """
    told = category_keys().keys
    if as_json:
        for one in told:
            print(show.json_line(asdict(one)))
        return
    table = Table("key", "name", "honours", "role", "medium", "part of")
    for one in told:
        values = (one.key, one.name, one.honours, one.role, one.medium, one.part_of)
        table.add_row(*(Text(value or "") for value in values))
    show.console().print(table)


def set_(
    organization: str,
    name: str,
    key: str | None = None,
    /,
    *,
    none: Flag = False,
    award: Award = None,
    by: str | None = None,
    note: str | None = None,
    as_json: Json = False,
) -> None:
    """Say which key a category has; it stays, whatever the shipped lists say.

    Parameters
    ----------
    organization:
        The organization: a slug ("oscars") or an abbreviation.
    name:
        The category, as it is written.
    key:
        The canonical key: one of `cinegraph categories keys`.
    none:
        It is none of the prizes that there is a key for.
    by:
        Who says so; your login if you leave it out.
    note:
        Why.
    as_json:
        Print the category as one line of JSON.
    """
    if (key is None) is not none:
        raise Refused("say which key the category has, or --none")
    who = by or login()
    _tell_one(lambda program: choose_key(program.context, organization, award, name, key, who, note), as_json)


def unset(organization: str, name: str, /, *, award: Award = None, as_json: Json = False) -> None:
    """Forget what a person said of a category's key: it has that of the shipped lists again.

    Parameters
    ----------
    organization:
        The organization: a slug ("oscars") or an abbreviation.
    name:
        The category, as it is written.
    as_json:
        Print the category as one line of JSON.
    """
    _tell_one(lambda program: forget_choice(program.context, organization, award, name), as_json)


def _keyed(organization: str | None) -> Keyed:
    return running.run(
        running.settings(), "real", lambda program: keyed_categories(program.context, organization)
    )


def _tell_one(verb: "running.Verb[KeptCategory]", as_json: bool) -> None:
    one = running.run(running.settings(), "real", verb)
    said = f"{one.organization}: {one.award} / {one.name} is {one.canonical_key or 'no prize that has a key'}"
    print(show.json_line(asdict(one)) if as_json else said)


def _tell(categories: list[KeptCategory] | tuple[KeptCategory, ...], as_json: bool) -> None:
    if as_json:
        for one in categories:
            print(show.json_line(asdict(one)))
        return
    if not categories:
        print("nothing was imported yet")
        return
    table = Table(
        "organization", "award", "category", "key", "chosen by", "years", "ceremonies", "nominations"
    )
    for one in categories:
        years = f"{one.first_year}–{one.last_year}" if one.first_year else ""
        told = (one.organization, one.award, one.name, one.canonical_key or "–", one.key_by or "", years)
        table.add_row(*(Text(value) for value in (*told, str(one.ceremonies), str(one.nominations))))
    show.console().print(table)

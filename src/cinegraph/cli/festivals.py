"""`cinegraph festivals`: who gives awards, as data that a person may add to and change."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.app import Cinegraph
from cinegraph.cli import planned, running, show
from cinegraph.cli.festival_options import NOTHING_SAID, Given, Many
from cinegraph.cli.printing import print
from cinegraph.cli.syncing import spans
from cinegraph.cli.words import Flag, login
from cinegraph.data import BadBlock, organizations_in
from cinegraph.domain.festivals import Organization
from cinegraph.pipeline.check_organizations import Checked, check_organizations
from cinegraph.pipeline.context import FieldRefused, Refused
from cinegraph.pipeline.edit_organizations import (
    Plan,
    add_organizations,
    clearable,
    edit_organization,
    new_organization,
    plan_edit,
)
from cinegraph.pipeline.show_organizations import Shown, show_organizations

Json = Annotated[bool, Parameter(name="--json", negative="")]


def register(app: App) -> None:
    """Add the commands."""
    festivals = App(name="festivals", help="List, show, add, edit and check who gives awards.")
    festivals.command(list_, name="list")
    festivals.command(show_, name="show")
    festivals.command(add)
    festivals.command(edit)
    festivals.command(check)
    app.command(festivals)


def list_(*, as_json: Json = False) -> None:
    """List every organization: how many of its ceremonies are stored, and the newest year.

    Parameters
    ----------
    as_json:
        Print one line of JSON for each.
    """
    found = running.run(running.settings(), "real", lambda program: show_organizations(program.context, ()))
    if as_json:
        for one in found:
            print(show.json_line(one.told()))
        return
    table = Table("festival", "", "name", "country", "since", "IMDb event", "ceremonies", "newest")
    for one in found:
        about = one.organization
        row = (about.slug, about.abbreviation, about.name, about.country, str(about.founded_year))
        event = about.imdb_event_id or ""
        table.add_row(*map(Text, (*row, event, str(len(one.stored)), str(one.newest or ""))))
    show.console().print(table)


def show_(organization: str, /, *, as_json: Json = False) -> None:
    """Show everything that is known of one organization.

    Parameters
    ----------
    organization:
        Its slug, abbreviation or event ("imdb:ev0000003").
    as_json:
        Print one JSON object.
    """

    async def verb(program: Cinegraph) -> Shown:
        return (await show_organizations(program.context, (organization,)))[0]

    _print(running.run(running.settings(), "real", verb), as_json)


def _print(found: Shown, as_json: bool) -> None:
    told = found.told()
    if as_json:
        print(show.json_line(told))
        return
    out = show.console()
    for name in Organization.__dataclass_fields__:
        if name in told and told[name] not in (None, []):
            value = told[name]
            words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            mark = "  (set here)" if name in found.changed else ""
            out.print(Text(f"{name:20} {words}{mark}"))
    known = found.organization.known_editions
    out.print(Text(f"{'known editions':20} {spans(known) or 'none yet: `cinegraph discover`'}"))
    out.print(Text(f"{'stored ceremonies':20} {spans(found.stored) or 'none'}"))


def add(
    slug: str | None = None,
    /,
    *,
    file: Path | None = None,
    fields: Given = NOTHING_SAID,
    by: str | None = None,
    as_json: Json = False,
) -> None:
    """Add an organization, by options or from a file of TOML blocks.

    Parameters
    ----------
    slug:
        Its name on the command line: small letters, digits, hyphens.
    file:
        A TOML file with a block for each, as festivals.toml has them; all are added, or none.
    by:
        Who adds it; your login name if left out. It is kept with the change.
    as_json:
        Print one line of JSON for each.
    """
    given = fields.given()
    if file is not None and (slug or given):
        raise Refused("--file says everything of its organizations: leave the other words out")
    if file is None and slug is None:
        raise Refused("which organization? give its slug and its fields, or --file")
    new = _from_file(file) if file is not None else (_from_options(str(slug), given),)

    async def verb(program: Cinegraph) -> list[Shown]:
        await add_organizations(program.context, new, by or login())
        return await show_organizations(program.context, [one.slug for one in new])

    for one in running.run(running.settings(), "real", verb):
        print(show.json_line(one.told()) if as_json else f"added {one.organization.slug}")


def _from_options(slug: str, given: Mapping[str, object]) -> Organization:
    try:
        return new_organization({**given, "slug": slug})
    except FieldRefused as wrong:
        where = "SLUG" if wrong.field == "slug" else f"--{wrong.field.replace('_', '-')}"
        raise Refused(f"{where}: {wrong}") from None


def _from_file(file: Path) -> tuple[Organization, ...]:
    try:
        return organizations_in(file.read_text(encoding="utf-8"), str(file))
    except UnicodeDecodeError:
        raise Refused(f"{file} is not text in UTF-8") from None
    except BadBlock as wrong:
        raise Refused(str(wrong)) from None


def edit(
    organization: str,
    /,
    *,
    fields: Given = NOTHING_SAID,
    add_name: Many = None,
    clear: Many = None,
    by: str | None = None,
    dry_run: Flag = False,
    as_json: Json = False,
) -> None:
    """Change what is known of an organization; what is set here is never overwritten by a newer program.

    Parameters
    ----------
    organization:
        Its slug, abbreviation or event ("imdb:ev0000003").
    add_name:
        Another name that pages may give it, beside those that are known; may be given several times.
    clear:
        A field to empty (imdb_event_id); may be given several times.
    by:
        Who changes it; your login name if left out. It is kept with the change.
    dry_run:
        Say what would change and what that does, and change nothing.
    as_json:
        Print one JSON object.
    """
    changes = clearable(clear or []) | fields.given()
    if dry_run:
        plan = _rehearsed(organization, changes, add_name or ())
        planned.tell(plan.changes, {"organization": plan.after.slug}, as_json)
    else:
        _print(_edited(organization, changes, add_name or (), by or login()), as_json)


def _rehearsed(organization: str, changes: dict[str, object], names: Sequence[str]) -> Plan:
    return running.run(
        running.settings(), "real", lambda program: plan_edit(program.context, organization, changes, names)
    )


def _edited(organization: str, changes: dict[str, object], names: Sequence[str], by: str) -> Shown:
    async def verb(program: Cinegraph) -> Shown:
        plan = await edit_organization(program.context, organization, changes, names, by=by)
        return (await show_organizations(program.context, (plan.after.slug,)))[0]

    return running.run(running.settings(), "real", verb)


def check(*organizations: str, as_json: Json = False) -> int:
    """Compare organizations with what the stored pages said of them; nothing is fetched.

    Parameters
    ----------
    organizations:
        Only these: slugs or abbreviations.
    as_json:
        Print one JSON object.
    """
    found = running.run(
        running.settings(), "real", lambda program: check_organizations(program.context, organizations)
    )
    print(show.json_line(asdict(found))) if as_json else _findings(found)
    return 1 if any(one.level == "wrong" for one in found.findings) else 0


def _findings(found: Checked) -> None:
    out = show.console()
    out.print(
        f"{found.organizations} organizations, {found.with_pages} of which stored pages tell of; {len(found.findings)}"
        " things to look at"
    )
    for one in found.findings:
        out.print(Text(f"  {one.level:6} {one.organization} {one.field}: {one.says}"))

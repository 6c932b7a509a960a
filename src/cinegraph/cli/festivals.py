"""`cinegraph festivals`: who gives awards, as data that a person may add to and change."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.app import Cinegraph
from cinegraph.cli import running, show
from cinegraph.cli.syncing import spans
from cinegraph.cli.words import Number
from cinegraph.cli.years import parse_year_set
from cinegraph.data import BadBlock, organizations_in
from cinegraph.domain.festivals import Organization
from cinegraph.pipeline.check_organizations import Checked, check_organizations
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.edit_organizations import (
    add_organizations,
    clearable,
    edit_organization,
    organization_of,
)
from cinegraph.pipeline.show_organizations import Shown, show_organizations

Json = Annotated[bool, Parameter(name="--json", negative="")]
Many = Annotated[list[str] | None, Parameter(negative="")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What may be said of an organization.

    Parameters
    ----------
    name:
        What it is called.
    official_name:
        What it calls itself.
    other_name:
        A name that pages may give it; may be given several times, and replaces those that are known.
    abbreviation:
        Capital letters and digits, unique.
    country:
        Two capital letters (FR).
    founded_year:
        The year of the first edition.
    kind:
        A ceremony of awards, or a festival.
    imdb_event_id:
        Its event at IMDb (ev0000147).
    main_award:
        The award that its own pages leave unsaid.
    month:
        The usual month, 1 to 12.
    page_kinds:
        The kinds of page that tell of it, parted by commas.
    gap_years:
        Years without an edition: 1940..1945, 1948.
    double_years:
        Years with two editions.
    eligibility_offset:
        Its films came out so many years before it.
    prestige_win:
        What a win weighs, 0 to 100.
    prestige_nomination:
        What a nomination weighs, 0 to 100.
    wikidata_ids:
        Its items in Wikidata, parted by commas (Q19020,Q102427).
    wikidata_dates:
        What a year that stands alone means there.
    """

    name: str | None = None
    official_name: str | None = None
    other_name: Many = None
    abbreviation: str | None = None
    country: str | None = None
    founded_year: Number | None = None
    kind: Literal["ceremony", "festival"] | None = None
    imdb_event_id: str | None = None
    main_award: str | None = None
    month: Number | None = None
    page_kinds: str | None = None
    gap_years: str | None = None
    double_years: str | None = None
    eligibility_offset: Number | None = None
    prestige_win: Number | None = None
    prestige_nomination: Number | None = None
    wikidata_ids: str | None = None
    wikidata_dates: Literal["night", "eligibility"] | None = None

    def given(self) -> dict[str, object]:
        """The fields that were given, as an organization has them."""
        told: dict[str, object] = {name: value for name, value in asdict(self).items() if value is not None}
        if self.other_name is not None:
            told["other_names"] = tuple(self.other_name)
        for name in ("page_kinds", "wikidata_ids"):
            if (text := getattr(self, name)) is not None:
                told[name] = tuple(filter(None, (word.strip() for word in text.split(","))))
        for name in ("gap_years", "double_years"):
            if (text := getattr(self, name)) is not None:
                told[name] = parse_year_set(text)
        told.pop("other_name", None)
        return told


Given = Annotated[Fields, Parameter(name="*")]


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
    fields: Given = Fields(),
    as_json: Json = False,
) -> None:
    """Add an organization, by options or from a file of TOML blocks.

    Parameters
    ----------
    slug:
        Its name on the command line: small letters, digits, hyphens.
    file:
        A TOML file with a block for each, as festivals.toml has them; all are added, or none.
    as_json:
        Print one line of JSON for each.
    """
    given = fields.given()
    if file is not None and (slug or given):
        raise Refused("--file says everything of its organizations: leave the other words out")
    if file is None and slug is None:
        raise Refused("which organization? give its slug and its fields, or --file")
    if file is not None:
        new = _from_file(file)
    else:
        if "imdb_event_id" in given:
            given.setdefault("page_kinds", ("imdb_event",))
        new = (organization_of(given | {"slug": str(slug)}),)

    async def verb(program: Cinegraph) -> list[Shown]:
        await add_organizations(program.context, new)
        return await show_organizations(program.context, [one.slug for one in new])

    for one in running.run(running.settings(), "real", verb):
        print(show.json_line(one.told()) if as_json else f"added {one.organization.slug}")


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
    fields: Given = Fields(),
    add_name: Many = None,
    clear: Many = None,
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
    as_json:
        Print one JSON object.
    """
    changes = clearable(clear or []) | fields.given()

    async def verb(program: Cinegraph) -> Shown:
        after = await edit_organization(program.context, organization, changes, add_name or ())
        return (await show_organizations(program.context, (after.slug,)))[0]

    _print(running.run(running.settings(), "real", verb), as_json)


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

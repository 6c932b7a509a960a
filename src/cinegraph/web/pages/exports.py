"""Exports: what, which rows, in which form; as a file, and as an address for programs."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from cinegraph.app import Cinegraph
from cinegraph.domain.exporting import Selection
from cinegraph.formats import FORMATS
from cinegraph.pipeline.choose_rows import IMPORT_TYPES, choose_rows
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.export import LeftOut, left_out
from cinegraph.pipeline.read_selection import Asked, read_selection
from cinegraph.store import categories, lists, organizations
from cinegraph.store.exports import EXPORTS, named
from cinegraph.web.downloads import download
from cinegraph.web.reading import PATIENCE_SECONDS, Program
from cinegraph.web.shown import page

router = APIRouter(prefix="/exports")
_WHOLE = ("imdb-awards", "sqlite")
"""Exports that take no selection of rows (but a festival) and no columns."""
Word = Annotated[str, Query(max_length=200)]


async def asked(
    festival: Word = "",
    years: Word = "",
    category: Word = "",
    winners: bool = False,
    list_: Annotated[str, Query(alias="list", max_length=200)] = "",
    decade: Word = "",
    import_type: Word = "",
    country: Word = "",
    since: Word = "",
) -> Asked:
    """The form's words about which rows."""
    return Asked(
        festival=festival.strip(), years=years.strip(), category=category.strip(), winners=winners,
        list=list_.strip(), decade=decade.strip(), import_type=import_type.strip(), country=country.strip(),
        since=since.strip(),
    )  # fmt: skip


Words = Annotated[Asked, Depends(asked)]


@router.get("")
async def exports(
    request: Request,
    program: Program,
    words: Words,
    what: Word = "",
    form: Annotated[str, Query(alias="format", max_length=40)] = "",
    columns: Word = "",
    safe_csv: bool = False,
) -> Response:
    """The form; filled in, the addresses of that export."""
    wrong: str | None = None
    address: str | None = None
    missing: LeftOut | None = None
    if what:
        try:
            address, missing = await _told(program, what, form, words)
        except Refused as why:
            wrong = str(why)
    return page(
        request,
        "exports.html",
        exports=EXPORTS,
        formats=FORMATS,
        what=what or "films",
        form=form,
        said=_values(words, columns, safe_csv),
        address=address,
        wrong=wrong,
        missing=missing,
        types=[(one, one) for one in IMPORT_TYPES],
        fresh=not request.query_params,
        **await _choices(program),
    )


async def _told(program: Cinegraph, what: str, form: str, words: Asked) -> tuple[str, LeftOut | None]:
    """Under which name the export is fetched, and what it leaves out."""
    chosen, selection = _format(what, form), _which(what, words)
    async with program.context.database.statement(PATIENCE_SECONDS) as conn:
        await choose_rows(conn, selection)
    missing = await left_out(program.context, what, selection, chosen)
    ending = FORMATS[chosen].SUFFIX.removeprefix(".") if chosen == what else chosen
    return f"{what}.{ending}", missing


async def _choices(program: Cinegraph) -> dict[str, Any]:
    """What the form's fields can be chosen from."""
    async with program.context.database.statement(PATIENCE_SECONDS) as conn:
        return {
            "festivals": [(one, one) for one in await organizations.names(conn)],
            "categories": [(one, one) for one in await categories.keys(conn)],
            "lists": [(one.key, one.name) for _, one in await lists.all(conn)],
        }


@router.get("/file")
async def file(
    program: Program,
    words: Words,
    what: Word,
    form: Annotated[str, Query(alias="format", max_length=40)] = "",
    columns: Word = "",
    safe_csv: bool = False,
) -> Response:
    """The file."""
    only = () if what in _WHOLE else tuple(one.strip() for one in columns.split(",") if one.strip())
    return await download(
        program.context, what, _which(what, words), _format(what, form), only=only, safe=safe_csv
    )


def _which(what: str, words: Asked) -> Selection:
    return read_selection(Asked(festival=words.festival) if what in _WHOLE else words)


def _format(what: str, form: str) -> str:
    """The format that is asked for, the usual one if none is. Raises Refused."""
    export = named().get(what)
    if export is None:
        raise Refused(f"there is no export {what!r}: choose one of the list")
    if form and form not in export.formats:
        raise Refused(f"{what} cannot be written as {form}: it can as {', '.join(export.formats)}")
    return form or export.formats[0]


def _values(words: Asked, columns: str, safe_csv: bool) -> dict[str, str]:
    """What was said, for the form and for addresses."""
    names = ("festival", "years", "category", "list", "decade", "import_type", "country", "since")
    said = {name: getattr(words, name) for name in names} | {"columns": columns.strip()}
    return said | {"winners": "true" if words.winners else "", "safe_csv": "true" if safe_csv else ""}

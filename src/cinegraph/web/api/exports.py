"""Exports: what is stored, in the forms that other programs read, streamed."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import Field

from cinegraph.formats import FORMATS
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.read_selection import Asked, read_selection
from cinegraph.store.exports import EXPORTS, Export, named
from cinegraph.web.api.answering import Ask, Parameters, Word
from cinegraph.web.api.problems import Unknown, Unprocessable
from cinegraph.web.downloads import download

router = APIRouter(tags=["exports"])

_SUFFIXES = [format.SUFFIX.removeprefix(".") for format in FORMATS.values()]
What = Annotated[str, Path(json_schema_extra={"enum": [export.name for export in EXPORTS]})]
Ending = Annotated[str, Path(json_schema_extra={"enum": sorted({*FORMATS, *_SUFFIXES})})]
_WHOLE = ("imdb-awards", "sqlite")
_TYPES: dict[str, dict[str, str]] = {format.MEDIA_TYPE.partition(";")[0]: {} for format in FORMATS.values()}

_LEFT_OUT = {
    "X-Cinegraph-Left-Out": {
        "description": "Rows that this form leaves out, for they have no id; not there if it leaves out none ever, or cannot count them soon.",
        "schema": {"type": "integer"},
    }
}


class Selected(Parameters):
    """Which rows, as `cinegraph export` takes them; what is left out does not restrict."""

    festival: Word | None = None
    years: Annotated[str | None, Field(pattern=r"^\d{4}(\.\.\d{4}|/[1-9])?$", examples=["2020..2024"])] = None
    category: Word | None = None
    winners: bool = False
    list: Word | None = None
    decade: Annotated[int | None, Field(ge=1870, le=2100, multiple_of=10)] = None
    import_type: Literal["full", "minimal", "stub"] | None = None
    country: Word | None = None
    since: Annotated[Word | None, Field(description="A date, a time, or an import's number.")] = None
    columns: Annotated[Word | None, Field(description="Only these, with commas between them.")] = None
    safe_csv: Annotated[bool, Field(description="No text that a spreadsheet would run.")] = False


@router.get(
    "/export/{what}.{ending}",
    summary="An export",
    response_model=None,
    responses={200: {"content": _TYPES, "description": "The rows, streamed", "headers": _LEFT_OUT}},
)
async def export(ask: Ask, what: What, ending: Ending, asked: Annotated[Selected, Query()]) -> Response:
    """What `cinegraph export` writes, of one moment: the ending is a format (`csv`, `jsonl`, `parquet`, `graphml`, `radarr`,
    `stevenlu`) or its file's (`radarr.json`, `imdb-awards.yml`, `sqlite.db`). Radarr subscribes to `radarr.json`. 422 says
    what is not there, or that nothing is selected. A form that leaves out rows without an id says how many in the header
    `X-Cinegraph-Left-Out`."""
    if what not in named():
        raise Unknown(f"there is no export {what!r}: there are {', '.join(named())}")
    form = _format(named()[what], ending)
    words = asked.model_dump(exclude={"columns", "safe_csv", "decade"})
    if what in _WHOLE and set(asked.model_dump(exclude_defaults=True)) - {"festival"}:
        raise Unprocessable(f"{what} takes no other selection than a festival: it is whole")
    decade = None if asked.decade is None else str(asked.decade)
    only = tuple(one.strip() for one in (asked.columns or "").split(",") if one.strip())
    try:
        selection = read_selection(Asked(**words, decade=decade))
        return await download(ask.program.context, what, selection, form, only=only, safe=asked.safe_csv)
    except Refused as wrong:
        raise Unprocessable(str(wrong)) from None


def _format(export: Export, ending: str) -> str:
    """The format of that name, or the first whose files end so. Raises Unknown."""
    if ending in export.formats:
        return ending
    for form in export.formats:
        if f".{ending}" == FORMATS[form].SUFFIX:
            return form
    raise Unknown(f"{export.name} cannot be written as {ending}: it can as {', '.join(export.formats)}")

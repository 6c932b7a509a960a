"""Organizations as data: added, changed, and held against what pages said."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query, Response
from pydantic import ConfigDict, Field

from cinegraph.pipeline.check_organizations import Checked, check_organizations
from cinegraph.pipeline.context import FieldRefused, Refused
from cinegraph.pipeline.edit_organizations import (
    add_organizations,
    edit_organization,
    new_organization,
    plan_edit,
)
from cinegraph.pipeline.field_changes import Change
from cinegraph.pipeline.show_organizations import show_organizations
from cinegraph.web.access import Visitor, require
from cinegraph.web.api.answering import Ask, Asking, Parameters, Word, Year
from cinegraph.web.api.described import answers
from cinegraph.web.api.naming import organization_id
from cinegraph.web.api.problems import Unprocessable
from cinegraph.web.api.shapes import Body, Plain

router = APIRouter(tags=["festivals"])

Who = Annotated[Visitor, Depends(require("write"))]
Whole = Annotated[int, Field(ge=0, le=9999)]
Words = Annotated[list[Word], Field(max_length=500)]
Years = Annotated[list[Year], Field(max_length=500)]


class Fields(Body):
    """What may be said of an organization, as `GET /festivals/ORGANIZATION` tells it; docs/adding-a-festival.md says what
    each means."""

    name: Word | None = None
    official_name: Word | None = None
    other_names: Words | None = None
    abbreviation: Word | None = None
    country: Word | None = None
    founded_year: Whole | None = None
    kind: Literal["ceremony", "festival"] | None = None
    imdb_event_id: Word | None = None
    main_award: Word | None = None
    month: Whole | None = None
    page_kinds: Words | None = None
    gap_years: Years | None = None
    double_years: Years | None = None
    eligibility_offset: Whole | None = None
    prestige_win: Whole | None = None
    prestige_nomination: Whole | None = None
    wikidata_ids: Words | None = None
    wikidata_dates: Literal["night", "eligibility"] | None = None

    def given(self) -> dict[str, Any]:
        """The fields that were sent, as an organization has them; null: it is empty."""
        told = self.model_dump(exclude_unset=True, exclude={"slug", "add_names", "dry_run"})
        return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}


class NewOrganization(Fields):
    """Another organization: its slug, name, abbreviation, country, first year and kind are needed."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "slug": "goya",
                    "name": "Goya Awards",
                    "abbreviation": "GOYA",
                    "country": "ES",
                    "founded_year": 1987,
                    "kind": "ceremony",
                }
            ]
        },
    )

    slug: Word


class ChangedFields(Fields):
    """What is to be changed: null empties a field. `add_names` are names beside those that it has; `dry_run`: say what
    would change, and change nothing."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"month": 5, "dry_run": True}]})

    add_names: Words = Field(default_factory=list)
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Edited:
    """An organization as it is now, and what was changed (of a dry run: what would be), with what that does."""

    organization: Any
    changes: tuple[Change, ...]
    dry_run: bool


class Which(Parameters):
    """Of which organization; left out: of all."""

    organization: Word | None = None


@router.post("/festivals", summary="Add an organization", **answers(Plain, 201))
async def add(ask: Ask, body: NewOrganization, who: Who) -> Response:
    """Another organization, kept with who added it. 422 names the field that cannot be, or is another's already."""
    organization = new_organization(body.given() | {"slug": body.slug})
    await add_organizations(ask.program.context, (organization,), who.name)
    where = {"Location": f"/api/v1/festivals/{organization.slug}"}
    return ask.answer(await _told(ask, organization.slug), 201, where)


@router.patch("/festivals/{organization}", summary="Change an organization", **answers(Edited))
async def edit(ask: Ask, organization: Word, body: ChangedFields, who: Who) -> Response:
    """Change these fields, kept with who did it; all, or none. What it has already is no change. 422 names the field that
    cannot be, or is another's already."""
    await organization_id(ask, organization, in_path=True)
    context, given = ask.program.context, body.given()
    try:
        if body.dry_run:
            plan = await plan_edit(context, organization, given, body.add_names)
        else:
            plan = await edit_organization(context, organization, given, body.add_names, by=who.name)
    except FieldRefused:
        raise
    except Refused as wrong:
        raise Unprocessable(str(wrong)) from None
    return ask.answer(Edited(await _told(ask, plan.after.slug), plan.changes, body.dry_run))


@router.get("/check/festivals", summary="Check organizations", **answers(Checked))
async def check(ask: Ask, asked: Annotated[Which, Query()]) -> Response:
    """Organizations, held against what stored pages said of them; nothing is fetched."""
    if asked.organization is not None:
        await organization_id(ask, asked.organization)
    chosen = (asked.organization,) if asked.organization else ()
    return ask.answer(await check_organizations(ask.program.context, chosen))


async def _told(ask: Asking, slug: str) -> dict[str, object]:
    (found,) = await show_organizations(ask.program.context, (slug,))
    return found.told()

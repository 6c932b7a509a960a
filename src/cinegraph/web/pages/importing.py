"""Import: what is to be imported is picked, what it would do and cost is shown, and it is started."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request, Response
from fastapi.responses import RedirectResponse

from cinegraph.app import Cinegraph, refuse_what_cannot_work
from cinegraph.domain.festivals import Edition, Organization
from cinegraph.pipeline.choose_ceremonies import Chosen, newest
from cinegraph.pipeline.choose_editions import choose_editions, missing_editions
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.discover import HISTORIES, discover
from cinegraph.pipeline.estimate import estimate, tiers, told
from cinegraph.pipeline.estimate_list import estimate_list
from cinegraph.pipeline.find_list import find_list, organization_of
from cinegraph.pipeline.map_festivals import map_festivals
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.request_import import obtainable, request_all, unobtainable
from cinegraph.pipeline.request_list import request_lists
from cinegraph.settings import ConfigurationError
from cinegraph.store import lists, organizations
from cinegraph.web import live
from cinegraph.web.access import Visitor, require
from cinegraph.web.access.uploads import LARGEST_FILE, LARGEST_UPLOAD
from cinegraph.web.asked import known
from cinegraph.web.editions import edition_of
from cinegraph.web.pages.lists import there
from cinegraph.web.reading import Program
from cinegraph.web.shown import back, draw, page, query

router = APIRouter()
Writer = Annotated[Visitor, Depends(require("write"))]
Flag = Annotated[bool, Form()]
_CHOICES = ("missing", "newest")
_MANY = 300
"""Editions that are started at once from here; a whole history is the command line's."""


@router.get("/import")
async def pick(
    request: Request,
    program: Program,
    festival: str = "",
    edition: Annotated[list[str] | None, Query()] = None,
) -> Response:
    """The page: a festival with its editions, a list, or saved pages."""
    return await shown(request, program, festival=festival, picked=edition or ())


async def shown(
    request: Request,
    program: Cinegraph,
    *,
    festival: str = "",
    picked: Sequence[str] = (),
    wrong: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:
    """The page; `wrong` says in which part something was wrong, and what."""
    context, chosen, editions = program.context, None, ""
    if festival:
        try:
            async with context.database.transaction() as conn:
                number, chosen = await find_organization(conn, festival)
            editions = await _editions(request, program, number, chosen, picked)
        except Refused as why:
            wrong, status = ("festival", str(why)), 404
    kinds = obtainable(context, chosen) if chosen else []
    async with context.database.transaction() as conn:
        everybody = await organizations.every(conn)
        every_list = await lists.all(conn)
    return page(
        request,
        "import/pick.html",
        status,
        largest=LARGEST_FILE // 1024**2,
        together=LARGEST_UPLOAD // 1024**2,
        organizations=[one for _, one in everybody],
        lists=[one for _, one in every_list if not one.tracks_awards],
        chosen=chosen,
        editions=editions,
        unreachable=unobtainable(chosen) if chosen and not kinds else None,
        history=_history(program, [kind for kind in kinds if kind.KIND in HISTORIES]),
        wrong=wrong,
    )


async def _editions(
    request: Request, program: Cinegraph, number: int, organization: Organization, picked: Sequence[str]
) -> str:
    """The form with every edition as it stands, those ticked that are picked; drawn once a second for all."""
    ticked = sorted({str(one) for text in picked if (one := edition_of(text))})

    async def drawn() -> str:
        (row,) = await map_festivals(program.context, number)
        return draw(
            request,
            "import/editions.html",
            chosen=organization,
            row=row,
            picked=ticked,
            reachable=bool(obtainable(program.context, organization)),
        )

    return await live.shared(
        request, f"/import{query({'festival': organization.slug, 'edition': ticked})}", drawn
    )


def _history(program: Cinegraph, kinds: Sequence[object]) -> dict[str, object] | None:
    """Which page tells of every edition, and what asking for it costs at most; None if none may be fetched."""
    if not kinds:
        return None
    kind = kinds[0]
    return {"name": kind.NAME, "price": program.context.transports[kind.SITE].price}  # type: ignore[attr-defined] # a PageType


@router.post("/import/discover")
async def history(
    request: Request, program: Program, _: Writer, festival: Annotated[str, Form()]
) -> Response:
    """Ask which editions there are; what is told is remembered."""
    context = program.context
    async with context.database.transaction() as conn:
        number, organization = await find_organization(conn, festival)
    found = await discover(context, number, organization)
    cost = f"; asking cost {found.cost_usd} USD" if found.cost_usd else ""
    said = f"{organization.name}: {len(found.told)} editions are known, {len(found.new)} of them new{cost}."
    return back(request, f"/import?festival={organization.slug}", said)


@router.get("/import/preview")
async def preview(
    request: Request,
    program: Program,
    festival: str = "",
    list_key: Annotated[str, Query(alias="list")] = "",
    edition: Annotated[list[str] | None, Query()] = None,
    choice: str = "",
    lookup: bool = True,
    refresh: bool = False,
) -> Response:
    """What an import would do and cost. Nothing is changed."""
    known("choice", choice, _CHOICES)
    if list_key:
        async with program.context.database.transaction() as conn:
            _, one = await there(conn, list_key)
            if one.tracks_awards:
                return RedirectResponse(f"/import?festival={await organization_of(conn, one)}", 303)
        found = await estimate_list(program.context, list_key)
        return page(
            request,
            "import/preview_list.html",
            found=found,
            lookup=lookup,
            refresh=refresh,
            draft=None,
            tiers=tiers(program.context, found.to_ask) if lookup else [],
        )
    try:
        chosen = await _chosen(program, festival, edition or (), choice)
    except Refused as why:
        return await shown(
            request,
            program,
            festival=festival,
            picked=edition or (),
            wrong=("festival", str(why)),
            status=409,
        )
    return await preview_of(request, program, chosen, lookup=lookup, refresh=refresh)


async def preview_of(
    request: Request,
    program: Cinegraph,
    chosen: Chosen,
    *,
    lookup: bool,
    refresh: bool,
    draft: str | None = None,
) -> Response:
    """The page that says what importing these ceremonies would do and cost."""
    context = program.context
    requested = await request_all(context, chosen.wanted, lookup, refresh, rehearse=True)
    found = await estimate(context, chosen.wanted, requested, lookup, refresh)
    return page(
        request,
        "import/preview.html",
        plan=told(found, context),
        chosen=chosen,
        lookup=lookup,
        refresh=refresh,
        draft=draft,
    )


async def _chosen(program: Cinegraph, festival: str, picked: Sequence[str], choice: str) -> Chosen:
    """The editions that are meant: those that are ticked, all that are missing, or the newest."""
    if not festival:
        raise Refused("which festival? pick one")
    editions = [one for text in picked if (one := _edition(text))]
    if choice == "missing":
        editions = await missing_editions(program.context, festival)
        if not editions:
            raise Refused("not one edition is missing")
    elif choice == "newest":
        async with program.context.database.transaction() as conn:
            _, organization = await find_organization(conn, festival)
        editions = newest(organization, 1, program.context.now())
    if len(editions) > _MANY:
        raise Refused(f"{len(editions)} editions at once: at most {_MANY} are started from here")
    return await choose_editions(program.context, festival, editions)


def _edition(text: str) -> Edition:
    found = edition_of(text)
    if found is None:
        raise Refused(f"{text[:40]!r} is no edition: a year (2024), or the second of one (1930/2)")
    return found


@router.post("/import/start")
async def start(
    request: Request,
    program: Program,
    _: Writer,
    festival: Annotated[str, Form()] = "",
    list_key: Annotated[str, Form(alias="list")] = "",
    edition: Annotated[list[str] | None, Form()] = None,
    lookup: Flag = False,
    refresh: Flag = False,
) -> Response:
    """Start what was previewed."""
    await ready(program, lookup)
    context = program.context
    if list_key:
        async with context.database.transaction() as conn:
            found = await find_list(conn, list_key)
        listed = await request_lists(context, [found], (), lookup, refresh)
        return started(request, [one.import_id for one in listed])
    chosen = await _chosen(program, festival, edition or (), "")
    requested = await request_all(context, chosen.wanted, lookup, refresh)
    return started(request, [one.import_id for one in requested])


async def ready(program: Cinegraph, lookup: bool) -> None:
    """Raises Refused if what is asked for cannot be carried out here: a key is missing, a queue has no worker."""
    if not lookup:
        return
    try:
        await refuse_what_cannot_work(program)
    except ConfigurationError as why:
        raise Refused(str(why)) from None


def started(request: Request, numbers: Sequence[int]) -> Response:
    """To the import's own page; of several, to the list of them."""
    if not numbers:
        raise HTTPException(409, "there was nothing to import")
    if len(numbers) == 1:
        return RedirectResponse(f"/imports/{numbers[0]}", 303)
    only = ",".join(map(str, numbers))
    return back(request, f"/imports?only={only}", f"{len(numbers)} imports are on their way.")

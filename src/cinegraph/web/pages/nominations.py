"""One nomination: what pages say of it, what people corrected, and the forms to correct it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response

from cinegraph.domain.corrections import Renamed, Right, is_imdb_id
from cinegraph.domain.festivals import Edition
from cinegraph.pipeline import correct_nomination
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.correct_nomination import Corrected
from cinegraph.pipeline.review_movie import By
from cinegraph.store import corrections, entries
from cinegraph.store.entries import Entry
from cinegraph.web.access import Visitor, require
from cinegraph.web.reading import Program, Reading
from cinegraph.web.shown import back, page

router = APIRouter()
Writer = Annotated[Visitor, Depends(require("write"))]
Text = Annotated[str, Form(max_length=4_000)]


@router.get("/nominations/{nomination_id:int}")
async def one(request: Request, conn: Reading, nomination_id: int) -> Response:
    """The page."""
    entry = await entries.get(conn, nomination_id)
    if entry is None:
        raise HTTPException(404, f"there is no nomination {nomination_id}")
    return page(
        request,
        "ceremony/nomination.html",
        entry=entry,
        edition=str(Edition(entry.year, entry.instance)),
        history=await corrections.of_nomination(conn, nomination_id),
        categories=await entries.categories(conn, entry.organization_id, entry.ceremony_id),
    )


@router.post("/nominations/{nomination_id:int}/edit")
async def edit(
    request: Request,
    program: Program,
    visitor: Writer,
    nomination_id: int,
    winner: Annotated[str, Form()] = "",
    detail: Text = "",
    entry_note: Text = "",
    citation: Text = "",
    film: Text = "",
    film_title: Text = "",
    film_id: Text = "",
    person: Text = "",
    person_name: Text = "",
    person_id: Text = "",
    why: Text = "",
) -> Response:
    """Say what is right of it. What is left as it was is not said."""
    async with program.context.database.transaction() as conn:
        entry = await entries.get(conn, nomination_id)
    if entry is None:
        raise HTTPException(404, f"there is no nomination {nomination_id}")
    right = Right(
        is_winner=_won(entry, winner),
        detail=_other(entry.detail, detail),
        note=_other(entry.note, entry_note),
        citation=_other(entry.citation, citation),
        film=_renamed(film, film_title, film_id, "tt"),
        person=_renamed(person, person_name, person_id, "nm"),
    )
    if right == Right():
        raise Refused("nothing was changed: say what is right first")
    done = await correct_nomination.edit(program.context, nomination_id, right, _by(visitor, why))
    return _done(request, done)


def _won(entry: Entry, said: str) -> bool | None:
    won = {"yes": True, "no": False}.get(said)
    return None if won == entry.is_winner else won


def _other(was: str | None, said: str) -> str | None:
    """What is said, if it is not what was; an empty text means that there is none."""
    said = said.strip()
    return None if said == (was or "").strip() else said


def _renamed(which: str, text: str, imdb_id: str, prefix: str) -> Renamed | None:
    text, imdb_id = text.strip(), imdb_id.strip()
    if not text and not imdb_id:
        return None
    if imdb_id and not is_imdb_id(imdb_id, prefix):
        raise Refused(f"{imdb_id[:40]!r} is no IMDb id: {prefix} and seven digits or more")
    return Renamed(which or None, text or None, imdb_id or None)


@router.post("/nominations/{nomination_id:int}/move")
async def move(
    request: Request,
    program: Program,
    visitor: Writer,
    nomination_id: int,
    place: Text,
    why: Text = "",
) -> Response:
    """Put it into another category of its organization; `place` is the number of one in the list that was shown."""
    async with program.context.database.transaction() as conn:
        entry = await entries.get(conn, nomination_id)
        if entry is None:
            raise HTTPException(404, f"there is no nomination {nomination_id}")
        known = await entries.categories(conn, entry.organization_id, entry.ceremony_id)
    found = next(((award, name) for award, name, _ in known if f"{award} / {name}" == place), None)
    if found is None:
        raise Refused("there is no such category any more: load the page again")
    award, name = found
    done = await correct_nomination.move(program.context, nomination_id, name, award, _by(visitor, why))
    return _done(request, done)


@router.post("/nominations/{nomination_id:int}/withdraw")
async def withdraw(
    request: Request, program: Program, visitor: Writer, nomination_id: int, why: Text = ""
) -> Response:
    """It was never nominated, whatever pages say."""
    done = await correct_nomination.withdraw(program.context, nomination_id, _by(visitor, why))
    return _done(request, done)


@router.post("/nominations/{nomination_id:int}/restore")
async def restore(
    request: Request, program: Program, visitor: Writer, nomination_id: int, why: Text = ""
) -> Response:
    """It was nominated after all."""
    done = await correct_nomination.restore(program.context, nomination_id, _by(visitor, why))
    return _done(request, done)


@router.post("/corrections/{correction_id:int}/undo")
async def undo(
    request: Request, program: Program, visitor: Writer, correction_id: int, why: Text = ""
) -> Response:
    """The correction holds no longer."""
    done = await correct_nomination.undo(program.context, correction_id, _by(visitor, why))
    return _done(request, done)


def _by(visitor: Visitor, why: str) -> By:
    return By(visitor.name, why.strip() or None)


def _done(request: Request, done: Corrected) -> Response:
    word = "is undone" if done.made.undone_at else "holds"
    waits = "; its film is looked for" if done.asked else ""
    return back(request, f"/nominations/{done.entry.id}", f"Correction {done.made.id} {word}{waits}.")

"""A question about a nominee as a person reads it, and as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cinegraph.cli import review_shown
from cinegraph.store.decisions import Decision
from cinegraph.store.nominee_reviews import NomineeReview


def plain(review: NomineeReview) -> dict[str, Any]:
    """The question as plain data. Keys are only ever added."""
    return {
        "review": review.id,
        "state": review.state,
        "kind": "nominee",
        "reason": review.reason,
        "nominee": {
            "name": review.nominee,
            "nomination": review.nomination_id,
            "ceremony": review.ceremony,
            "category": review.category,
            "films": review.films,
        },
        "candidates": [{"number": n} | one for n, one in enumerate(review.candidates, 1)],
        "asked_at": review.asked_at.isoformat(),
        "decided_by": review.decided_by,
        "decided_at": review.decided_at.isoformat() if review.decided_at else None,
        "note": review.note,
    }


def plain_whole(review: NomineeReview, decided: Sequence[Decision]) -> dict[str, Any]:
    """The question with what was decided."""
    told = [
        asdict(one)
        | {
            "decided_at": one.decided_at.isoformat(),
            "undone_at": one.undone_at.isoformat() if one.undone_at else None,
        }
        for one in decided
    ]
    return plain(review) | {"decisions": told}


def row(review: NomineeReview) -> tuple[str, ...]:
    """The question in a table of questions."""
    decided = f"{review.decided_by}, {review.decided_at:%Y-%m-%d}" if review.decided_at else ""
    about = f"{review.nominee} ({review.films})" if review.films else review.nominee
    return about, "nominee", review.reason, str(len(review.candidates)), review.state, decided


def show_whole(review: NomineeReview, decided: Sequence[Decision], out: Console) -> None:
    """What the page says, then the candidates side by side, then what was decided."""
    won = " (won)" if review.is_winner else ""
    out.print(Text(f"review {review.id}: {review.nominee} · nominee · {review.state}"))
    out.print(Text(f"  why          {review.reason}"))
    out.print(Text(f"  nominated    {review.ceremony} {review.category}{won}"))
    if review.films:
        out.print(Text(f"  films        {review.films}"))
    if review.candidates:
        out.print(candidates(review.candidates))
    for one in decided:
        says = "is" if one.kind == "is" else "is not"
        undone = f", undone by {one.undone_by}" if one.undone_at else ""
        out.print(Text(f"  decided      {says} {one.title!r} by {one.decided_by}{undone}"))


def candidates(found: Sequence[Mapping[str, Any]]) -> Table:
    """Candidates side by side: a column for each, a row for what is known of it and for each reason that spoke."""
    shown = Table("", *(f"candidate {n}" for n in range(1, len(found) + 1)))
    rows = {
        "name": [str(one["name"]) for one in found],
        "also": [", ".join(one.get("other_names") or ()) for one in found],
        "known for": [str(one.get("known_for") or "") for one in found],
        "in the film": [", ".join(one.get("parts") or ()) for one in found],
        "ids": [_ids(one) for one in found],
        "score": [f"{one['score']:.2f}" for one in found],
    }
    for name, values in rows.items():
        if any(values):
            shown.add_row(name, *(Text(value) for value in values))
    review_shown.add_reasons(shown, found)
    return shown


def _ids(one: Mapping[str, Any]) -> str:
    named = (
        f"person {one['person_id']}" if one.get("person_id") else "",
        f"tmdb {one['tmdb_id']}" if one.get("tmdb_id") else "",
        one.get("imdb_id") or "",
    )
    return ", ".join(name for name in named if name)

"""A question about a film as a person reads it, and as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from cinegraph.store.decisions import Decision
from cinegraph.store.movies import Question
from cinegraph.store.reviews import Review


@dataclass(frozen=True, slots=True)
class Whole:
    """A question with what pages told of its film, and what was decided in it so far."""

    review: Review
    question: Question
    nominations: Sequence[Mapping[str, Any]]
    decisions: Sequence[Decision]


def plain(review: Review) -> dict[str, Any]:
    """The question as plain data. Keys are only ever added."""
    return {
        "review": review.id,
        "state": review.state,
        "kind": review.kind,
        "reason": review.reason,
        "movie": {
            "id": review.movie_id,
            "title": review.title,
            "imdb_id": review.imdb_id,
            "import_type": review.import_type,
        },
        "candidates": [{"number": n} | one for n, one in enumerate(review.candidates, 1)],
        "asked_at": review.asked_at.isoformat(),
        "decided_by": review.decided_by,
        "decided_at": review.decided_at.isoformat() if review.decided_at else None,
        "note": review.note,
    }


def plain_whole(whole: Whole) -> dict[str, Any]:
    """The question with what we were told and what was decided."""
    told = asdict(whole.question.ref)
    kept = ("title", "original_title", "imdb_id", "year", "years", "kind", "people")
    decided = [
        asdict(one)
        | {
            "decided_at": one.decided_at.isoformat(),
            "undone_at": one.undone_at.isoformat() if one.undone_at else None,
        }
        for one in whole.decisions
    ]
    return plain(whole.review) | {
        "told": {name: told[name] for name in kept}
        | {"festivals": list(whole.question.festivals), "nominations": list(whole.nominations)},
        "decisions": decided,
    }


def row(review: Review) -> tuple[str, ...]:
    """The question in a table of questions."""
    decided = f"{review.decided_by}, {review.decided_at:%Y-%m-%d}" if review.decided_at else ""
    return review.title, review.kind, review.reason, str(len(review.candidates)), review.state, decided


def table(found: Mapping[int, tuple[str, ...]]) -> Table:
    """Questions by their numbers, one a row."""
    shown = Table("review", "about", "kind", "why", "candidates", "state", "decided")
    for number, values in sorted(found.items()):
        shown.add_row(str(number), *(Text(value) for value in values))
    return shown


def show_whole(whole: Whole, out: Console) -> None:
    """What we were told, then the candidates side by side, then what was decided."""
    review, ref = whole.review, whole.question.ref
    out.print(Text(f"review {review.id}: {review.title} · {review.kind} · {review.state}"))
    out.print(Text(f"  why          {review.reason}"))
    out.print(Text(f"  told         {' / '.join(ref.titles)}" + (f" ({ref.imdb_id})" if ref.imdb_id else "")))
    years = sorted({*ref.years, *([ref.year] if ref.year else [])})
    for name, values in (
        ("years", [str(year) for year in years]),
        ("people", ref.people),
        ("festivals", whole.question.festivals),
        ("nominations", [_nomination(one) for one in whole.nominations]),
    ):
        if values:
            out.print(Text(f"  {name:<12} {', '.join(values)}"))
    if review.candidates:
        out.print(candidates(review.candidates))
    for one in whole.decisions:
        undone = f", undone by {one.undone_by}" if one.undone_at else ""
        says = "is" if one.kind == "is" else "is not"
        out.print(
            Text(f"  decided      {says} {one.title!r} ({_ids(asdict(one))}) by {one.decided_by}{undone}")
        )


def candidates(found: Sequence[Mapping[str, Any]]) -> Table:
    """Candidates side by side: a column for each, a row for what it is called and for each reason that spoke."""
    shown = Table("", *(f"candidate {n}" for n in range(1, len(found) + 1)))
    rows = {
        "title": [str(one["title"]) for one in found],
        "original": [str(one.get("original_title") or "") for one in found],
        "year": [str(one.get("year") or "") for one in found],
        "ids": [_ids(one) for one in found],
        "directors": [", ".join(one.get("directors") or ()) for one in found],
        "score": [f"{one['score']:.2f}" if one.get("score") is not None else "" for one in found],
    }
    for name, values in rows.items():
        if any(values):
            shown.add_row(name, *(Text(value) for value in values))
    add_reasons(shown, found)
    return shown


def add_reasons(shown: Table, found: Sequence[Mapping[str, Any]]) -> None:
    """A row for each reason that spoke for or against one of the candidates."""
    for name, says in _reasons(found).items():
        scores = [next((e["score"] for e in one["evidence"] if e["name"] == name), None) for one in found]
        shown.add_row(
            Text(says),
            *(Text("" if s is None else f"{s:+.2f}", "red" if s and s < 0 else "green") for s in scores),
        )


def _reasons(found: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Every reason that spoke for or against one of them: its name and what it says."""
    return {e["name"]: f"{e['name']}: {e['says']}" for one in found for e in one.get("evidence") or ()}


def _ids(one: Mapping[str, Any]) -> str:
    source = f"{one['source']} {one['source_id']}" if one.get("source") else ""
    film = f"film {one['movie_id']}" if one.get("movie_id") else ""
    named = (source, one.get("imdb_id") or "", one.get("wikidata_id") or "", film)
    return ", ".join(name for name in named if name)


def _nomination(one: Mapping[str, Any]) -> str:
    won = " (won)" if one["is_winner"] else ""
    return f"{one['organization']} {one['year']} {one['category']}{won}"

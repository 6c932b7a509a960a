"""Films asked for without their ids: how many are found, how many wrongly, how many a person must decide.

    python -m benchmarks.matching --catalogue FILMS.jsonl.gz --questions FILE.tsv [--misses]

The questions are tab-separated, with a header: title, year, kind (eligibility, festival, none), director
(or empty), imdb_id (the truth). A truth that the catalogue lacks must not be found. The program is asked as
it is: TMDb's search and details, answered by the offline world from the catalogue.
"""

import argparse
import asyncio
import csv
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import httpx2

from cinegraph.domain.movies import MovieRef
from cinegraph.fetch.http import Call, Door
from cinegraph.fetch.pace import SharedPace
from cinegraph.lookup.chain import Ambiguous, Found, Outcome, resolve
from cinegraph.offline.facts import Facts, catalogue_facts
from cinegraph.offline.tmdb import TOKEN
from cinegraph.offline.world import world
from cinegraph.sources.tmdb import TMDb

_KINDS: dict[str, Literal["eligibility", "festival"] | None] = {
    "eligibility": "eligibility",
    "festival": "festival",
    "none": None,
    "": None,
}


@dataclass(frozen=True, slots=True)
class Question:
    """A film as a page would name it, and the id that it has in truth."""

    ref: MovieRef
    truth: str


def main() -> None:
    """Print the figures for one file of questions."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--catalogue", type=Path, required=True)
    options.add_argument("--questions", type=Path, required=True)
    options.add_argument("--misses", action="store_true", help="print every film that was not found rightly")
    chosen = options.parse_args()
    facts = catalogue_facts(chosen.catalogue)
    asked = list(questions(chosen.questions))
    calls: list[Call] = []
    began = time.perf_counter()
    outcomes = asyncio.run(_ask(facts, asked, calls))
    seconds = time.perf_counter() - began
    told = Counter(_verdict(facts, q, o) for q, o in zip(asked, outcomes, strict=True))
    _print(told, len(asked), len(calls), seconds)
    if chosen.misses:
        for question, outcome in zip(asked, outcomes, strict=True):
            if (verdict := _verdict(facts, question, outcome)) not in ("right", "rightly absent"):
                print(
                    f"{verdict:<16}{question.truth:<12}{question.ref.title} {question.ref.years} {_seen(outcome)}"
                )


def questions(path: Path) -> Iterator[Question]:
    """The rows of a file. Raises SystemExit, naming the line, for a row that cannot be read."""
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
            if number == 1 and row[:1] == ["title"]:
                continue
            if len(row) != 5 or row[2] not in _KINDS:
                raise SystemExit(f"{path}, line {number}: not title, year, kind, director, imdb_id: {row}")
            title, year, kind, director, truth = row
            ref = MovieRef(
                title,
                years=_years(year),
                year_kind=_KINDS[kind] if year else None,
                asked_in=datetime.now(UTC).year,
                directors=tuple(name.strip() for name in director.split("|") if name.strip()),
            )
            yield Question(ref, truth)


def _years(told: str) -> tuple[int, ...]:
    if not told[:4].isdecimal():
        return ()
    return (int(told[:4]), int(told[:4]) + 1) if "/" in told else (int(told[:4]),)


async def _ask(facts: Facts, asked: list[Question], calls: list[Call]) -> list[Outcome]:
    async def record(call: Call) -> None:
        calls.append(call)

    async def take(_source: str, _rate: float) -> float:
        return 0.0

    transport = httpx2.ASGITransport(world(facts))
    async with httpx2.AsyncClient(transport=transport) as client:
        tmdb = TMDb(Door(client, SharedPace(take, {"tmdb": 0.0}), record, 1), "http://x/tmdb/3", TOKEN, None)
        return [await resolve(question.ref, [tmdb]) for question in asked]


def _verdict(facts: Facts, question: Question, outcome: Outcome) -> str:
    """Whether the film that was believed is the one; two ids with one TMDb number are one film."""
    truth = facts.films.get(question.truth)
    present = truth is not None and truth.tmdb_id is not None
    if isinstance(outcome, Found):
        right = outcome.candidate.imdb_id == question.truth or (
            truth is not None and outcome.candidate.tmdb_id == truth.tmdb_id
        )
        return "right" if right else "wrong" if present else "wrong (absent)"
    if isinstance(outcome, Ambiguous):
        return "review" if present else "review (absent)"
    return "missed" if present else "rightly absent"


def _print(told: Counter[str], asked: int, calls: int, seconds: float) -> None:
    present = told["right"] + told["wrong"] + told["review"] + told["missed"]
    wrong = told["wrong"] + told["wrong (absent)"]
    believed = told["right"] + wrong
    print(f"{asked} films asked, {calls / asked:.2f} calls a film, {asked / seconds:.0f} films/s")
    print(
        f"recall    {told['right'] / max(1, present):.2%} of the {present} that the catalogue has are found"
    )
    print(f"precision {told['right'] / max(1, believed):.2%} ({wrong} wrong of {believed} believed)")
    for name in ("right", "wrong", "review", "missed", "wrong (absent)", "review (absent)", "rightly absent"):
        print(f"  {name:<16}{told[name]:>7}")


def _seen(outcome: Outcome) -> str:
    if isinstance(outcome, Found):
        return f"→ {outcome.candidate.title} ({outcome.candidate.year}, {outcome.candidate.imdb_id}) {outcome.match.score}"
    if isinstance(outcome, Ambiguous):
        hits = [f"{m.candidate.title} ({m.candidate.year}) {m.score}" for m in outcome.matches[:3]]
        return "? " + "; ".join(hits)
    return ""


if __name__ == "__main__":
    main()

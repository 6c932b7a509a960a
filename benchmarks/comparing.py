"""Matching alone: comparisons of a question with a candidate a second, on one core, against the bare likeness of folded titles.

    python -m benchmarks.comparing [--pairs 40000] [--catalogue FILMS.jsonl.gz]

Each question is compared with ten candidates, as a search brings them: its own film, and others that share a word with
it. Cold: no title was seen before. Warm: the same again. Without a catalogue the titles are made up.
"""

import argparse
import gzip
import json
import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from rapidfuzz import fuzz

from benchmarks.made_up import a_title
from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.domain.people import Credit
from cinegraph.domain.titles import fold
from cinegraph.lookup.matching import match

_CANDIDATES = 10
_AIM = 20_000

Pair = tuple[MovieRef, Candidate]


def main() -> None:
    """Print comparisons a second, cold and warm, and the baseline."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pairs", type=int, default=40_000)
    options.add_argument("--catalogue", type=Path)
    chosen = options.parse_args()
    dice = random.Random(1)
    films = _of(chosen.catalogue) if chosen.catalogue else _made_up(dice)
    pairs = _pairs(films, chosen.pairs, dice)
    print(f"{len(pairs)} comparisons\n{'':<34}{'a second':>10}{'of baseline':>13}{'aim':>10}")
    rows = [("cold", _rate(pairs, match)), ("warm", _rate(pairs, match))]
    baseline = _rate(pairs, _likeness)
    for name, rate in rows:
        print(f"{name:<34}{rate:>10.0f}{rate / baseline:>13.2f}{_AIM:>10}")
    print(f"{'fold and ratio of two titles':<34}{baseline:>10.0f}{1:>13.2f}")


def _rate(pairs: Sequence[Pair], compare: Callable[[MovieRef, Candidate], object]) -> float:
    began = time.process_time()
    for ref, candidate in pairs:
        compare(ref, candidate)
    return len(pairs) / (time.process_time() - began)


def _likeness(ref: MovieRef, candidate: Candidate) -> float:
    return fuzz.ratio(fold(ref.title), fold(candidate.title))


def _made_up(dice: random.Random) -> list[Candidate]:
    return [
        _candidate(f"tt{n:07}", a_title(dice, n), dice.randint(1930, 2025), f"Person {n % 900}")
        for n in range(20_000)
    ]


def _of(path: Path) -> list[Candidate]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        told = [json.loads(line) for line in lines]
    return [
        _candidate(t["imdb_id"], t["title"], t.get("year"), t.get("director"), t.get("original_title"))
        for t in told
    ]


def _candidate(
    imdb_id: str, title: str, year: int | str | None, director: str | None, original: str | None = None
) -> Candidate:
    credits = (Credit(director, "crew", "d1", job="Director"),) if director else ()
    return Candidate(
        "tmdb",
        imdb_id,
        title,
        original_title=original,
        year=int(year) if year else None,
        imdb_id=imdb_id,
        credits=credits,
    )


def _pairs(films: Sequence[Candidate], count: int, dice: random.Random) -> list[Pair]:
    """Questions by title, year and director, each with its own film and others that share a word of the title."""
    sharing: dict[str, list[Candidate]] = defaultdict(list)
    for film in films:
        for word in fold(film.title).split():
            sharing[word].append(film)
    pairs: list[Pair] = []
    while len(pairs) < count:
        film = dice.choice(films)
        years = (film.year,) if film.year else ()
        ref = MovieRef(film.title, years=years, year_kind="festival", asked_in=2026, directors=film.directors)
        others = [other for word in fold(film.title).split() for other in sharing[word][:50]]
        pairs += [(ref, film)] + [
            (ref, other) for other in dice.sample(others, min(len(others), _CANDIDATES - 1))
        ]
    return pairs[:count]


if __name__ == "__main__":
    main()

"""IMDb's non-commercial datasets as they were loaded here: minimal films with directors, writers and top cast.

Free and without a network: asked by id, and by exact title (any of a film's titles, folded). For personal and
non-commercial use only. What a question looks up is given by whoever keeps the dataset (`Dataset`).
"""

import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from decimal import Decimal
from typing import TypeVar

from cinegraph.domain.movies import Candidate, Facts, MovieRef, Rating
from cinegraph.domain.people import Credit
from cinegraph.fetch.http import Door, Request
from cinegraph.pages.imdb_dataset_files import title_key
from cinegraph.sources.base import Parts, Strategy, Unusable
from cinegraph.sources.imdb_records import Dataset, NotLoaded, Person, Record

T = TypeVar("T")

NAME = "imdb_datasets"
NOT_LOADED = (
    "the IMDb datasets are switched on (CINEGRAPH_IMDB_DATASETS) and none is loaded: run"
    " `cinegraph datasets load imdb DIR`, or switch them off"
)
_KINDS = {"tvSeries": "tv", "tvMiniSeries": "tv"}
_HITS = 20
_WINDOW = 2
"""Years around those that we were told: a festival's film may come out so much later."""
_JOBS = {"director": ("Directing", "Director"), "writer": ("Writing", "Writer")}


class ImdbDatasets:
    """The loaded dataset, asked as a source. Every question is recorded as a call, at no price."""

    name = NAME
    price_usd = Decimal(0)
    full = False

    def __init__(self, door: Door, dataset: Dataset) -> None:
        self._door = door
        self._dataset = dataset

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        """The film with that IMDb id; None if the dataset has none, or no id was told."""
        if ref.imdb_id is None:
            return None
        tconst = ref.imdb_id
        found = await self._ask(
            "movie_lookup", tconst, "imdb_datasets_by_id", lambda: self._dataset.by_id(tconst)
        )
        return None if found is None else candidate(found)

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:
        """The titles told, around the years in which the film may have come out; then in any year."""
        years = ref.years or ((ref.year,) if ref.year else ())
        anywhen = Strategy("imdb_datasets_title")
        if not years:
            return (anywhen,)
        window = (("from", str(min(years) - _WINDOW)), ("to", str(max(years) + _WINDOW)))
        return Strategy("imdb_datasets_title_year", "title", 0, window), anywhen

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        """The films with exactly one of these titles, the best known first; 20 at most."""
        keys = tuple(dict.fromkeys(title_key(title) for title in ref.titles))
        window = dict(strategy.params)
        years = (int(window["from"]), int(window["to"])) if window else None
        found = await self._ask(
            "fallback_search", ref.title, strategy.name, lambda: self._dataset.titled(keys, years, _HITS)
        )
        return tuple(candidate(record) for record in found)

    async def complete(self, candidate: Candidate) -> Candidate:
        """The hit itself: it carries all that the dataset has."""
        return candidate

    async def check(self) -> None:
        """Whether there is a dataset. Raises Unusable."""
        await self._ask("check", "imdb", "imdb_datasets_check", lambda: self._dataset.by_id(""))

    async def _ask(
        self, operation: str, identifier: str, strategy: str, answer: Callable[[], Awaitable[T]]
    ) -> T:
        request = Request(NAME, operation, identifier, "", facts={"strategy": strategy, "local": True})
        try:
            return await self._door.noted(request, answer)
        except NotLoaded:
            raise Unusable(NOT_LOADED) from None


def candidate(record: Record) -> Candidate:
    """The film as the chain compares it; minimal, whatever the dataset has."""
    return Candidate(
        source=NAME,
        source_id=record.tconst,
        title=record.title,
        original_title=record.original_title,
        year=record.year,
        kind=_KINDS.get(record.kind, record.kind),
        imdb_id=record.tconst,
        facts=Facts(runtime=record.runtime, alternative_titles=record.akas),
        credits=tuple(_credits(record.people)),
        genres=record.genres,
        ratings=(Rating("imdb", record.rating, record.votes),) if record.rating is not None else (),
    )


def _credits(people: Sequence[Person]) -> Iterator[Credit]:
    """Crew in the order of the file, then the cast, billed from 0."""
    for person in people:
        if person.role in _JOBS:
            department, job = _JOBS[person.role]
            key = f"{person.nconst}/{person.role}"
            yield Credit(person.name, "crew", key, imdb_id=person.nconst, department=department, job=job)
    for billing, person in enumerate(p for p in people if p.role not in _JOBS):
        yield Credit(
            person.name,
            "cast",
            f"{person.nconst}/cast/{person.place}",
            imdb_id=person.nconst,
            department="Acting",
            character=_character(person.characters),
            billing=billing,
        )


def _character(told: str | None) -> str:
    """The characters of a JSON list; as it is written if it is none."""
    if told is None:
        return ""
    try:
        names = json.loads(told)
    except ValueError:
        return told
    written = " / ".join(str(name) for name in names) if isinstance(names, list) else told
    return written.replace("\0", "")


def build(parts: Parts) -> ImdbDatasets | None:
    """The datasets, if they are switched on."""
    return ImdbDatasets(parts.door, parts.imdb) if parts.settings.imdb_datasets else None

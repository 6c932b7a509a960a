"""Wikidata, by its query service: free, keyless, asked for up to 200 films at once; ids, titles, years and directors.

Its rules: a User-Agent with a contact, one query at a time, 60 seconds a query, and silence for as long as a 429
says (a minute if it does not say); who does not keep silent is shut out for a day. Its data are CC0.
"""

import re
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

import anyio
import msgspec

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.fetch.http import Door, Refused, Request, Response, TryAgain
from cinegraph.sources import wikidata_items as items
from cinegraph.sources.base import Parts, Strategy, TryLater, told_by
from cinegraph.sources.batches import Batches
from cinegraph.sources.wikidata_items import By, Found

NAME = "wikidata"
MOST = 200
"""Ids in one query: at most some 7,000 characters of address, which it accepts."""
_SILENCE = 60.0
"""Seconds to leave it alone when it says 429 or gives up on a query, and not for how long."""
_SHUT_OUT = 3600.0
"""Seconds to leave it alone when it turns us away: that lasts up to a day."""
_KEYS: dict[By, re.Pattern[str]] = {
    "imdb_id": re.compile(r"tt\d{1,12}"),
    "tmdb_id": re.compile(r"\d{1,12}"),
    "wikidata_id": re.compile(r"Q\d{1,12}"),
}


class Wikidata:
    """The query service at `url`. `agent` names us, with a contact; `clock` tells seconds that only go forward."""

    name = NAME
    price_usd = Decimal(0)
    full = False

    def __init__(self, door: Door, url: str, agent: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._door = door
        self._url = url
        self._agent = agent
        self._clock = clock
        self._silent_until = 0.0
        self._turn = anyio.Lock()
        self._batches = {by: Batches(partial(self._films, by), MOST, self._turn) for by in _KEYS}

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        """The film by its IMDb id, or by what else is known of it: the Wikidata item, the TMDb number.

        Asked in one query with whatever else is asked at that moment.
        """
        told: dict[By, str | int | None] = {
            "imdb_id": ref.imdb_id,
            "wikidata_id": ref.wikidata_id,
            "tmdb_id": ref.tmdb_id,
        }
        by, key = next(((by, str(key)) for by, key in told.items() if key), ("imdb_id", ""))
        return await self._batches[by].get(key) if _KEYS[by].fullmatch(key) else None

    async def by_ids(self, refs: Sequence[str]) -> dict[str, Candidate]:
        """The films of these IMDb ids, those that it has, by their id: one query for each 200."""
        known = [key for key in dict.fromkeys(refs) if _KEYS["imdb_id"].fullmatch(key)]
        found: dict[str, Candidate] = {}
        for start in range(0, len(known), MOST):
            async with self._turn:
                found |= await self._films("imdb_id", known[start : start + MOST])
        return found

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:  # noqa: ARG002 none, whatever the film
        """None: it is not searched by title."""
        return ()

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:  # noqa: ARG002 as above
        """Nothing: it is not searched by title."""
        return ()

    async def complete(self, candidate: Candidate) -> Candidate:
        """The candidate: everything it says came with the first answer."""
        return candidate

    async def check(self) -> None:
        """One small question: whether it answers."""
        async with self._turn:
            await self._films("imdb_id", ["tt0000001"], "check")

    async def _films(self, by: By, keys: Sequence[str], operation: str = "movie_lookup") -> Found:
        """One query, by whoever holds the turn. Not asked at all while it wants silence."""
        if (left := self._silent_until - self._clock()) > 0:
            silence = TryLater(f"Wikidata wants no questions for {left:.0f} more seconds", left)
            silence.counted = True
            raise silence
        request = Request(
            source=NAME,
            operation=operation,
            identifier=keys[0] if len(keys) == 1 else f"{keys[0]} +{len(keys) - 1}",
            url=self._url,
            params={"query": items.query(by, keys)},
            headers={"User-Agent": self._agent, "Accept": "application/sparql-results+json"},
            facts={"strategy": f"wikidata_by_{by}", "films": len(keys)},
        )
        try:
            with told_by("Wikidata"):
                answer = await self._door.ask(request, _read)
        except TryLater as failure:
            self._silent_until = self._clock() + (failure.after or 0.0)
            raise
        return items.candidates(by, answer.results.bindings)


def _read(response: Response) -> items.Answer:
    if response.status != 200:
        raise _refusal(response)
    try:
        return msgspec.json.decode(response.body, type=items.Answer)
    except msgspec.ValidationError as odd:
        raise Refused(f"its answer is not built as expected: {odd}") from None
    except msgspec.DecodeError as broken:
        raise TryAgain(f"its answer stops in the middle: {broken}") from None


def _refusal(response: Response) -> Exception:
    """What a status other than 200 means. It is never that there is no such film: that is an empty list."""
    status = response.status
    if b"TimeoutException" in response.body:
        return TryAgain("the query took longer than it allows", response.retry_after or _SILENCE)
    if status == 429:
        return TryAgain("too many requests (status 429)", response.retry_after or _SILENCE)
    if status == 403:
        return TryAgain("it turns us away (status 403): CINEGRAPH_USER_AGENT must name a contact", _SHUT_OUT)
    if status == 400:
        return Refused("it calls the query malformed (status 400)")
    return TryAgain(f"status {status}", response.retry_after)


def build(parts: Parts) -> Wikidata | None:
    """Wikidata as the settings have it, None if it is switched off."""
    settings = parts.settings
    return Wikidata(parts.door, settings.wikidata_url, settings.user_agent) if settings.wikidata else None

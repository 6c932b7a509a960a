"""TMDb, v3: a full source, free, one request a film where the IMDb id is known.

Asked as `/movie/{tt}` with everything appended; what that does not know is asked of `/find`, which answers
with five kinds of result. A hit of `/search/movie` carries no IMDb id and is never believed unread.
This product uses the TMDB API but is not endorsed or certified by TMDB.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeVar

import msgspec

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.domain.titles import fold
from cinegraph.fetch.http import Door, Refused, Request, Response, TryAgain
from cinegraph.sources import tmdb_payloads as payload
from cinegraph.sources.base import Changes, ImageBases, KeyRefused, Parts, Strategy, Unusable, told_by
from cinegraph.sources.tmdb_films import candidate, image_bases
from cinegraph.sources.tmdb_searches import strategies

_MAY_BE_ABSENT = (payload.Movie, payload.PersonCredits, payload.Person)
"""What TMDb may list and no longer have; every other path is there for everybody."""

T = TypeVar("T", bound=msgspec.Struct)

NAME = "tmdb"
_APPENDED = "credits,external_ids,alternative_titles,release_dates,keywords,images,videos,watch/providers"
_NOT_THERE = 34
_INVALID_ID = 6
_RETRY_CODES = {9, 11, 24, 25, 43, 46}
_KEY_CODES = {3, 7, 10, 14, 16, 17, 33, 35, 36}


class Absent(Exception):
    """TMDb says that it has no such thing."""


class TMDb:
    """The catalogue at `url`, asked with a read access token or, failing that, an API key."""

    name = NAME
    price_usd = Decimal(0)
    full = True

    def __init__(
        self,
        door: Door,
        url: str,
        token: str | None,
        key: str | None,
        image_bases: ImageBases | None = None,
    ) -> None:
        self._image_bases = image_bases
        self._door = door
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._secret = {} if token or not key else {"api_key": key}

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        """The film with that IMDb id, or what else TMDb has under it (a series, an episode); without one, the film
        with the number or the Wikidata id that another source has told."""
        if ref.imdb_id is not None:
            film = await self._film(ref.imdb_id, ref.imdb_id, "tmdb_movie_by_imdb_id")
            return film or await self._found(ref.imdb_id, "imdb_id")
        film = None
        if ref.tmdb_id is not None:
            film = await self._film(str(ref.tmdb_id), str(ref.tmdb_id), "tmdb_movie_by_tmdb_id")
        if film is None and ref.wikidata_id is not None:
            film = await self._found(ref.wikidata_id, "wikidata_id")
        return film

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:
        """By title and year, by title, worded otherwise, by its directors: see `tmdb_searches`."""
        return strategies(ref)

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        """The first page of hits; for a director, everything that TMDb says they directed."""
        params = dict(strategy.params)
        if strategy.by == "people":
            return await self._directed(params["query"], strategy.name)
        page = await self.get(
            "/search/movie", payload.Hits, "fallback_search", ref.title, params, strategy.name
        )
        return tuple(_from_hit(hit) for hit in page.results)

    async def _directed(self, name: str, strategy: str) -> tuple[Candidate, ...]:
        people = await self.get(
            "/search/person", payload.People, "fallback_search", name, {"query": name}, strategy
        )
        person = next((p for p in people.results if fold(p.name) == fold(name)), None)
        if person is None:
            return ()
        path = f"/person/{person.id}/movie_credits"
        try:
            credits = await self.get(path, payload.PersonCredits, "fallback_search", name, {}, strategy)
        except Absent:
            return ()
        return tuple(_from_hit(credit) for credit in credits.crew if credit.job == "Director")

    async def complete(self, candidate: Candidate) -> Candidate | None:
        """The whole record of a hit; None if it is listed and no longer there."""
        if candidate.complete or candidate.tmdb_id is None:
            return candidate
        return await self._film(str(candidate.tmdb_id), candidate.title, "tmdb_movie_by_tmdb_id")

    async def check(self) -> None:
        """One small question, to learn whether our key is accepted; the answer says where pictures are, which is kept."""
        told = await self.get(
            "/configuration", payload.Configuration, "check", "configuration", {}, "tmdb_configuration"
        )
        if self._image_bases is not None:
            await self._image_bases.keep(NAME, image_bases(told.images))

    async def changed(self, since: date, until: date, page: int) -> Changes:
        """One page of the films that changed between these days (14 of them at most), by TMDb's numbers."""
        params = {"start_date": since.isoformat(), "end_date": until.isoformat(), "page": str(page)}
        told = await self.get(
            "/movie/changes", payload.Changes, "changes", f"{since} {page}", params, "tmdb_changes"
        )
        return Changes(tuple(film.id for film in told.results), told.total_pages)

    async def _film(self, key: str, identifier: str, strategy: str) -> Candidate | None:
        try:
            movie = await self.get(
                f"/movie/{key}",
                payload.Movie,
                "movie_lookup",
                identifier,
                {"append_to_response": _APPENDED},
                strategy,
            )
        except Absent:
            return None
        return candidate(movie)

    async def _found(self, key: str, kind: str) -> Candidate | None:
        """What `/find` has under the id: a film, else a series or an episode; a person is no film."""
        found = await self.get(
            f"/find/{key}",
            payload.Found,
            "movie_lookup",
            key,
            {"external_source": kind},
            f"tmdb_find_by_{kind}",
        )
        if found.movie_results:
            return await self.complete(_from_hit(found.movie_results[0]))
        for series in found.tv_results:
            told = _television("tv", series.id, series.name, series.original_name, series.first_air_date)
            return _known_as(told, kind, key)
        for episode in (*found.tv_episode_results, *found.tv_season_results):
            told = _television("tv_episode", episode.id, episode.name, None, episode.air_date)
            return _known_as(told, kind, key)
        return None

    async def get(
        self,
        path: str,
        shape: type[T],
        operation: str,
        identifier: str,
        params: dict[str, str],
        strategy: str,
    ) -> T:
        """One answer of that shape. Raises SourceError; Absent where TMDb may list what it no longer has."""
        request = Request(
            source=NAME,
            operation=operation,
            identifier=identifier,
            url=self._url + path,
            params=params,
            headers={**self._headers, "Accept": "application/json"},
            secret_params=self._secret,
            facts={"strategy": strategy},
        )
        try:
            with told_by("TMDb", "CINEGRAPH_TMDB_TOKEN"):
                return await self._door.ask(request, _reader(shape))
        except Absent:
            if shape in _MAY_BE_ABSENT:
                raise
            raise Unusable(
                f"TMDb is not at {self._url}: it does not know {path}; look at CINEGRAPH_TMDB_URL"
            ) from None


def _reader(shape: type[T]) -> Callable[[Response], T]:
    def read(response: Response) -> T:
        if response.status != 200:
            raise _refusal(response)
        try:
            return msgspec.json.decode(response.body, type=shape)
        except msgspec.ValidationError as odd:
            raise Refused(f"its answer is not built as expected: {odd}") from None
        except msgspec.DecodeError as broken:
            raise TryAgain(f"its answer stops in the middle: {broken}") from None

    return read


def _refusal(response: Response) -> Exception:
    """What a status other than 200 means, by TMDb's own code; without one it was not TMDb that spoke."""
    try:
        said = msgspec.json.decode(response.body, type=payload.Status)
    except msgspec.DecodeError:
        return TryAgain(f"status {response.status}, and not in TMDb's words", response.retry_after)
    code, text = said.status_code, said.status_message or f"status {response.status}"
    if response.status == 429 or response.status >= 500 or code in _RETRY_CODES:
        return TryAgain(f"{text} (status {response.status})", response.retry_after)
    if code in (_NOT_THERE, _INVALID_ID):
        return Absent(text)
    if response.status in (401, 403) or code in _KEY_CODES:
        return KeyRefused(text.rstrip("."))
    return Refused(f"{text} (code {code})")


def _from_hit(hit: payload.MovieHit) -> Candidate:
    return Candidate(
        source=NAME,
        source_id=str(hit.id),
        title=hit.title,
        original_title=hit.original_title if hit.original_title != hit.title else None,
        year=_year(hit.release_date),
        tmdb_id=hit.id,
    )


def _known_as(found: Candidate, kind: str, key: str) -> Candidate:
    return replace(found, imdb_id=key) if kind == "imdb_id" else replace(found, wikidata_id=key)


def _television(kind: str, key: int, name: str, original: str | None, aired: str | None) -> Candidate:
    """A series or an episode: its TMDb number is none of a film, so it stays in `source_id`."""
    return Candidate(
        source=NAME,
        source_id=f"{kind}/{key}",
        title=name,
        original_title=original if original != name else None,
        year=_year(aired),
        kind=kind,
    )


def _year(day: str | None) -> int | None:
    try:
        return date.fromisoformat(day).year if day else None
    except ValueError:
        return None


def build(parts: Parts) -> TMDb | None:
    """TMDb as the settings have it, None if it is switched off or has no key."""
    settings = parts.settings
    token, key = settings.tmdb_token, settings.tmdb_key
    if not settings.tmdb or (token is None and key is None):
        return None
    return TMDb(
        parts.door,
        settings.tmdb_url,
        token.get_secret_value() if token else None,
        key.get_secret_value() if key else None,
        parts.image_bases,
    )

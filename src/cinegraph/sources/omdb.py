"""OMDb: minimal films with ratings, by IMDb id or by title and year; each call counts against a daily quota.

Its refusals are texts, with status 200 or 401. A spent quota is a state with an end, not an error and not an absence:
OMDb does not say when the quota renews, so the hour is a setting. Its data are CC BY-NC.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import msgspec
from pydantic import SecretStr

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.fetch.http import Door, Refused, Request, Response, TryAgain
from cinegraph.sources.base import KeyRefused, OutOfQuota, Parts, Strategy, told_by
from cinegraph.sources.omdb_films import Film, Refusal, candidate

NAME = "omdb"
_SPENT = "Request limit reached!"
_KEY_TEXTS = {"Invalid API key!", "No API key provided."}
_NO_SUCH_ID = {"Movie not found!", "Incorrect IMDb ID.", "Error getting data."}
_NO_SUCH_TITLE = {"Movie not found!", "Series not found!", "Episode not found!"}
_TYPES = {"tvSeries": "series", "tvMiniSeries": "series", "tvEpisode": "episode"}


class OMDb:
    """The API at `url`, asked with a key. `now` is the clock; the quota renews at `quota_hour` UTC each day."""

    name = NAME
    full = False

    def __init__(
        self,
        door: Door,
        url: str,
        key: SecretStr,
        price_usd: Decimal,
        quota_hour: int = 0,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.price_usd = price_usd
        self._door = door
        self._url = url
        self._secret = {"apikey": key.get_secret_value()}
        self._quota_hour = quota_hour
        self._now = now
        self._spent_until: datetime | None = None

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        """The film with that IMDb id."""
        if ref.imdb_id is None:
            return None
        params = {"i": ref.imdb_id, "plot": "short"}
        return await self._film(params, ref.imdb_id, "omdb_by_imdb_id", _NO_SUCH_ID)

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:
        """The printed title in the years it may have come out, then without a year; among films, or series."""
        kind = ("type", _TYPES.get(ref.kind or "", "movie"))
        years = [str(year) for year in dict.fromkeys((*([ref.year] if ref.year else []), *ref.years))]
        told = [Strategy("omdb_title_year", "title", 0, (kind, ("y", year))) for year in years]
        return (*told, Strategy("omdb_title", params=(kind,)))

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        """The one film that it has under the printed title, whole."""
        params = {"t": ref.title, "plot": "short"} | dict(strategy.params)
        film = await self._film(params, ref.title, strategy.name, _NO_SUCH_TITLE)
        return () if film is None else (film,)

    async def complete(self, candidate: Candidate) -> Candidate:
        """The candidate: OMDb has no more of it than it said."""
        return candidate

    async def check(self) -> None:
        """One small question, to learn whether our key is accepted. It counts like any other."""
        params = {"i": "tt0000001", "plot": "short"}
        await self._film(params, "tt0000001", "omdb_by_imdb_id", _NO_SUCH_ID, "check")

    async def _film(
        self,
        params: dict[str, str],
        identifier: str,
        strategy: str,
        absences: set[str],
        operation: str = "movie_lookup",
    ) -> Candidate | None:
        """The film, None if OMDb answers by one of `absences`. Not asked at all while its quota is spent."""
        if self._spent_until is not None and self._now() < self._spent_until:
            raise self._out_of_quota(self._spent_until)
        request = Request(
            source=NAME,
            operation=operation,
            identifier=identifier,
            url=self._url,
            params=params,
            headers={"Accept": "application/json"},
            secret_params=self._secret,
            facts={"strategy": strategy},
            price=self.price_usd,
        )
        with told_by("OMDb", "CINEGRAPH_OMDB_KEY"):
            film = await self._door.ask(request, lambda response: self._read(response, absences))
        return None if film is None else candidate(film)

    def _read(self, response: Response, absences: set[str]) -> Film | None:
        try:
            said = msgspec.json.decode(response.body, type=Refusal)
        except msgspec.DecodeError:
            told = f"status {response.status}, and not in OMDb's words"
            raise TryAgain(told, response.retry_after) from None
        if said.response != "True" or response.status != 200:
            refusal = self._refusal(response, said.error, absences)
            if refusal is None:
                return None
            raise refusal
        try:
            return msgspec.json.decode(response.body, type=Film)
        except msgspec.ValidationError as odd:
            raise Refused(f"its answer is not built as expected: {odd}") from None

    def _refusal(self, response: Response, text: str, absences: set[str]) -> Exception | None:
        """What OMDb's words mean; None: it has no such film."""
        if text == _SPENT:
            self._spent_until = self._renewal()
            return self._out_of_quota(self._spent_until)
        if text in _KEY_TEXTS:
            return KeyRefused(text.rstrip("!."))
        if response.status == 200 and text in absences:
            return None
        return TryAgain(f"{text or 'no reason given'} (status {response.status})", response.retry_after)

    def _renewal(self) -> datetime:
        """The next moment at which the quota renews."""
        now = self._now()
        today = now.replace(hour=self._quota_hour, minute=0, second=0, microsecond=0)
        return today if today > now else today + timedelta(days=1)

    @staticmethod
    def _out_of_quota(until: datetime) -> OutOfQuota:
        return OutOfQuota(f"OMDb's quota is spent until {until:%Y-%m-%d %H:%M} UTC", until)


def build(parts: Parts) -> OMDb | None:
    """OMDb as a catalogue to look films up in; None if it is switched off or has no key."""
    return _built(parts) if parts.settings.omdb else None


def build_rater(parts: Parts) -> OMDb | None:
    """OMDb as it is asked for ratings; None if it is not, or has no key."""
    return _built(parts) if parts.settings.rates else None


def _built(parts: Parts) -> OMDb | None:
    settings = parts.settings
    if settings.omdb_key is None:
        return None
    return OMDb(
        parts.door, settings.omdb_url, settings.omdb_key, settings.omdb_price_usd, settings.omdb_quota_hour
    )

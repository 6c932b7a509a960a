"""So many requests a second to each source, over all processes that share the database."""

from collections.abc import Awaitable, Callable, Mapping

import anyio

Take = Callable[[str, float], Awaitable[float]]
"""Takes a turn at a source with so many turns a second; the answer is how many seconds off it is."""


class SharedPace:
    """The pace of every source. A rate of 0 is unlimited; a source without a rate is an error of ours."""

    def __init__(self, take: Take, rates: Mapping[str, float]) -> None:
        self._take = take
        self._rates = dict(rates)

    async def turn(self, source: str) -> None:
        """Wait until this source may be called. Raises KeyError for a source that nobody gave a pace."""
        rate = self._rates[source]
        if rate > 0 and (wait := await self._take(source, rate)) > 0:
            await anyio.sleep(wait)

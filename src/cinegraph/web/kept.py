"""What takes long to count or to draw: done once for all who ask, and told as it was while it is done anew."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

_SHARE = 20
"""Nothing is made anew before so many times as long has passed as it takes: it never has more than a twentieth of the time."""
_QUICK_SECONDS = 0.1
"""What takes no longer is not told as it was: whoever asks waits for it."""
_MANY = 500
_FORGOTTEN_SECONDS = 60.0


@dataclass(slots=True)
class _Figure:
    value: Any = None
    made_at: float = float("-inf")
    took: float = 0.0
    making: asyncio.Task[Any] | None = None


@dataclass(slots=True)
class Kept:
    """For one process: however many ask, one at a time is at work on a figure."""

    _figures: dict[str, _Figure] = field(default_factory=dict)

    async def get(
        self, name: str, seconds: float, make: Callable[[], Awaitable[Any]], oldest: float | None = None
    ) -> Any:
        """What `make` answered at most `seconds` ago. If it takes long, it may be as old as `oldest` seconds (None: ten times
        `seconds`), and is made anew meanwhile. Raises what `make` raises to those who wait."""
        figure = self._figures.setdefault(name, _Figure())
        bound = 10 * seconds if oldest is None else oldest
        age = time.monotonic() - figure.made_at
        if age >= min(max(seconds, _SHARE * figure.took), bound) and figure.making is None:
            figure.making = asyncio.create_task(self._made(figure, make))
            figure.making.add_done_callback(_looked_at)
            self._forget_old()
        if figure.making is not None and (age >= bound or figure.took < _QUICK_SECONDS):
            return await asyncio.shield(figure.making)
        return figure.value

    def forget(self) -> None:
        """Something was changed: nothing from before is told any more."""
        self._figures = {}

    async def _made(self, figure: _Figure, make: Callable[[], Awaitable[Any]]) -> Any:
        began = time.monotonic()
        try:
            figure.value = await make()
            figure.made_at = time.monotonic()
            figure.took = figure.made_at - began
            return figure.value
        finally:
            figure.making = None

    def _forget_old(self) -> None:
        if len(self._figures) > _MANY:
            gone = time.monotonic() - _FORGOTTEN_SECONDS
            self._figures = {n: one for n, one in self._figures.items() if one.making or one.made_at > gone}


def _looked_at(task: asyncio.Task[Any]) -> None:
    """An error is told to those who wait; where nobody does, the next who asks tries again."""
    if not task.cancelled():
        task.exception()

"""Figures that take long to count: counted once for all who ask, and told as they were until they are counted anew."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class _Figure:
    value: Any = None
    made_at: float = float("-inf")
    making: asyncio.Task[Any] | None = None


@dataclass(slots=True)
class Kept:
    """For one process. Who asks first waits; afterwards nobody does: what is old is told while it is counted anew, by one
    at a time."""

    _figures: dict[str, _Figure] = field(default_factory=dict)

    async def get(self, name: str, seconds: float, make: Callable[[], Awaitable[Any]]) -> Any:
        """What `make` answered, at most so long ago that it had begun to be made anew after `seconds`. Raises what
        `make` raises, if there is nothing to tell yet."""
        figure = self._figures.setdefault(name, _Figure())
        if time.monotonic() - figure.made_at > seconds and figure.making is None:
            figure.making = asyncio.create_task(self._made(figure, make))
            figure.making.add_done_callback(_looked_at)
        if figure.made_at == float("-inf"):
            assert figure.making is not None
            return await asyncio.shield(figure.making)
        return figure.value

    async def _made(self, figure: _Figure, make: Callable[[], Awaitable[Any]]) -> Any:
        try:
            figure.value = await make()
            figure.made_at = time.monotonic()
            return figure.value
        finally:
            figure.making = None


def _looked_at(task: asyncio.Task[Any]) -> None:
    """An error is told to those who wait; where nobody does, the next who asks tries again."""
    if not task.cancelled():
        task.exception()

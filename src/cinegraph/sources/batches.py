"""Questions that arrive while another is on its way are asked together: many callers, one request."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Generic, TypeVar

import anyio

from cinegraph.sources.base import SourceError, TryLater

T = TypeVar("T")

_GATHERING_SECONDS = 0.005
"""Films come out of the queue one by one; without this the first of them would always be asked alone."""


class _Batch(Generic[T]):
    """Keys that are asked together, and what came of it once `done` is set."""

    def __init__(self) -> None:
        self.keys: dict[str, None] = {}
        self.done = anyio.Event()
        self.answers: Mapping[str, T] = {}
        self.failure: SourceError | None = None


class Batches(Generic[T]):
    """Calls `ask` with up to `most` keys at a time, and hands each caller its own answer.

    The first caller of a batch waits a few milliseconds, and as long as `turn` is taken by another batch; who comes
    meanwhile joins it. Calls are recorded as made for the first caller's film.
    """

    def __init__(
        self, ask: Callable[[tuple[str, ...]], Awaitable[Mapping[str, T]]], most: int, turn: anyio.Lock
    ) -> None:
        self._ask = ask
        self._most = most
        self._turn = turn
        self._open: _Batch[T] | None = None

    async def get(self, key: str) -> T | None:
        """The answer for this key, None if there is none. Raises what the request raised, to every caller; to all but
        the first as a failure that is counted already."""
        batch = self._open
        if batch is not None and (key in batch.keys or len(batch.keys) < self._most):
            batch.keys[key] = None
            await batch.done.wait()
            if batch.failure is not None:
                raise _retold(batch.failure)
        else:
            batch = self._open = _Batch()
            batch.keys[key] = None
            await self._lead(batch)
        if batch.failure is not None:
            raise batch.failure
        return batch.answers.get(key)

    async def _lead(self, batch: _Batch[T]) -> None:
        """Gather, ask, and tell those who wait, however it ends."""
        try:
            await anyio.sleep(_GATHERING_SECONDS)
            async with self._turn:
                self._close(batch)
                batch.answers = await self._ask(tuple(batch.keys))
        except SourceError as failure:
            batch.failure = failure
        except BaseException:
            batch.failure = TryLater("the question was interrupted before it was answered")
            raise
        finally:
            self._close(batch)
            batch.done.set()

    def _close(self, batch: _Batch[T]) -> None:
        if self._open is batch:
            self._open = None


def _retold(failure: SourceError) -> SourceError:
    """The same, for another caller."""
    again = type(failure).__new__(type(failure), *failure.args)
    again.__dict__.update(failure.__dict__)
    again.counted = True
    return again

"""How a command gets at the program: settings, database, the outside world, in that order, and back."""

import asyncio
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from cinegraph import settings as configuration
from cinegraph.app import Cinegraph, cinegraph, migrated_database, offline_settings, require_keys, watch
from cinegraph.offline.serve import WorldUnavailable, own_world
from cinegraph.pipeline.context import World
from cinegraph.settings import Settings

T = TypeVar("T")
Verb = Callable[[Cinegraph], Awaitable[T]]
"""What a command does with the program."""


def settings() -> Settings:
    """The settings of this run; logging is set up by them. Raises ConfigurationError."""
    loaded = configuration.load()
    watch(loaded)
    return loaded


@contextmanager
def outside(loaded: Settings, offline: bool) -> Iterator[tuple[Settings, World]]:
    """The settings that lead outside: to the real world, or to the offline one while the block lasts."""
    if not offline:
        yield loaded, "real"
    elif loaded.offline_url is not None:
        url = loaded.offline_url.rstrip("/")
        _answers(url)
        yield offline_settings(loaded, url), "offline"
    else:
        with own_world(loaded.offline_faults) as url:
            yield offline_settings(loaded, url), "offline"


def run(loaded: Settings, world: World, verb: Verb[T], behind: bool = False) -> T:
    """Build the program on its database, call the verb, and take everything down again. `behind`: what is
    done goes after what others want."""
    with migrated_database(loaded) as url:

        async def within() -> T:
            async with cinegraph(loaded, url, world, behind=behind) as program:
                return await verb(program)

        return asyncio.run(within())


def reach(offline: bool, keys: bool, verb: Verb[T]) -> T:
    """Build the program with its way outside, and call the verb. `keys`: refuse to begin without the catalogues' keys.

    Raises ConfigurationError, WorldUnavailable.
    """
    loaded = settings()
    if keys:
        require_keys(loaded)
    with outside(loaded, offline) as (reaching, world):
        return run(reaching, world, verb)


def _answers(url: str) -> None:
    try:
        with urllib.request.urlopen(url, timeout=10):  # noqa: S310 the address is the user's own setting
            return
    except (urllib.error.URLError, OSError, ValueError) as wrong:
        reason = getattr(wrong, "reason", wrong)
        raise WorldUnavailable(f"the offline world at {url} does not answer: {reason}") from None

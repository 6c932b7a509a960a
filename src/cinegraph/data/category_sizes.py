"""How many entries the categories of the main awards are known to have: `category_sizes.toml`."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from cinegraph.domain.volume import KnownCategory, Size


class _Size(msgspec.Struct, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    first: int
    entries: int | tuple[int, int]
    last: int | None = None
    exceptions: dict[str, int | tuple[int, int]] = {}


class _Category(msgspec.Struct, forbid_unknown_fields=True):
    organization: str
    names: tuple[str, ...]
    sizes: tuple[_Size, ...]


@cache
def category_sizes() -> tuple[KnownCategory, ...]:
    """The categories of the file. Raises ValueError for a key that nobody reads or a value of the wrong kind."""
    text = (files("cinegraph.data") / "category_sizes.toml").read_text(encoding="utf-8")
    whole: dict[str, Any] = tomllib.loads(text)
    try:
        told = msgspec.convert(whole["category"], tuple[_Category, ...])
    except msgspec.ValidationError as wrong:
        raise ValueError(f"category_sizes.toml: {wrong}") from None
    return tuple(KnownCategory(c.organization, c.names, tuple(map(_size, c.sizes))) for c in told)


def _size(told: _Size) -> Size:
    exceptions = {int(year): _both(entries) for year, entries in told.exceptions.items()}
    return Size(told.first, told.last, *_both(told.entries), exceptions)


def _both(entries: int | tuple[int, int]) -> tuple[int, int]:
    return (entries, entries) if isinstance(entries, int) else entries

"""The canonical keys of `categories.toml`."""

import hashlib
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from cinegraph.domain.category_keys import CategoryKey, KeyTable


@cache
def category_keys() -> KeyTable:
    """The keys that ship. Raises ValueError, naming the block, for a key that nobody reads, a value of the wrong
    kind, or a wording that two keys list."""
    return read(_text())


@cache
def category_keys_mark() -> str:
    """32 hex digits that change when the keys change."""
    return hashlib.sha256(_text().encode()).hexdigest()[:32]


def read(text: str) -> KeyTable:
    """The keys of a text that is written as `categories.toml` is. Raises ValueError as above."""
    told = tomllib.loads(text)
    if unknown := sorted(set(told) - {"groups", "keys"}):
        raise ValueError(f"categories.toml has an unknown block {unknown[0]!r}")
    try:
        groups = msgspec.convert(told.get("groups", {}), dict[str, tuple[str, ...]])
        return KeyTable(tuple(_key(name, block) for name, block in told.get("keys", {}).items()), groups)
    except ValueError as wrong:
        raise ValueError(f"categories.toml: {wrong}") from None


def _key(name: str, block: dict[str, Any]) -> CategoryKey:
    if unknown := sorted(set(block) - set(CategoryKey.__dataclass_fields__) | set(block) & {"key"}):
        raise ValueError(f"[keys.{name}] has an unknown key {unknown[0]!r}")
    try:
        return msgspec.convert(block | {"key": name}, CategoryKey)
    except msgspec.ValidationError as wrong:
        raise ValueError(f"[keys.{name}]: {wrong}") from None


def _text() -> str:
    return (files("cinegraph.data") / "categories.toml").read_text(encoding="utf-8")

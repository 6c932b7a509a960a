"""The table of `honours.toml`: whose credits a prize is for."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from cinegraph.data.category_keys import category_keys
from cinegraph.domain.honours import HonourTable, Role, Words


@cache
def honours() -> HonourTable:
    """The table that ships. Raises ValueError, naming the block, for what nobody reads or what is no role or key."""
    table = read((files("cinegraph.data") / "honours.toml").read_text(encoding="utf-8"))
    keys = category_keys().keys
    if strange := sorted({key.role for key in keys if key.role} - set(table.roles)):
        raise ValueError(
            f"honours.toml has no block [roles.{strange[0]}], and categories.toml names that role"
        )
    if strange := sorted(set(table.films) - {key.key for key in keys}):
        raise ValueError(f"honours.toml: [films] has {strange[0]!r}, which is no key of categories.toml")
    return table


def read(text: str) -> HonourTable:
    """The table of a text that is written as `honours.toml` is. Raises ValueError as above."""
    told = tomllib.loads(text)
    if unknown := sorted(set(told) - {"roles", "films", "words"}):
        raise ValueError(f"honours.toml has an unknown block {unknown[0]!r}")
    roles = {name: _role(name, block) for name, block in told.get("roles", {}).items()}
    try:
        films = msgspec.convert(told.get("films", {}), dict[str, tuple[str, ...]])
        return HonourTable(roles, films, tuple(_words(block) for block in told.get("words", ())))
    except ValueError as wrong:
        raise ValueError(f"honours.toml: {wrong}") from None


def _role(name: str, block: dict[str, Any]) -> Role:
    if unknown := sorted(set(block) - {"cast", "jobs", "departments", "infer"}):
        raise ValueError(f"[roles.{name}] has an unknown key {unknown[0]!r}")
    try:
        return msgspec.convert(block | {"name": name}, Role)
    except msgspec.ValidationError as wrong:
        raise ValueError(f"[roles.{name}]: {wrong}") from None


def _words(block: dict[str, Any]) -> Words:
    if unknown := sorted(set(block) - {"role", "words", "not"}):
        raise ValueError(f"[[words]] has an unknown key {unknown[0]!r}")
    return msgspec.convert({**block, "forbidden": block.get("not", ())}, Words)

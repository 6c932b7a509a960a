"""Facts that ship with the program: festivals, lists, and the offline world's own."""

import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from cinegraph.data.blocks import BadBlock, organizations_in
from cinegraph.domain.festivals import Organization
from cinegraph.domain.lists import FilmList

__all__ = ["BadBlock", "lists", "organizations", "organizations_in", "read_lists"]


@cache
def organizations() -> tuple[Organization, ...]:
    """The organizations of `festivals.toml`. Raises BadBlock, as for anybody's file."""
    text = (files("cinegraph.data") / "festivals.toml").read_text(encoding="utf-8")
    return organizations_in(text, "festivals.toml")


@cache
def lists() -> tuple[FilmList, ...]:
    """The lists of `lists.toml`. Raises ValueError, naming the block, for a key that nobody reads, a value of the wrong
    kind, or an id that is none."""
    return read_lists((files("cinegraph.data") / "lists.toml").read_text(encoding="utf-8"), "lists.toml")


def read_lists(text: str, name: str) -> tuple[FilmList, ...]:
    """The lists of a TOML text; `name` is the file's. Raises ValueError as `lists` does."""
    known = set(FilmList.__dataclass_fields__) - {"key"}
    found = []
    for key, block in tomllib.loads(text).items():
        if not isinstance(block, dict):
            raise ValueError(f"{name}: expected blocks like [my_list], found {key!r} outside of one")  # noqa: TRY004 it is the file that is wrong
        if unknown := sorted(set(block) - known):
            raise ValueError(
                f"{name}: [{key}] has an unknown key {unknown[0]!r}; known are {', '.join(sorted(known))}"
            )
        try:
            one = msgspec.convert(block | {"key": key}, FilmList)
        except msgspec.ValidationError as wrong:
            raise ValueError(f"{name}: [{key}]: {wrong}") from None
        if one.fault:
            raise ValueError(f"{name}: [{key}]: {one.fault}")
        found.append(one)
    return tuple(found)

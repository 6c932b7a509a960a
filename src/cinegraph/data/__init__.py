"""Facts that ship with the program: festivals, and the offline world's own."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

from cinegraph.domain.festivals import Organization


@cache
def organizations() -> tuple[Organization, ...]:
    """The organizations of `festivals.toml`. Raises ValueError, naming the block, for a key that nobody reads or
    a value of the wrong kind."""
    known = set(Organization.__dataclass_fields__) - {"slug"}
    found = []
    blocks = tomllib.loads((files("cinegraph.data") / "festivals.toml").read_text(encoding="utf-8"))
    for slug, block in blocks.items():
        if unknown := sorted(set(block) - known):
            raise ValueError(f"festivals.toml: [{slug}] has an unknown key {unknown[0]!r}")
        found.append(_organization(slug, block))
    return tuple(found)


def _organization(slug: str, block: dict[str, Any]) -> Organization:
    try:
        return msgspec.convert(block | {"slug": slug}, Organization)
    except msgspec.ValidationError as wrong:
        raise ValueError(f"festivals.toml: [{slug}]: {wrong}") from None

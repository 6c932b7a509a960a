"""Facts that ship with the program: festivals, and the offline world's own."""

from functools import cache
from importlib.resources import files

from cinegraph.data.blocks import BadBlock, organizations_in
from cinegraph.domain.festivals import Organization

__all__ = ["BadBlock", "organizations", "organizations_in"]


@cache
def organizations() -> tuple[Organization, ...]:
    """The organizations of `festivals.toml`. Raises BadBlock, as for anybody's file."""
    text = (files("cinegraph.data") / "festivals.toml").read_text(encoding="utf-8")
    return organizations_in(text, "festivals.toml")

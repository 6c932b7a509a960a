"""Editions in addresses and forms: "2024", "1930/2"."""

import re

from cinegraph.domain.festivals import Edition

_EDITION = re.compile(r"(\d{4})(?:/([1-9]))?")


def edition_of(text: str) -> Edition | None:
    """The edition that is written so; None if it is none."""
    found = _EDITION.fullmatch(text.strip())
    return Edition(int(found[1]), int(found[2] or 1)) if found else None

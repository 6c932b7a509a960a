"""What a person would change of an organization or a list, field by field, and the mark of what they looked at."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec


@dataclass(frozen=True, slots=True)
class Change:
    """A field that would change: before and after as a person reads them (None: empty), and what that does."""

    field: str
    before: str | None
    after: str | None
    does: str


def mark_of(values: Sequence[object]) -> str:
    """What something with these values is known by: another value, another mark."""
    return hashlib.sha256(msgspec.json.encode(list(values))).hexdigest()[:16]

"""Words of the command line that are read with more care than usual."""

import getpass
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from cyclopts import Parameter, Token

_LARGEST = 2**63 - 1


def _whole(type_: Any, tokens: Sequence[Token]) -> int:  # noqa: ARG001 the library passes the type
    """A whole number as PostgreSQL can count: never "2.6", which would be read as another job's number."""
    text = tokens[0].value
    if not (text.isascii() and text.isdecimal()):
        raise ValueError(f"{text!r} is no whole number from 0 on")
    digits = text.lstrip("0") or "0"
    if len(digits) > len(str(_LARGEST)) or int(digits) > _LARGEST:
        raise ValueError(f"{text[:40]} is too large a number: {_LARGEST} is the largest")
    return int(digits)


Number = Annotated[int, Parameter(converter=_whole)]
"""A job, an import, a count."""


def login() -> str:
    """Who works here, for what a person decides without saying who they are."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "somebody"


Flag = Annotated[bool, Parameter(negative="")]
"""An option that is there or not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How a command does its work.

    Parameters
    ----------
    offline:
        Ask the offline world that comes along, not the real one.
    detach:
        Leave the work to `cinegraph worker`.
    dry_run:
        Say what would be done and what it would cost, and change nothing.
    as_json:
        Print JSON: an object for each import, or one for everything.
    """

    offline: Flag = False
    detach: Flag = False
    dry_run: Flag = False
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False


Working = Annotated[Way, Parameter(name="*")]
"""Its four options, among those of a command."""

AS_USUAL = Way()
"""The real world, at once, told to a person."""

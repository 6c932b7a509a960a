"""Words of the command line that are read with more care than usual."""

from collections.abc import Sequence
from typing import Annotated, Any

from cyclopts import Parameter, Token

_LARGEST = 2**63 - 1


def _whole(type_: Any, tokens: Sequence[Token]) -> int:  # noqa: ARG001 the library passes the type
    """A whole number as PostgreSQL can count: never "2.6", which would be read as another job's number."""
    text = tokens[0].value
    if not (text.isascii() and text.isdecimal()) or int(text) > _LARGEST:
        raise ValueError(f"{text!r} is no whole number from 0 on")
    return int(text)


Number = Annotated[int, Parameter(converter=_whole)]
"""A job, an import, a count."""

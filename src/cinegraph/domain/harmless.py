"""Text of strangers (titles, names, notes) as it may stand among other text."""

import re

_ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal carries out (escape sequences, backspace, carriage return), and what turns the order of reading around
beyond the text that it stands in. Line ends, tabs and the marks that order a text only within (U+200E, U+200F) stay."""


def harmless(text: str) -> str:
    """The text without what acts on the text around it."""
    return _ACTING.sub("", text)

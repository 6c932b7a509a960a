"""Text of strangers (titles, names, notes) as it may stand among other text."""

import re

_ACTING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal carries out (escape sequences, backspace, carriage return), and what turns the order of reading around
beyond the text that it stands in. Line ends, tabs and the marks that order a text only within (U+200E, U+200F) stay."""
_TURNING = re.compile(
    r"[\u0590-\u08ff\u200e\u200f\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""Letters and digits of the scripts that are read from right to left, and the marks that order a text."""


def harmless(text: str) -> str:
    """The text without what acts on the text around it."""
    return _ACTING.sub("", text)


def isolated(text: str) -> str:
    """Harmless text for where no element keeps it to itself (a window's title, a hint, a choice): if any of it is read from
    right to left, it stands between U+2068 and U+2069."""
    clean = harmless(text)
    return f"\u2068{clean}\u2069" if _TURNING.search(clean) else clean


def escaped(json: str) -> str:
    """JSON of the same value, in which what acts on a terminal or on the text around it is written as an escape."""
    return _ACTING.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json)

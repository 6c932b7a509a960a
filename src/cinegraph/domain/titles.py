"""The one rule for "written the same", for titles and names in every script."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from anyascii import anyascii

_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`´")
_FRACTION = re.compile("([½¼¾⅓⅔])")
_AND = re.compile(r"[&+]")
_ASCII: dict[int, str | None] = {
    code: chr(code).lower() if chr(code).isalnum() else " and " if chr(code) in "&+" else " "
    for code in range(128)
}
_ASCII |= {ord("'"): None, ord("`"): None}
"""The same rule for plain titles, as a table: a million of them fold in 1 s instead of 6."""
_ROMAN = re.compile(r"m{0,3}(cm|cd|d?c{0,3})(xc|xl|l?x{0,3})(ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ]
    )
}
_INSTALMENT = {"part", "vol", "volume", "chapter", "episode", "no", "number"}


@lru_cache(maxsize=65_536)
def fold(text: str) -> str:
    """Two texts fold to the same string exactly when they are written the same.

    Case, Latin accents and letters ("Ø", "ß"), spacing, apostrophes and punctuation do not count;
    "&" and "+" are "and". Letters of other scripts are kept whole, and a text that is nothing
    but punctuation folds to itself: no two different titles may become equal by being emptied.
    """
    if text.isascii():
        return " ".join(text.translate(_ASCII).split()) or " ".join(text.lower().split())
    composed = unicodedata.normalize("NFKC", _FRACTION.sub(r" \1", text)).casefold()
    plain = _AND.sub(" and ", composed.translate(_APOSTROPHES))
    words = "".join(_letter(c) for c in unicodedata.normalize("NFC", plain)).split()
    return " ".join(words) or " ".join(composed.split())


@lru_cache(maxsize=16_384)
def _letter(char: str) -> str:
    if char.isascii():
        return char if char.isalnum() else " "
    category = unicodedata.category(char)
    if category[0] not in "LMN":
        return " "
    return anyascii(char).lower() if _is_latin(char) else char


def _is_latin(char: str) -> bool:
    return unicodedata.name(char, "").startswith("LATIN ")


@lru_cache(maxsize=65_536)
def numerals(title: str) -> tuple[int, ...]:
    """The numbers that tell one film of a series from another, in the order of the title.

    Digits, Roman numerals (from II; a lone "I", "V", "X" … only behind "Part", "Vol." and the
    like or at the end of a longer title) and number words behind "Part", "Vol." …
    """
    return tuple(int(word) for word in in_digits(fold(title).split()) if word.isdecimal())


def in_digits(words: Sequence[str]) -> list[str]:
    """The words of a folded title with those that number it written in digits ("rocky ii" → "rocky 2")."""
    return [_in_digits(words, place) for place in range(len(words))]


def _in_digits(words: Sequence[str], place: int) -> str:
    word = words[place]
    after_label = place > 0 and words[place - 1] in _INSTALMENT
    last = place == len(words) - 1 and place > 0
    if word.isdecimal():
        return word
    if after_label and word in NUMBER_WORDS:
        return str(NUMBER_WORDS[word])
    if _ROMAN.fullmatch(word) and _counts_as_roman(word, after_label, last):
        return str(_roman(word))
    return word


def _counts_as_roman(word: str, after_label: bool, last: bool) -> bool:
    if after_label:
        return True
    return last and word != "i" and word not in {"c", "d", "l", "m", "mi", "di", "mix", "dix"}


def _roman(word: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in word]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))

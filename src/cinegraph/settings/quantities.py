"""Kinds of values that settings have: what is no such value is refused at start, in one line."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr


def _one_word(secret: SecretStr) -> SecretStr:
    word = secret.get_secret_value().strip()
    if not word or not word.isascii() or not word.isprintable() or " " in word:
        raise ValueError("a key is one word of letters, digits and signs")
    return SecretStr(word)


Key = Annotated[SecretStr, AfterValidator(_one_word)]
"""A secret that goes into a header or an address: spaces around it are cut off."""


def _address(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("it is not an address (https://…)")
    return text


Address = Annotated[str, AfterValidator(_address)]
"""Where something is asked: http:// or https://."""

Rate = Annotated[float, Field(ge=0, allow_inf_nan=False)]
"""Requests a second; 0 is unlimited."""

Days = Annotated[float, Field(ge=0, le=36_500)]
"""A length of time by which a date can be moved."""

Dollars = Annotated[Decimal, Field(ge=0, le=1_000_000, allow_inf_nan=False)]
"""A price in US dollars."""

Folder = Annotated[Path, AfterValidator(lambda path: path.expanduser().absolute())]
"""A folder, `~` and all: the same whatever folder the program is started in."""

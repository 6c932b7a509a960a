"""Whose view a score takes: `score_profiles.toml`, and a user's own file beside it."""

import difflib
import tomllib
import unicodedata
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path

from cinegraph.domain.scores import PARTS, Profile, normalised, wrong_weights


class BadProfiles(Exception):
    """A file of profiles cannot be used. One line: the file, the profile, and what is wrong with it."""


def read_profiles(own: Path | None) -> tuple[Profile, ...]:
    """The profiles that ship, with those of a user's own file in their place or after them.

    Raises BadProfiles for a file that is not there, a text that is no TOML, an unknown part, a weight that is none,
    a text with control characters, and a profile without a name.
    """
    found = {profile.name: profile for profile in shipped_profiles()}
    if own is not None:
        found |= {profile.name: profile for profile in profiles_of(own)}
    return tuple(found.values())


@cache
def shipped_profiles() -> tuple[Profile, ...]:
    """The profiles of `score_profiles.toml`."""
    text = (files("cinegraph.data") / "score_profiles.toml").read_text(encoding="utf-8")
    return profiles_in(text, "score_profiles.toml")


def profiles_of(file: Path) -> tuple[Profile, ...]:
    """The profiles of one file. Raises BadProfiles."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        said = wrong.strerror if isinstance(wrong, OSError) and wrong.strerror else "this is no text in UTF-8"
        raise BadProfiles(f"{file}: {said}") from None
    return profiles_in(text, str(file))


def profiles_in(text: str, where: str) -> tuple[Profile, ...]:
    """The profiles of a TOML text; `where` is the file's name. Raises BadProfiles."""
    try:
        blocks = tomllib.loads(text, parse_float=Decimal)
    except ValueError as wrong:  # also a number of more digits than Python reads
        raise BadProfiles(f"{where}: this is no TOML: {wrong}") from None
    except RecursionError:
        raise BadProfiles(f"{where}: this is no TOML that can be read: brackets within brackets") from None
    found = tuple(_profile(where, name, block) for name, block in blocks.items())
    if not found:
        raise BadProfiles(f"{where}: there is no [profile] in it")
    return found


def _profile(where: str, name: str, block: object) -> Profile:
    if not name or name != "".join(name.split()) or not name.isprintable():
        raise BadProfiles(f"{where}: a profile needs a name of one word, and {name!r} is none")
    if not isinstance(block, dict):
        raise BadProfiles(f"{where}: {name!r} stands outside of any profile: write [name] above it")
    place, about = f"{where}: [{name}]", block.get("about", "")
    if not isinstance(about, str):
        raise BadProfiles(f"{place}: about = {about!r} is no text")
    if any(unicodedata.category(letter) == "Cc" for letter in about):
        raise BadProfiles(f"{place}: about = {about!r} has control characters: write one line of text")
    weights: dict[str, Decimal] = {}
    for part, told in block.items():
        if part == "about":
            continue
        if part not in PARTS:
            close = difflib.get_close_matches(part, PARTS, n=1)
            hint = f": did you mean {close[0]!r}?" if close else f"; the parts are {', '.join(PARTS)}"
            raise BadProfiles(f"{place}: there is no part {part!r}{hint}")
        if isinstance(told, bool) or not isinstance(told, int | Decimal):
            raise BadProfiles(f"{place}: {part} = {told!r} is no number")
        weights[part] = Decimal(told)
    if wrong := wrong_weights(weights):
        raise BadProfiles(f"{place}: {wrong}")
    return Profile(name, normalised(weights), about)

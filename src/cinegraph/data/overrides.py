"""Corrections to the world's data, as data: `overrides.toml`, those that come along and a user's own."""

import difflib
import re
import tomllib
from collections.abc import Collection
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from cinegraph.domain.corrections import Correction, Override, Renamed, Right, Selector, is_imdb_id
from cinegraph.domain.festivals import Edition

_CEREMONY = re.compile(r"(?P<slug>\S+) (?P<year>\d{4})(?:/(?P<instance>[1-9]))?")
_BLOCK = re.compile(r"^[ \t]*\[\[[ \t]*correction[ \t]*\]\]", re.MULTILINE)


class BadOverrides(Exception):
    """A file of corrections is not as it should be. One line: the file, the line, and what to do."""


class _Block(msgspec.Struct):
    """One [[correction]] as it is written."""

    ceremony: str
    reason: str
    category: str | None = None
    award: str | None = None
    film: str | None = None
    person: str | None = None
    is_winner: bool | None = None
    detail: str | None = None
    note: str | None = None
    citation: str | None = None
    film_title: str | None = None
    film_id: str | None = None
    person_name: str | None = None
    person_id: str | None = None
    move_to: str | None = None
    move_to_award: str | None = None
    withdrawn: bool | None = None


_RIGHT = tuple(_Block.__struct_fields__)[6:]
_NOT_EMPTY = (
    "ceremony",
    "category",
    "reason",
    "award",
    "film",
    "person",
    "film_title",
    "person_name",
    "move_to",
)


def read_overrides(own: Path | None, organizations: Collection[str]) -> tuple[Override, ...]:
    """The corrections that come along, then those of the user's file. Raises BadOverrides, naming file and line."""
    shipped = (files("cinegraph.data") / "overrides.toml").read_text(encoding="utf-8")
    found = parse_overrides("the program's overrides.toml", shipped)
    if own is not None:
        found += parse_overrides(str(own), _text(own))
    for one in found:
        if one.organization not in organizations:
            raise BadOverrides(
                f"{one.correction.origin}: there is no organization {one.organization!r}"
                f"{_meant(one.organization, organizations)}"
            )
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        said = wrong.strerror if isinstance(wrong, OSError) else "it is not text in UTF-8"
        raise BadOverrides(f"{path} (CINEGRAPH_OVERRIDES_FILE) cannot be read: {said}") from None


def parse_overrides(name: str, text: str) -> tuple[Override, ...]:
    """The corrections of a file. Raises BadOverrides."""
    try:
        whole = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BadOverrides(f"{name}: {wrong}") from None
    if unknown := sorted(set(whole) - {"correction"}):
        raise BadOverrides(f"{name}: unknown key {unknown[0]!r}: a correction begins with [[correction]]")
    blocks = whole.get("correction", [])
    if not isinstance(blocks, list):
        raise BadOverrides(f"{name}: [correction] is one table: write [[correction]]")
    lines = [text.count("\n", 0, found.start()) + 1 for found in _BLOCK.finditer(text)]
    found = []
    for i, block in enumerate(blocks):
        at = f"line {lines[i]}" if len(lines) == len(blocks) else f"correction {i + 1}"
        if not isinstance(block, dict):
            raise BadOverrides(f"{name}, {at}: it is no table")
        found.append(_override(f"{name}, {at}", block))
    return tuple(found)


def _override(origin: str, block: dict[str, Any]) -> Override:
    known = _Block.__struct_fields__
    if unknown := sorted(set(block) - set(known)):
        raise BadOverrides(f"{origin}: unknown key {unknown[0]!r}{_meant(unknown[0], known)}")
    try:
        told = msgspec.convert(block, _Block)
    except msgspec.ValidationError as wrong:
        raise BadOverrides(f"{origin}: {wrong}") from None
    for name in _NOT_EMPTY:
        if getattr(told, name) is not None and not getattr(told, name).strip():
            raise BadOverrides(f"{origin}: {name!r} is empty")
    ceremony = _CEREMONY.fullmatch(told.ceremony)
    if ceremony is None:
        raise BadOverrides(
            f'{origin}: {told.ceremony!r} is no ceremony: write "oscars 2024" or "oscars 1930/2"'
        )
    if told.category is None and told.film is None and told.person is None:
        raise BadOverrides(f"{origin}: which entry? give 'category', 'film' or 'person'")
    edition = Edition(int(ceremony["year"]), int(ceremony["instance"] or 1))
    selector = Selector(told.category, told.award, told.film, told.person)
    return Override(
        ceremony["slug"], edition, Correction(origin, _right(origin, told), selector=selector), told.reason
    )


def _right(origin: str, told: _Block) -> Right:
    if all(getattr(told, name) is None for name in _RIGHT):
        raise BadOverrides(f"{origin}: it says nothing that is right: give one of {', '.join(_RIGHT)}")
    if told.move_to_award is not None and told.move_to is None:
        raise BadOverrides(f"{origin}: 'move_to_award' needs 'move_to', the category")
    return Right(
        is_winner=told.is_winner,
        detail=told.detail,
        note=told.note,
        citation=told.citation,
        film=_renamed(origin, told.film, told.film_title, told.film_id, "tt"),
        person=_renamed(origin, told.person, told.person_name, told.person_id, "nm"),
        category=told.move_to,
        award=told.move_to_award,
        withdrawn=told.withdrawn,
    )


def _renamed(
    origin: str, which: str | None, text: str | None, imdb_id: str | None, prefix: str
) -> Renamed | None:
    if text is None and imdb_id is None:
        return None
    if imdb_id and not is_imdb_id(imdb_id, prefix):
        raise BadOverrides(f"{origin}: {imdb_id!r} is no IMDb id: {prefix} and seven digits or more")
    return Renamed(which, text, imdb_id)


def _meant(word: str, known: Collection[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1)
    return f": did you mean {close[0]!r}?" if close else f"; known are {', '.join(sorted(known))}"

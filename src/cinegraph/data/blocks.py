"""Organizations as they are written in TOML: a block each, its heading the slug."""

import difflib
import tomllib

import msgspec

from cinegraph.domain.festivals import Organization
from cinegraph.domain.organizations import SETTABLE, wrong_with


class BadBlock(ValueError):
    """A file of organizations cannot be used; one line that names the file, the block and what is wrong there."""


def organizations_in(text: str, where: str) -> tuple[Organization, ...]:
    """Every organization of a TOML text; `where` is the file's name.

    Raises BadBlock for a text that is no TOML, a key that nobody reads, a value that cannot be.
    """
    try:
        blocks = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BadBlock(f"{where}: this is no TOML: {wrong}") from None
    found = [_organization(where, slug, block) for slug, block in blocks.items()]
    if not found:
        raise BadBlock(f"{where}: there is no [block] in it")
    return tuple(found)


def _organization(where: str, slug: str, block: object) -> Organization:
    if not isinstance(block, dict):
        raise BadBlock(f"{where}: {slug!r} stands outside of any block: write [slug] above it")
    place = f"{where}: [{slug}]"
    for key in sorted(set(block) - set(SETTABLE)):
        close = difflib.get_close_matches(key, SETTABLE, n=1)
        hint = f": did you mean {close[0]!r}?" if close else f"; the keys are {', '.join(SETTABLE)}"
        raise BadBlock(f"{place} has an unknown key {key!r}{hint}")
    try:
        found = msgspec.convert(block | {"slug": slug}, Organization)
    except msgspec.ValidationError as wrong:
        raise BadBlock(f"{place}: {wrong}") from None
    if wrong_value := wrong_with(found):
        raise BadBlock(f"{place}: {wrong_value}")
    return found

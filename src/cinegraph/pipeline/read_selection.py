"""A selection of rows as a person says it, in words: on the command line, in a form, in an address."""

from dataclasses import dataclass

from cinegraph.domain.exporting import Selection
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.read_years import parse_years


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The words; None or empty does not restrict."""

    festival: str | None = None
    years: str | None = None
    category: str | None = None
    winners: bool = False
    list: str | None = None
    decade: str | None = None
    import_type: str | None = None
    country: str | None = None
    since: str | None = None


def read_selection(asked: Asked) -> Selection:
    """The selection. Raises Refused for years or a decade that are none; names are looked up later."""
    chosen, instance = parse_years(asked.years) if asked.years else ([], None)
    return Selection(
        festival=asked.festival or None,
        years=tuple(chosen),
        instance=instance,
        category=asked.category or None,
        winners=asked.winners,
        list=asked.list or None,
        decade=_decade(asked.decade) if asked.decade else None,
        import_type=asked.import_type or None,
        country=asked.country or None,
        since=asked.since or None,
    )


def _decade(text: str) -> int:
    word = text.strip().removesuffix("s")
    if not (word.isascii() and word.isdecimal() and len(word) == 4):
        raise Refused(f"{text!r} is no decade: give its first year (1990)")
    return int(word)

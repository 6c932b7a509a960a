"""The options of `cinegraph festivals add|edit` that say something of an organization."""

from dataclasses import asdict, dataclass
from typing import Annotated, Literal

from cyclopts import Parameter

from cinegraph.cli.words import Number
from cinegraph.pipeline.organization_fields import WORDS, YEARS, read_field

Many = Annotated[list[str] | None, Parameter(negative="")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What may be said of an organization.

    Parameters
    ----------
    name:
        What it is called.
    official_name:
        What it calls itself.
    other_name:
        A name that pages may give it; may be given several times, and replaces those that are known.
    abbreviation:
        Capital letters and digits, unique.
    country:
        Two capital letters (FR).
    founded_year:
        The year of the first edition.
    kind:
        A ceremony of awards, or a festival.
    imdb_event_id:
        Its event at IMDb (ev0000147).
    main_award:
        The award that its own pages leave unsaid.
    month:
        The usual month, 1 to 12.
    page_kinds:
        The kinds of page that tell of it, parted by commas.
    gap_years:
        Years without an edition: 1940..1945, 1948.
    double_years:
        Years with two editions.
    eligibility_offset:
        Its films came out so many years before it.
    prestige_win:
        What a win weighs, 0 to 100.
    prestige_nomination:
        What a nomination weighs, 0 to 100.
    wikidata_ids:
        Its items in Wikidata, parted by commas (Q19020,Q102427).
    wikidata_dates:
        What a year that stands alone means there.
    """

    name: str | None = None
    official_name: str | None = None
    other_name: Many = None
    abbreviation: str | None = None
    country: str | None = None
    founded_year: Number | None = None
    kind: Literal["ceremony", "festival"] | None = None
    imdb_event_id: str | None = None
    main_award: str | None = None
    month: Number | None = None
    page_kinds: str | None = None
    gap_years: str | None = None
    double_years: str | None = None
    eligibility_offset: Number | None = None
    prestige_win: Number | None = None
    prestige_nomination: Number | None = None
    wikidata_ids: str | None = None
    wikidata_dates: Literal["night", "eligibility"] | None = None

    def given(self) -> dict[str, object]:
        """The fields that were given, as an organization has them."""
        told: dict[str, object] = {name: value for name, value in asdict(self).items() if value is not None}
        if self.other_name is not None:
            told["other_names"] = tuple(self.other_name)
        for name in (*WORDS, *YEARS):
            if (text := getattr(self, name)) is not None:
                told[name] = read_field(name, text) or ()
        told.pop("other_name", None)
        return told


Given = Annotated[Fields, Parameter(name="*")]

NOTHING_SAID = Fields()
"""No option at all."""

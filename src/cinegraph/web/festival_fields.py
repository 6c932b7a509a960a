"""An organization's fields as fields of a form: what each means, what it holds, and where that comes from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from cinegraph.domain.festivals import Organization
from cinegraph.domain.organizations import SETTABLE
from cinegraph.pages import PAGE_TYPES
from cinegraph.pipeline.context import FieldRefused, Refused
from cinegraph.pipeline.edit_organizations import NEEDED
from cinegraph.pipeline.organization_fields import NUMBERS, field_text
from cinegraph.pipeline.show_organizations import Origin, Shown

PREFIX, SHOWN = "set:", "was:"
"""Before a field's name in a form: what was typed, and what stood there."""
_KINDS = ", ".join(kind.KIND for kind in PAGE_TYPES)
_TOLD = {
    "slug": "Its name in addresses and on the command line: small letters, digits, hyphens. It stays for good.",
    "name": "What it is called.",
    "official_name": "What it calls itself.",
    "other_names": "What else pages may call it: a line for each.",
    "abbreviation": "2 to 16 capital letters and digits, unique.",
    "country": "Two capital letters (FR).",
    "founded_year": "The year of the first edition; earlier ones are refused.",
    "kind": "A ceremony of awards, or a festival.",
    "imdb_event_id": "Its event at IMDb (ev0000147).",
    "main_award": "The award that its own pages leave unsaid (Oscar).",
    "month": "The usual month, 1 to 12.",
    "page_kinds": f"The kinds of page that tell of it, parted by commas: {_KINDS}.",
    "gap_years": "Years without an edition: 1940..1945, 1948.",
    "double_years": "Years with two editions.",
    "eligibility_offset": "Its films came out so many years before it; empty for a festival.",
    "prestige_win": "What a win weighs in scores, 0 to 100.",
    "prestige_nomination": "What a nomination weighs in scores, 0 to 100, not above a win.",
    "wikidata_ids": "Its items in Wikidata, parted by commas (Q19020, Q102427).",
    "wikidata_dates": "What a year that stands alone in Wikidata means: that of the night, or of the eligibility.",
}
_CHOICES = {"kind": ("ceremony", "festival"), "wikidata_dates": ("night", "eligibility")}
_LABELS = {
    "imdb_event_id": "IMDb event",
    "wikidata_ids": "Wikidata items",
    "wikidata_dates": "Wikidata dates",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A field in a form. `value` is what stands in it, `now` what holds (None: empty); `file` is what the file that ships
    says, if that is something else; `wrong` is why what was typed will not do."""

    name: str
    value: str | None = None
    now: str | None = None
    file: str | None = None
    origin: Origin | None = None
    wrong: str | None = None

    @property
    def id(self) -> str:
        """What its element is called."""
        return self.name.replace("_", "-")

    @property
    def label(self) -> str:
        """What stands beside it."""
        return _LABELS.get(self.name, self.name.replace("_", " ").capitalize())

    @property
    def told(self) -> str:
        """What it means."""
        return _TOLD[self.name]

    @property
    def choices(self) -> tuple[str, ...]:
        """The words of which it is one."""
        return _CHOICES.get(self.name, ())

    @property
    def form(self) -> Literal["choice", "lines", "number", "text"]:
        """How it is typed."""
        if self.choices:
            return "choice"
        if self.name == "other_names":
            return "lines"
        return "number" if self.name in NUMBERS else "text"

    @property
    def needed(self) -> bool:
        """Whether every organization has it."""
        return self.name in (*NEEDED, "slug")


def fields_of(shown: Shown, origins: Mapping[str, Origin]) -> list[Field]:
    """What an organization is now."""
    found = []
    for name in SETTABLE:
        now = _text(name, getattr(shown.organization, name))
        ships = shown.shipped.get(name) if shown.shipped else None
        said = _text(name, tuple(ships) if isinstance(ships, list) else ships)
        differs = shown.shipped is not None and name in shown.changed
        found.append(Field(name, now, now, (said or "empty") if differs else None, origins[name]))
    return found


def empty_fields() -> list[Field]:
    """A new organization's."""
    usual = Organization("", "", "", "", 0, "festival")
    return [
        Field(name, str(getattr(usual, name)) if name in _CHOICES else None) for name in ("slug", *SETTABLE)
    ]


def typed_over(fields: list[Field], typed: Mapping[str, str], refused: Refused | None) -> list[Field]:
    """The fields as they were filled in; the one that the refusal names has its line."""
    bad = refused.field if isinstance(refused, FieldRefused) else None
    return [
        replace(one, value=typed.get(one.name, one.value), wrong=str(refused) if one.name == bad else None)
        for one in fields
    ]


def changed_in(form: Mapping[str, object]) -> dict[str, str]:
    """What was typed that is not what stood there."""
    typed = all_in(form)
    return {name: text for name, text in typed.items() if _lines(text) != _lines(form.get(f"{SHOWN}{name}"))}


def all_in(form: Mapping[str, object]) -> dict[str, str]:
    """Everything that was typed; lines end as ours do, whatever the browser thinks."""
    return {
        name.removeprefix(PREFIX): "\n".join(value.splitlines())
        for name, value in form.items()
        if name.startswith(PREFIX) and isinstance(value, str)
    }


def _lines(text: object) -> list[str] | None:
    return text.strip().splitlines() if isinstance(text, str) else None


def _text(name: str, value: object) -> str | None:
    return field_text(name, value, "\n")

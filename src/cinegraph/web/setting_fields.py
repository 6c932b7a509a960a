"""Settings as fields of a form: what each may hold, what it holds, and where that comes from."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr

from cinegraph.pipeline import change_settings as changing
from cinegraph.pipeline.change_settings import as_text, shown
from cinegraph.pipeline.context import Refused
from cinegraph.settings import Settings, editing
from cinegraph.settings.editing import Origin, Value

_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)")
PREFIX = "set:"
"""Before a setting's name in a form."""


@dataclass(frozen=True, slots=True)
class Field:
    """A setting in a form. `choices`: it is one of these words (a switch: true, false); `many`: it is a list of
    words; else a number. `value` is None if it is not set, and "set" for a secret that is; of one that was typed over, `now`
    is what holds. `wrong`: why what was typed will not do."""

    name: str
    value: str | None
    default: str | None
    origin: Origin
    told: str
    choices: tuple[str, ...] = ()
    many: bool = False
    now: str | None = None
    wrong: str | None = None

    @property
    def id(self) -> str:
        """What its element is called."""
        return self.name.replace(".", "-")

    @property
    def locked(self) -> bool:
        """Whether the environment says what it is."""
        return self.origin == "environment"


@dataclass(frozen=True, slots=True)
class Group:
    """Settings that are changed together."""

    id: str
    heading: str
    told: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into a form, and why it was refused, if it was."""

    sent: Mapping[str, str]
    wrong: str | None

    def over(self, fields: Sequence[Field]) -> tuple[Field, ...]:
        """The fields as they were filled in; the one that the refusal names has its line."""
        bad = self._refused() if self.wrong else None
        return tuple(
            replace(
                one,
                value=self.sent[one.name],
                now=one.value or "not set",
                wrong=self.wrong if one.name == bad else None,
            )
            if one.name in self.sent and not one.locked
            else one
            for one in fields
        )

    def _refused(self) -> str | None:
        said = (self.wrong or "").replace(".", " ").lower()
        named = [name for name in self.sent if re.search(rf"\b{re.escape(name.replace('.', ' '))}\b", said)]
        return max(named, key=len, default=None)


def groups(settings: Settings) -> list[Group]:
    """The settings that are changed in the browser, but for budgets."""
    return [
        Group("sources", "Sources", "Which are asked, and how their pages are got.", _of(settings, changing.SWITCHES)),
        Group("prices", "Prices", "What a call costs: budgets and costs are counted by it.", _of(settings, changing.PRICES)),
        Group("paces", "Pace", "Requests a second, over all processes; 0 is unlimited.", _of(settings, changing.PACES)),
        Group("alerts", "Alerts", "When somebody is told.", _of(settings, changing.ALERTS)),
        Group("patience", "Patience", "How often, for how long, how much at once.", _of(settings, changing.PATIENCE)),
    ]  # fmt: skip


def limits(settings: Settings) -> dict[str, tuple[Field, ...]]:
    """Source → its four limits."""
    origin = editing.origins()
    made = {}
    for source in changing.PAID:
        names = [f"budgets.{source}.{limit}" for limit in changing.LIMITS]
        made[source] = tuple(
            Field(
                n,
                shown(settings, n),
                None,
                origin(n),
                n.rpartition(".")[2].replace("_", " "),
            )
            for n in names
        )
    return made


def secrets(settings: Settings) -> list[Field]:
    """Keys, and whether each is set: never what it is."""
    origin = editing.origins()
    return [
        Field(
            n,
            "set" if getattr(settings, n) is not None else None,
            None,
            origin(n),
            f.description or "",
        )
        for n, f in Settings.model_fields.items()
        if SecretStr in _kinds(f)
    ]


def others(settings: Settings) -> list[Field]:
    """What is set elsewhere: shown, and not changed here."""
    return [
        field
        for field in _of(settings, [n for n in Settings.model_fields if n not in changing.EDITABLE])
        if SecretStr not in _kinds(Settings.model_fields[field.name]) and field.name != "budgets"
    ]


def typed(fields: Mapping[str, str]) -> dict[str, Value | None]:
    """What was typed into a form, as settings hold it; nothing typed: None, the default. Raises Refused."""
    return {name: _typed(name, text.strip()) for name, text in fields.items()}


def _typed(name: str, text: str) -> Value | None:
    if name not in changing.EDITABLE:
        raise Refused(f"{name!r} is not changed here")
    field = Settings.model_fields.get(name)
    if not text:
        return None
    if field is not None and _choices(field) == ("true", "false") and text in ("true", "false"):
        return text == "true"
    if field is not None and (_choices(field) or _many(field)):
        return [word for word in re.split(r"[\s,]+", text) if word] if _many(field) else text
    if not _NUMBER.fullmatch(text):
        raise Refused(f"{name.replace('.', ' ')}: {text!r} is no number")
    return float(text) if "." in text else int(text)


def _of(settings: Settings, names: Sequence[str]) -> tuple[Field, ...]:
    made, origin = [], editing.origins()
    for name in names:
        field = Settings.model_fields[name]
        default = field.get_default(call_default_factory=True, validated_data={})
        said = (shown(settings, name), as_text(default), origin(name), field.description or "")
        made.append(Field(name, *said, choices=_choices(field), many=_many(field)))
    return tuple(made)


def _choices(field: Any) -> tuple[str, ...]:
    if field.annotation is bool:
        return ("true", "false")
    if get_origin(field.annotation) is Literal:
        return tuple(str(word) for word in get_args(field.annotation))
    return ()


def _many(field: Any) -> bool:
    return get_origin(field.annotation) is tuple


def _kinds(field: Any) -> tuple[object, ...]:
    return (
        field.annotation,
        *get_args(field.annotation),
        *(k for a in get_args(field.annotation) for k in get_args(a)),
    )

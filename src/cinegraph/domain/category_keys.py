"""Canonical keys: which wordings of a category mean one prize. A wording that is in no list has no key."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from cinegraph.domain.titles import fold

Place = TypeVar("Place", bound=Hashable)

Wording = str | tuple[str, str]
"""A category as it is written; with its award group before it, it counts in that group only."""


@dataclass(frozen=True, slots=True)
class CategoryKey:
    """A prize under the name that it keeps through the years. `honours` is whom it is for, `role` what those people
    did; `part_of` is the key of the line that it belongs to beside others of the same night.

    `wordings` count for any organization, those in `of` for the organization with that slug.
    """

    key: str
    name: str
    honours: Literal["people", "films", "companies", "countries"]
    role: str | None = None
    medium: Literal["film", "short", "television"] = "film"
    part_of: str | None = None
    wordings: tuple[str, ...] = ()
    of: Mapping[str, tuple[Wording, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class KeyTable:
    """All keys, ready to be asked. `groups` are the award groups in which an organization's wordings count beside its
    main award. Raises ValueError for a wording with two keys, or a `part_of` that is no key."""

    keys: tuple[CategoryKey, ...]
    groups: Mapping[str, tuple[str, ...]]
    _anywhere: dict[str, str] = field(default_factory=dict, init=False, repr=False)
    _of: dict[tuple[str, str], str] = field(default_factory=dict, init=False, repr=False)
    _in_group: dict[tuple[str, str, str], str] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        names = {key.key for key in self.keys}
        for key in self.keys:
            if key.part_of is not None and key.part_of not in names:
                raise ValueError(f"[keys.{key.key}] is part of {key.part_of!r}, and there is no such key")
            _put(self._anywhere, ((fold(text), text) for text in key.wordings), key.key)
            for slug, wordings in key.of.items():
                plain = [w for w in wordings if isinstance(w, str)]
                pairs = [w for w in wordings if not isinstance(w, str)]
                _put(self._of, (((slug, fold(text)), text) for text in plain), key.key)
                grouped = (((slug, fold(award), fold(name)), f"{award} / {name}") for award, name in pairs)
                _put(self._in_group, grouped, key.key)

    def key_of(self, slug: str, main_award: str | None, award: str, name: str) -> str | None:
        """The key of an organization's category, None if no list has it.

        A wording without a group counts in the organization's main award, in its groups, and where group and
        category are written the same: elsewhere "Best Director" may be another prize.
        """
        group, written = fold(award), fold(name)
        if found := self._in_group.get((slug, group, written)):
            return found
        main = {fold(text) for text in (main_award, *self.groups.get(slug, ())) if text}
        if group and group != written and group not in main:
            return None
        return self._of.get((slug, written)) or self._anywhere.get(written)


def _put(into: dict[Place, str], told: Iterable[tuple[Place, str]], key: str) -> None:
    for place, text in told:
        if into.setdefault(place, key) != key:
            raise ValueError(f"{text!r} is listed for two keys, {into[place]!r} and {key!r}")


def shared_keys(keyed: Sequence[tuple[str, str | None]]) -> dict[str, list[str]]:
    """Of the categories of one ceremony, as (name, key): the keys that more than one has, with their names.

    Two prizes of one night are two prizes: a key that both have is wrong for one of them.
    """
    found: dict[str, list[str]] = {}
    for name, key in keyed:
        if key is not None:
            found.setdefault(key, []).append(name)
    return {key: names for key, names in found.items() if len(names) > 1}

"""The one translation of a selection into SQL: what restricts ceremonies, nominations, films and lists, and how each
kind of row is reached from there."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from cinegraph.store.exports import Anchor, Export


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A selection whose names were looked up."""

    organization: int | None = None
    years: list[int] | None = None
    instance: int | None = None
    category: str | None = None
    winners: bool = False
    list: int | None = None
    decade: int | None = None
    import_type: str | None = None
    country: str | None = None
    since: datetime | None = None

    @property
    def values(self) -> dict[str, Any]:
        """What the SQL's names stand for."""
        return asdict(self)


Reached = tuple[tuple[str, str], ...]
"""Groups of conditions that are needed, and the SQL that they are put into by their letters: c, n, m, l."""

_NOMINATED = """festival_nominations n
        join festival_ceremonies c on c.id = n.ceremony_id
        join festival_categories g on g.id = n.category_id"""
_ON_LIST = "m.id in (select i.movie_id from movie_list_items i where i.left_at is null and {l})"

_ANCHORS: Mapping[Anchor, Reached] = {
    "ceremony": (
        ("c", "{c}"),
        (
            "nml",
            """exists (select 1 from festival_nominations n join festival_categories g on g.id = n.category_id
                where n.ceremony_id = c.id and n.state = 'active' and {n} and {nominated})""",
        ),
    ),
    "nomination": (("c", "{c}"), ("n", "{n}"), ("ml", "{nominated}")),
    "film": (
        (
            "cn",
            f"""m.id in (select f.movie_id from festival_nomination_films f
                join {_NOMINATED} on n.id = f.nomination_id where n.state = 'active' and {{c}} and {{n}})""",
        ),
        ("m", "{m}"),
        ("l", _ON_LIST),
    ),
    "listing": (
        (
            "cn",
            f"""m.id in (select f.movie_id from festival_nomination_films f
                join {_NOMINATED} on n.id = f.nomination_id where n.state = 'active' and {{c}} and {{n}})""",
        ),
        ("m", "{m}"),
        ("l", "t.list_id = %(list)s"),
    ),
    "person": (
        (
            "cn",
            f"""p.id in (select y.person_id from festival_nomination_people y
                join {_NOMINATED} on n.id = y.nomination_id
                where n.state = 'active' and {{c}} and {{n}} and {{nominated}})""",
        ),
        (
            "ml",
            """p.id in (select k.person_id from movie_credits k join movies m on m.id = k.movie_id
                where {m} and {listed})""",
        ),
    ),
    "pair": (),
}

_NOMINATED_FILM = """exists (select 1 from festival_nomination_films f join movies m on m.id = f.movie_id
    where f.nomination_id = n.id and {m} and {listed})"""

_CONDITIONS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "c": (
        ("organization", "c.organization_id = %(organization)s"),
        ("years", "c.year = any(%(years)s)"),
        ("instance", "c.instance = %(instance)s"),
    ),
    "n": (
        ("category", "g.canonical_key = %(category)s"),
        ("winners", "n.is_winner and n.state = 'active'"),
    ),
    "m": (
        ("decade", "m.year between %(decade)s and %(decade)s + 9"),
        ("import_type", "m.import_type = %(import_type)s"),
        (
            "country",
            """(m.id in (select w.movie_id from movie_countries w where lower(w.country) = lower(%(country)s))
                or exists (select 1 from jsonb_path_query(m.details, '$.*.countries[*]') told
                    where lower(told #>> '{{}}') = lower(%(country)s)))""",
        ),
    ),
    "l": (("list", "i.list_id = %(list)s"),),
}


def selected(anchor: Anchor, chosen: Chosen) -> str:
    """The condition that a row of that kind is selected, apart from when it changed."""
    groups = {letter: _group(letter, chosen) for letter in _CONDITIONS}
    words = {letter: text or "true" for letter, text in groups.items()}
    words["listed"] = _ON_LIST.format_map(words) if groups["l"] else "true"
    words["nominated"] = _NOMINATED_FILM.format_map(words) if groups["m"] or groups["l"] else "true"
    wanted = [sql for letters, sql in _ANCHORS[anchor] if any(groups[letter] for letter in letters)]
    return " and ".join(sql.format_map(words) for sql in wanted) or "true"


def _group(letter: str, chosen: Chosen) -> str:
    return " and ".join(
        sql for name, sql in _CONDITIONS[letter] if getattr(chosen, name) not in (None, False)
    )


def where(export: Export, chosen: Chosen) -> str:
    """The condition that the export's row is selected, and changed since then if that is asked."""
    chosen_rows = selected(export.anchor, chosen)
    return chosen_rows if chosen.since is None else f"{chosen_rows} and {export.changed} >= %(since)s"


def restricts_films(chosen: Chosen) -> bool:
    """Whether the selection is of certain films, ceremonies or nominations, and not of everything there is."""
    return any(_group(letter, chosen) for letter in _CONDITIONS)

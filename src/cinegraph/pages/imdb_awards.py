"""The IMDb-Awards dataset (Kometa-Team, MIT), one YAML file an event: every edition's films by id, and nothing else.

    # Cannes Film Festival
    '2023': # https://www.imdb.com/event/ev0000147/2023/1/
      palme d'or:                                 the award, in lower case
        palme d'or:                               the category; one without a name takes the award's
          nominee: [tt15398776, tt17009710]       the winners are among them
          winner: [tt17009710]

A second edition of a year is keyed '1930-2', one without a single film is `{}`. It has no titles, no people and no
notes; a film with several nominations in one category stands there once. Read off six real files.
"""

import re
from collections.abc import Iterator

import yaml

from cinegraph.domain.festivals import Category, Ceremony, Edition, Nomination, Organization
from cinegraph.domain.movies import MovieRef
from cinegraph.pages.errors import Blocked, Foreign, NotThere, PageChanged, Truncated

KIND = "imdb_awards"
NAME = "the IMDb-Awards dataset"
SITE = "imdb_awards"
WHOLE_HISTORY = True

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's: 0.12 s of CPU for Cannes' 8,051 entries, 0.66 s without it (ruamel.yaml: 0.95 s)."""

_NAME = re.compile(r"^#[ \t]*(\S.*?)\s*$", re.MULTILINE)
_EDITION = re.compile(
    r"^'?(?P<year>\d{4})(?:-(?P<instance>\d+))?'?:.*?#.*?/event/(?P<event>ev\d{7,})/(?P<of>\d{4})/(?P<place>\d+)",
    re.MULTILINE,
)
_KEY = re.compile(r"(\d{4})(?:-([2-9]))?")
_TITLE_ID = re.compile(r"tt\d{7,15}")
_LISTS = ["nominee", "winner"]

Entries = Iterator[tuple[str, yaml.Node]]


def path(organization: Organization, _: Edition) -> str | None:
    """Where the event's file is below the dataset's address; None if the organization's event is not known."""
    return f"/{organization.imdb_event_id}.yml" if organization.imdb_event_id else None


def recognises(text: str) -> bool:
    """Whether the text is such a file, by how its first edition is written."""
    return not text.lstrip().startswith("<") and _EDITION.search(text[:4_096]) is not None


def ceremonies(text: str) -> tuple[Ceremony, ...]:
    """Every edition in the file, in its order.

    Raises PageChanged for whatever is not as above, a key that stands there twice included; Truncated for a file that
    stops in the middle; Blocked, NotThere or Foreign for what is no such file.
    """
    _is_whole(text)
    event = _event(text)
    name = _NAME.match(text)
    if name is None:
        raise PageChanged('expected the event\'s name as first line ("# Cannes Film Festival"), found none')
    told = tuple(_ceremony(key, node, name[1], event) for key, node in _mapping(_tree(text), "the file"))
    if not told:
        raise NotThere("the file has no edition")
    return told


def _is_whole(text: str) -> None:
    if not text.strip():
        raise Blocked("the file is empty: a failed download, not an event without editions")
    if text.lstrip().startswith("<") or ":" not in text:
        raise Foreign("this is no YAML file of the IMDb-Awards dataset")
    if not text.endswith("\n"):
        raise Truncated(f"the file stops after {len(text):,} characters in the middle of a line")


def _event(text: str) -> str:
    """The event's id, which stands behind every edition; what else stands there must be the edition itself."""
    events = set()
    for found in _EDITION.finditer(text):
        if (found["year"], found["instance"] or "1") != (found["of"], found["place"]):
            raise PageChanged(f"edition {found['year']} is said to be {found['of']}/{found['place']}")
        events.add(found["event"])
    if len(events) != 1:
        raise PageChanged(
            f"expected one event (…/event/ev…) behind the editions, found {sorted(events) or 'none'}"
        )
    return events.pop()


def _tree(text: str) -> yaml.Node:
    """The file as nodes: values would have lost a key that stands twice."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as wrong:
        raise PageChanged(f"the file is not readable as YAML: {' '.join(str(wrong).split())[:200]}") from None
    assert node is not None
    return node


def _ceremony(key: str, node: yaml.Node, name: str, event: str) -> Ceremony:
    place = _KEY.fullmatch(key)
    if place is None:
        raise PageChanged(f"expected a year (2023, or 1930-2 for its second edition), found {key!r}")
    categories = tuple(
        Category(category, award, None, _nominations(lists, f"{award} / {category} of {key}"))
        for award, below in _mapping(node, key)
        for category, lists in _mapping(below, f"{award} of {key}")
    )
    return Ceremony(
        account=KIND,
        edition=Edition(int(place[1]), int(place[2] or 1)),
        name=name,
        categories=categories,
        imdb_event_id=event,
        names_nobody=not categories,
    )


def _nominations(node: yaml.Node, where: str) -> tuple[Nomination, ...]:
    """Each entry a nomination. A winner that is not among the nominees is one all the same."""
    lists = dict(_mapping(node, where))
    if sorted(lists) != _LISTS:
        raise PageChanged(f"expected nominee and winner in {where}, found {', '.join(lists) or 'nothing'}")
    nominees = _ids(lists["nominee"], f"the nominees of {where}")
    winners = _ids(lists["winner"], f"the winners of {where}")
    if not nominees and not winners:
        raise PageChanged(f"expected nominees in {where}, found none")
    left = list(winners)
    found = []
    for imdb_id in nominees:
        won = imdb_id in left
        if won:
            left.remove(imdb_id)
        found.append(_nomination(imdb_id, won=won))
    return (*found, *(_nomination(imdb_id, won=True) for imdb_id in left))


def _nomination(imdb_id: str, *, won: bool) -> Nomination:
    return Nomination(films=(MovieRef(imdb_id, imdb_id=imdb_id),), is_winner=won, accounts=(KIND,))


def _mapping(node: yaml.Node, where: str) -> Entries:
    """The keys and what is below them. Raises PageChanged for a key that stands twice: one would be lost."""
    if not isinstance(node, yaml.MappingNode):
        raise PageChanged(f"expected keys in {where}, found another kind of entry{_line(node)}")
    seen: set[str] = set()
    for key, below in node.value:
        if not isinstance(key, yaml.ScalarNode) or not key.value.strip():
            raise PageChanged(f"expected a name in {where}, found another kind of entry{_line(key)}")
        if key.value in seen:
            raise PageChanged(f"{key.value!r} stands twice in {where}{_line(key)}")
        seen.add(key.value)
        yield key.value, below


def _ids(node: yaml.Node, where: str) -> list[str]:
    if not isinstance(node, yaml.SequenceNode):
        raise PageChanged(f"expected a list as {where}, found another kind of entry{_line(node)}")
    for entry in node.value:
        if not isinstance(entry, yaml.ScalarNode) or not _TITLE_ID.fullmatch(entry.value):
            raise PageChanged(f"expected film ids (tt…) as {where}, found {entry.value!r}{_line(entry)}")
    return [entry.value for entry in node.value]


def _line(node: yaml.Node) -> str:
    return f" (line {node.start_mark.line + 1})"

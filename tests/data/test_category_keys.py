"""The keys that ship, held against the categories of a century."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator

import pytest

from cinegraph import data
from cinegraph.data.category_keys import category_keys, read
from cinegraph.domain.category_keys import shared_keys
from cinegraph.pages import decode, imdb_event
from tests.conftest import SHARED

EVENTS = {
    "ev0000091": "berlin",
    "ev0000147": "cannes",
    "ev0000157": "cesar",
    "ev0000292": "golden-globes",
    "ev0000598": "sag",
    "ev0000631": "sundance",
}
WRITTEN_TWICE = {
    ("berlin", "golden-bear"),
    ("berlin", "golden-bear-short"),
    ("berlin", "screenplay"),
    ("cesar", "short-film"),
    ("golden-globes", "tv-limited"),
    ("golden-globes", "tv-series-comedy-or-musical"),
    ("sag", "tv-stunts"),
}
"""Prizes that the dataset splits over two wordings in one year: nominees under the one, the winner under the other."""


def test_every_organization_that_is_named_ships() -> None:
    told = category_keys()
    named = set(told.groups) | {slug for key in told.keys for slug in key.of}
    assert named <= {one.slug for one in data.organizations()}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[categories]\n", "unknown block 'categories'"),
        (
            '[keys.song]\nname = "Song"\nhonours = "people"\nwords = []\n',
            r"\[keys.song\] has an unknown key 'words'",
        ),
        ('[keys.song]\nname = "Song"\nhonours = "songs"\n', r"\[keys.song\]: Invalid enum value 'songs'"),
    ],
)
def test_what_nobody_reads_is_refused(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read(text)


def academy() -> Iterator[dict[str, str]]:
    with (SHARED / "awards" / "academy_even_ceremonies.tsv").open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


@pytest.mark.shared
def test_the_academys_wordings_of_a_century_are_its_own_lines() -> None:
    """The Academy's database tells which wordings it counts as one category: ours are the same, no more, no less."""
    lines: dict[str, set[str | None]] = defaultdict(set)
    nights: dict[str, dict[str, str | None]] = defaultdict(dict)
    for row in academy():
        key = category_keys().key_of("oscars", "Oscar", "Oscar", row["Category"])
        lines[row["CanonicalCategory"]].add(key)
        nights[row["Ceremony"]][row["Category"]] = key
    assert [line for line, keys in lines.items() if len(keys) != 1 or None in keys] == []
    assert len(set().union(*lines.values())) == len(lines)
    assert [(n, s) for n, told in nights.items() if (s := shared_keys(list(told.items())))] == []


@pytest.mark.shared
def test_imdb_writes_the_same_prizes_otherwise() -> None:
    told = imdb_event.parse(decode((SHARED / "pages/imdb_event/ev0000003-2024-1.html.gz").read_bytes()))
    keys = {c.name: category_keys().key_of("oscars", "Oscar", c.award or "", c.name) for c in told.categories}
    assert [name for name, key in keys.items() if key is None] == []
    assert len(set(keys.values())) == 27
    assert keys["Best Performance by an Actor in a Leading Role"] == "actor-leading"
    assert keys["Best Achievement in Production Design"] == "production-design"


def dataset(event: str) -> Iterator[tuple[str, str, str]]:
    """(edition, award, category) of a dataset's file, read line by line."""
    edition = award = ""
    for line in (SHARED / f"awards/imdb_awards/{event}.yml").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"'?(\d[\d-]+)'?:", line):
            edition = found[1]
        elif found := re.match(r"  (\S.*?):\s*$", line):
            award = found[1]
        elif found := re.match(r"    (\S.*?):\s*$", line):
            yield edition, award, found[1]


@pytest.mark.shared
@pytest.mark.parametrize(
    ("event", "with_key", "categories"),
    [
        ("ev0000091", 512, 2671),
        ("ev0000147", 661, 1912),
        ("ev0000157", 1000, 1020),
        ("ev0000292", 1659, 1803),
        ("ev0000598", 456, 456),
        ("ev0000631", 404, 986),
    ],
)
def test_the_main_prizes_of_six_events(event: str, with_key: int, categories: int) -> None:
    slug, nights, keyed, seen = EVENTS[event], defaultdict[str, list[tuple[str, str | None]]](list), 0, 0
    for edition, award, name in dataset(event):
        key = category_keys().key_of(slug, None, award, name)
        nights[edition].append((f"{award} / {name}", key))
        seen, keyed = seen + 1, keyed + (key is not None)
    assert (keyed, seen) == (with_key, categories)
    shared = {(slug, key) for told in nights.values() for key in shared_keys(told)}
    assert shared == {place for place in WRITTEN_TWICE if place[0] == slug}


@pytest.mark.parametrize(
    ("slug", "award", "name"),
    [
        ("cannes", "Grand Prize of the Festival", "Grand Prize of the Festival"),
        ("cannes", "Critics' Week", "Best Director"),
        ("berlin", "Crystal Bear", "Best Short Film"),
        ("berlin", "Silver Berlin Bear", "Silver Berlin Bear"),
        ("sundance", "Special Jury Prize", "Dramatic"),
        ("oscars", "Scientific and Technical Award", "Sound"),
        ("toronto", "People's Choice Award", "Best Director"),
    ],
)
def test_what_is_doubtful_has_no_key(slug: str, award: str, name: str) -> None:
    assert category_keys().key_of(slug, "Oscar" if slug == "oscars" else None, award, name) is None

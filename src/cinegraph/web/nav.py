"""What stands in the menu. A screen that is not there is not in it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu. `here`: the page that is shown is one of its."""

    label: str
    path: str
    here: bool = False


MENU = (
    ("Home", "/"),
    ("Review", "/review"),
    ("Import", "/import"),
    ("Imports", "/imports"),
    ("Festivals", "/festivals"),
    ("Films", "/films"),
    ("People", "/people"),
    ("Six degrees", "/six-degrees"),
    ("Lists", "/lists"),
    ("Scores", "/scores"),
    ("Exports", "/exports"),
    ("Lookups", "/lookups"),
    ("Jobs", "/jobs"),
    ("Settings", "/settings"),
)
"""Label and path, in the order of what a person does."""


def entries(path: str) -> list[Entry]:
    """The menu, for the page at this path."""
    return [Entry(label, to, _is_at(path, to)) for label, to in MENU]


def _is_at(path: str, to: str) -> bool:
    return path == to or (to != "/" and path.startswith(f"{to}/"))

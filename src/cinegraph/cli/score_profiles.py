"""`cinegraph scores profiles`: whose views there are, and whether a file of them can be used."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter
from rich.table import Table
from rich.text import Text

from cinegraph.cli import running, show
from cinegraph.cli.printing import print
from cinegraph.data.score_profiles import profiles_of, read_profiles
from cinegraph.domain.scores import PARTS, Profile
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.explain_score import find_profile

Json = Annotated[bool, Parameter(name="--json", negative="")]


def register(scores: App) -> None:
    """Add the commands."""
    profiles = App(name="profiles", help="What each part of a score weighs, in whose view.")
    for command in (list_, show_, check):
        profiles.command(command, name=command.__name__.rstrip("_"))
    scores.command(profiles)


def list_(*, as_json: Json = False) -> None:
    """List the profiles that there are: those that ship, and those of your own file.

    Parameters
    ----------
    as_json:
        Print one line of JSON for each profile.
    """
    _tell(read_profiles(running.settings().score_profiles), as_json)


def show_(name: str, /, *, as_json: Json = False) -> None:
    """Show what each part weighs in a profile.

    Parameters
    ----------
    name:
        The profile.
    as_json:
        Print one line of JSON.
    """
    _tell([find_profile(read_profiles(running.settings().score_profiles), name)], as_json)


def check(file: Path | None = None, /, *, as_json: Json = False) -> None:
    """Say whether a file of profiles can be used, and what is in it.

    Parameters
    ----------
    file:
        The file; the one that is set (CINEGRAPH_SCORE_PROFILES) if you leave it out.
    as_json:
        Print one line of JSON for each profile in it.
    """
    chosen = file or running.settings().score_profiles
    if chosen is None:
        raise Refused("which file? none is set: name one, or set CINEGRAPH_SCORE_PROFILES")
    _tell(profiles_of(chosen), as_json)


def _tell(profiles: Sequence[Profile], as_json: bool) -> None:
    if as_json:
        for one in profiles:
            print(show.json_line({"name": one.name, "about": one.about, "weights": dict(one.weights)}))
        return
    table = Table("profile", *PARTS, "as whom")
    for one in profiles:
        weights = (f"{100 * one.weights[part]:.1f} %" if part in one.weights else "–" for part in PARTS)
        table.add_row(Text(one.name), *weights, Text(one.about))
    show.console().print(table)

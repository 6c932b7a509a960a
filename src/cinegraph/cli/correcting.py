"""`cinegraph nominations edit|move|withdraw|restore|undo`: a person says what is right, and it stays."""

from dataclasses import asdict, dataclass
from datetime import UTC
from typing import Annotated, Any

from cyclopts import Parameter

from cinegraph.cli import diff_shown, running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Number, login
from cinegraph.domain.corrections import Renamed, Right, is_imdb_id
from cinegraph.pipeline import correct_nomination
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.correct_nomination import Corrected
from cinegraph.pipeline.review_movie import By
from cinegraph.store.corrections import Made
from cinegraph.store.entries import Entry

Json = Annotated[bool, Parameter(name="--json", negative="")]
Name = Annotated[str | None, Parameter(name="--by")]


@Parameter(name="*")
@dataclass(frozen=True, slots=True)
class What:
    """What is right of a nomination; what is left out stays as the pages say.

    Parameters
    ----------
    winner:
        Whether it won.
    detail:
        The song, country or character that is honoured.
    entry_note:
        The note that is printed beside the entry.
    citation:
        The citation.
    film:
        Which of its films --film-title and --film-id are about: its printed title or IMDb id; the only one if left out.
    film_title:
        That film's title.
    film_id:
        That film's IMDb id (tt…).
    person:
        Which of its people --person-name and --person-id are about: the printed name or IMDb id; the only one if left
        out.
    person_name:
        That person's name.
    person_id:
        That person's IMDb id (nm…).
    """

    winner: bool | None = None
    detail: str | None = None
    entry_note: str | None = None
    citation: str | None = None
    film: str | None = None
    film_title: str | None = None
    film_id: str | None = None
    person: str | None = None
    person_name: str | None = None
    person_id: str | None = None


_NOTHING = What()


def edit(
    nomination: Number,
    /,
    *,
    what: What = _NOTHING,
    note: str | None = None,
    by: Name = None,
    as_json: Json = False,
) -> None:
    """Say what is right of a nomination; an empty text means that there is none.

    Parameters
    ----------
    nomination:
        The nomination's number, as `nominations list` gives it.
    note:
        Why.
    by:
        Who corrects it; the login name if left out.
    as_json:
        Print one JSON object.
    """
    right = Right(
        is_winner=what.winner,
        detail=what.detail,
        note=what.entry_note,
        citation=what.citation,
        film=_renamed("film", "title", what.film, what.film_title, what.film_id),
        person=_renamed("person", "name", what.person, what.person_name, what.person_id),
    )
    who = By(by or login(), note)
    _tell(lambda program: correct_nomination.edit(program.context, nomination, right, who), as_json)


def _renamed(
    noun: str, word: str, which: str | None, text: str | None, imdb_id: str | None
) -> Renamed | None:
    if text is None and imdb_id is None:
        if which is not None:
            raise Refused(f"what is right of {which!r}? give --{noun}-{word} or --{noun}-id")
        return None
    if text is not None and not text.strip():
        raise Refused(f"--{noun}-{word} is empty")
    prefix = "tt" if noun == "film" else "nm"
    if imdb_id and not is_imdb_id(imdb_id, prefix):
        raise Refused(f"{imdb_id!r} is no IMDb id: {prefix} and seven digits or more")
    return Renamed(which, text, imdb_id)


def move(
    nomination: Number,
    category: str,
    /,
    *,
    award: str | None = None,
    note: str | None = None,
    by: Name = None,
    as_json: Json = False,
) -> None:
    """Put a nomination into another category of its organization.

    Parameters
    ----------
    nomination:
        The nomination's number, as `nominations list` gives it.
    category:
        The category's name.
    award:
        Its award group, if several have a category of that name; the nomination's own if left out.
    note:
        Why.
    by:
        Who corrects it; the login name if left out.
    as_json:
        Print one JSON object.
    """
    who = By(by or login(), note)
    _tell(lambda program: correct_nomination.move(program.context, nomination, category, award, who), as_json)


def withdraw(
    nomination: Number, /, *, note: str | None = None, by: Name = None, as_json: Json = False
) -> None:
    """Say that this was never nominated, whatever pages say.

    Parameters
    ----------
    nomination:
        The nomination's number, as `nominations list` gives it.
    note:
        Why.
    by:
        Who corrects it; the login name if left out.
    as_json:
        Print one JSON object.
    """
    who = By(by or login(), note)
    _tell(lambda program: correct_nomination.withdraw(program.context, nomination, who), as_json)


def restore(
    nomination: Number, /, *, note: str | None = None, by: Name = None, as_json: Json = False
) -> None:
    """Say that this was nominated after all: a person withdrew it, or the pages no longer state it.

    Parameters
    ----------
    nomination:
        The nomination's number, as `nominations list` gives it.
    note:
        Why.
    by:
        Who corrects it; the login name if left out.
    as_json:
        Print one JSON object.
    """
    who = By(by or login(), note)
    _tell(lambda program: correct_nomination.restore(program.context, nomination, who), as_json)


def undo(correction: Number, /, *, note: str | None = None, by: Name = None, as_json: Json = False) -> None:
    """Take back a correction: the nomination is what the pages say today.

    Parameters
    ----------
    correction:
        The correction's number, as `nominations show` gives it.
    note:
        Why.
    by:
        Who undoes it; the login name if left out.
    as_json:
        Print one JSON object.
    """
    who = By(by or login(), note)
    _tell(lambda program: correct_nomination.undo(program.context, correction, who), as_json)


def _tell(verb: "running.Verb[Corrected]", as_json: bool) -> None:
    done = running.run(running.settings(), "real", verb)
    if as_json:
        print(show.json_line(plain(done.entry) | {"correction": plain_made(done.made), "asked": done.asked}))
        return
    word = "is undone" if done.made.undone_at else "holds"
    entry = done.entry
    won = ", won" if entry.is_winner else ""
    waits = "; its film waits for `cinegraph worker`" if done.asked else ""
    called = f"{entry.category}: {diff_shown.called(asdict(entry))} ({entry.state}{won})"
    show.console().print(
        f"correction {done.made.id} {word}; nomination {entry.id} is now {called}{waits}", markup=False
    )


def plain(entry: Entry) -> dict[str, Any]:
    """A nomination as `--json` prints it."""
    told = asdict(entry)
    told["nomination"] = told.pop("id")
    first = ("nomination", "organization", "year", "instance", "award", "category", "is_winner", "state")
    rest = [n for n in told if n not in (*first, "organization_id", "ceremony_id")]
    return {name: told[name] for name in (*first, *rest)}


def plain_made(made: Made) -> dict[str, Any]:
    """A correction as `--json` prints it."""
    told = asdict(made)
    told["correction"] = told.pop("id")
    for name in ("decided_at", "undone_at"):
        told[name] = told[name].astimezone(UTC).isoformat() if told[name] else None
    return {"correction": told.pop("correction"), **told}


COMMANDS = (edit, move, withdraw, restore, undo)

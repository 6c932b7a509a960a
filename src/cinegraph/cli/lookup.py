"""`cinegraph lookup`: ask the catalogues for one film, store nothing of it, and say why it is believed or not."""

import re
from dataclasses import asdict
from typing import Annotated, Any

from cyclopts import App, Parameter
from rich.console import Console
from rich.text import Text

from cinegraph.cli import review_shown, running, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Number
from cinegraph.domain.movies import MovieRef
from cinegraph.lookup.chain import Ambiguous, Found, NotFound, Outcome, Unanswered
from cinegraph.lookup.explain import Step
from cinegraph.lookup.matching import Match
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.look_up import LookedUp, look_up

_IMDB_ID = re.compile(r"tt\d+")
_YEARS = range(1870, 2101)


def register(app: App) -> None:
    """Add the command."""
    app.command(lookup)


def lookup(
    film: str,
    /,
    *,
    year: Number | None = None,
    director: Annotated[list[str] | None, Parameter(negative="")] = None,
    explain: Annotated[bool, Parameter(negative="")] = False,
    offline: Annotated[bool, Parameter(negative="")] = False,
    as_json: Annotated[bool, Parameter(name="--json", negative="")] = False,
) -> int:
    """Ask the catalogues for one film and print what they answer. Nothing is stored but the calls and the answers, which are remembered.

    Parameters
    ----------
    film:
        An IMDb id (tt…) or a title.
    year:
        The year in which it came out.
    director:
        Who made it; may be given several times.
    explain:
        Show the whole reasoning: each source, each question, each candidate with its evidence.
    offline:
        Ask the offline world that comes along, not the real one.
    as_json:
        Print one JSON object.
    """
    ref = _ref(film.strip(), year, director or [])
    found = running.reach(offline, not offline, lambda program: look_up(program.context, ref))
    if as_json:
        print(show.json_line(_plain(ref, found, explain)))
    else:
        _show(found, explain, show.console())
    return 3 if isinstance(found.outcome, Unanswered) else 0


def _ref(film: str, year: int | None, directors: list[str]) -> MovieRef:
    if not film:
        raise Refused("which film? give an IMDb id (tt…) or a title")
    if any(not name.strip() for name in directors):
        raise Refused("--director names nobody: give a name, or leave it out")
    if re.fullmatch(r"tt\d{0,6}", film):
        raise Refused(f"{film!r} is no IMDb id: those look like tt0111161")
    if year is not None and year not in _YEARS:
        raise Refused(f"--year {year}: no film came out in that year")
    years = (year,) if year else ()
    imdb_id = film if _IMDB_ID.fullmatch(film) else None
    return MovieRef(title=film, imdb_id=imdb_id, year=year, years=years, directors=tuple(directors))


def _verdict(outcome: Outcome) -> str:
    """The outcome in one sentence."""
    match outcome:
        case Found():
            film = outcome.candidate
            whole = "full" if film.complete else "minimal"
            gap = f"{film.title} ({film.year or 'no year'}), {film.source} {film.source_id}"
            return (
                f"found: {gap}, {film.imdb_id or 'no IMDb id'}; {whole}, confidence {outcome.match.score:.2f}"
            )
        case Ambiguous():
            number, best = len(outcome.matches), outcome.matches[0].score
            return (
                f"ambiguous: {show.count(number, 'candidate')}, the best {best:.2f}: a person would be asked"
            )
        case NotFound():
            return f"not found: {', '.join(outcome.asked)} answered, and none has it"
        case Unanswered():
            basics = "; meanwhile, " + _verdict(outcome.meanwhile) if outcome.meanwhile else ""
            return f"unanswered: {'; '.join(outcome.reasons)}{basics}"


def _weighed(outcome: Outcome) -> tuple[Match, ...]:
    match outcome:
        case Found():
            return (outcome.match,)
        case Ambiguous():
            return outcome.matches
        case Unanswered(meanwhile=Found() as basics):
            return (basics.match,)
        case _:
            return ()


def _show(found: LookedUp, explain: bool, out: Console) -> None:
    out.print(Text(_verdict(found.outcome)))
    if explain:
        for number, step in enumerate(found.steps, 1):
            _show_step(number, step, out)
    elif weighed := _weighed(found.outcome):
        out.print(review_shown.candidates([_candidate(m) for m in weighed]))
    out.print(
        f"{show.count(found.calls, 'call')} outside, {float(found.cost_usd):.4f} USD; nothing of the film was stored"
    )


def _show_step(number: int, step: Step, out: Console) -> None:
    answer = step.failure or (show.count(len(step.matches), "film") if step.matches else "nothing")
    out.print(Text(f"{number}. {step.source}: {step.question} → {answer}"))
    if step.matches:
        out.print(review_shown.candidates([_candidate(m) for m in step.matches]))
        out.print(Text(f"   {step.verdict}"))


def _candidate(weighed: Match) -> dict[str, Any]:
    film = weighed.candidate
    return {
        "source": film.source,
        "source_id": film.source_id,
        "title": film.title,
        "original_title": film.original_title,
        "year": film.year,
        "imdb_id": film.imdb_id,
        "tmdb_id": film.tmdb_id,
        "wikidata_id": film.wikidata_id,
        "directors": list(film.directors),
        "complete": film.complete,
        "score": weighed.score,
        "forbidden": weighed.forbidden,
        "evidence": [asdict(e) for e in weighed.evidence],
    }


def _plain(ref: MovieRef, found: LookedUp, explain: bool) -> dict[str, Any]:
    outcome = found.outcome
    told: dict[str, Any] = {
        "question": {
            "title": ref.title,
            "imdb_id": ref.imdb_id,
            "year": ref.year,
            "people": list(ref.people),
        },
        "outcome": _OUTCOMES[type(outcome)],
        "candidates": [_candidate(m) for m in _weighed(outcome)],
        "asked": list(outcome.asked),
        "reasons": list(outcome.reasons) if isinstance(outcome, Unanswered) else [],
        "calls": found.calls,
        "cost_usd": float(found.cost_usd),
    }
    if explain:
        told["steps"] = [
            {
                "source": step.source,
                "question": step.question,
                "failure": step.failure,
                "verdict": step.verdict,
                "candidates": [_candidate(m) for m in step.matches],
            }
            for step in found.steps
        ]
    return told


_OUTCOMES = {Found: "found", Ambiguous: "ambiguous", NotFound: "not_found", Unanswered: "unanswered"}

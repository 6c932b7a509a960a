"""`cinegraph score` and `cinegraph scores`: how relevant films are, why, and how far that can be trusted."""

import re
from dataclasses import asdict
from typing import Annotated

from cyclopts import App, Parameter

from cinegraph.app import Cinegraph
from cinegraph.cli import pages, running, score_profiles, scores_shown, show
from cinegraph.cli.printing import print
from cinegraph.cli.words import Number
from cinegraph.domain.backtest import Backtest
from cinegraph.pipeline.backtest_scores import backtest_scores
from cinegraph.pipeline.build_scores import build_scores
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.explain_score import explain_score, find_profile
from cinegraph.store import score_reads
from cinegraph.store import scores as store
from cinegraph.store.browse.listing import Keys, Pages
from cinegraph.store.score_reads import Ranked

Json = Annotated[bool, Parameter(name="--json", negative="")]
_DECADE = re.compile(r"(\d{3})0s?")
_FIRST_DECADE, _LAST_DECADE = 1870, 2090


def register(app: App) -> None:
    """Add the commands."""
    app.command(score)
    scores = App(name="scores", help="Films by their scores, and what the scores are worth.")
    for command in (top, build, backtest):
        scores.command(command)
    score_profiles.register(scores)
    app.command(scores)


def score(
    title: str,
    /,
    *,
    year: Number | None = None,
    explain: Annotated[bool, Parameter(negative="")] = False,
    profile: str = "default",
    as_json: Json = False,
) -> None:
    """Show a film's score, 0 to 100.

    Parameters
    ----------
    title:
        The film's title, IMDb id (tt…) or number (#12).
    year:
        Its year, where several films have the title.
    explain:
        Show each part with what it was made of, and why others are missing.
    profile:
        Whose view: one of `cinegraph scores profiles list`.
    as_json:
        Print one JSON object, with all parts.
    """
    told = running.run(
        running.settings(), "real", lambda program: explain_score(program.context, title, year, profile)
    )
    if as_json:
        print(show.json_line(scores_shown.data(told)))
    else:
        scores_shown.score(told, explain, show.console())


def top(
    *,
    profile: str = "default",
    limit: Number = 20,
    decade: str | None = None,
    after: str | None = None,
    as_json: Json = False,
) -> None:
    """List the films with the highest scores, as many as you like: they are printed as they are read.

    Parameters
    ----------
    profile:
        Whose view: one of `cinegraph scores profiles list`.
    limit:
        So many at most.
    decade:
        Only films of this decade ("1990s").
    after:
        Begin behind this word, which ends the list before.
    as_json:
        Print one line of JSON for each film, with the word (`after`) behind which the next begins.
    """
    begins = None if decade is None else _decade(decade)

    async def verb(program: Cinegraph) -> None:
        ranking = score_reads.pages(find_profile(program.context.profiles, profile).name, begins)
        ended = await _listed(program, ranking, pages.begin(ranking, after, limit), limit, as_json)
        if as_json:
            return
        if ended is None:
            behind = " behind that" if after else ""
            print(f"no film{behind} has a score" + (f" in the {begins}s" if begins else ""))
        elif await pages.more(program, ranking, ended):
            print(f"more: --after {ended}")

    running.run(running.settings(), "real", verb)


async def _listed(
    program: Cinegraph, ranking: Pages[Ranked], after: Keys | None, limit: int, as_json: bool
) -> str | None:
    """The films are printed; the answer is the word behind the last of them."""
    ended = None
    async for films in pages.read(program, ranking, after, limit):
        if as_json:
            for film, word in films:
                print(show.json_line(asdict(film) | {"after": word}))
        else:
            show.console().print(scores_shown.ranking([film for film, _ in films]))
        ended = films[-1][1]
    return ended


def build(*, as_json: Json = False) -> None:
    """Score all films anew, from their rows. Films that change are scored by themselves.

    Parameters
    ----------
    as_json:
        Print one JSON object.
    """

    async def verb(program: Cinegraph) -> tuple[store.Size, float]:
        began = program.context.now()
        with scores_shown.progress() as tell:
            async for step in build_scores(program.context):
                tell(step)
        async with program.context.database.transaction() as conn:
            size = await store.size(conn)
        return size, round((program.context.now() - began).total_seconds(), 3)

    size, seconds = running.run(running.settings(), "real", verb)
    if as_json:
        print(show.json_line(asdict(size) | {"seconds": seconds}))
    else:
        films = show.count(size.films, "film")
        print(f"{films}: {size.scored} have a score, {size.measured} a part of one; built in {seconds:.1f} s")


def backtest(
    list_key: str,
    /,
    *,
    profile: str = "default",
    at: Annotated[list[Number] | None, Parameter(consume_multiple=True, negative="")] = None,
    as_json: Json = False,
) -> None:
    """Withhold a list, score its films without it and without canon, and see how well the score finds them.

    Told with three baselines: chance, votes only, festival only (nominations). Nothing is changed.

    Parameters
    ----------
    list_key:
        The list ("1001_movies").
    profile:
        Whose view: one of `cinegraph scores profiles list`.
    at:
        How many of the first films to look at; 50, 100 and 250 if you leave it out. Fewer than there are films.
    as_json:
        Print one JSON object.
    """
    places = sorted(set(at or (50, 100, 250)))
    if places[0] < 1:
        raise Refused("--at 0: the first film is the first that can be looked at")
    told: Backtest = running.run(
        running.settings(),
        "real",
        lambda program: backtest_scores(program.context, list_key, profile, places),
    )
    if as_json:
        print(show.json_line(asdict(told)))
    else:
        scores_shown.backtest(told, show.console())


def _decade(text: str) -> int:
    found = _DECADE.fullmatch(text.strip())
    begins = int(found[1]) * 10 if found else 0
    if not _FIRST_DECADE <= begins <= _LAST_DECADE:
        raise Refused(f"--decade {text}: that is no decade: write 1990s")
    return begins

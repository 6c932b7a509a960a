"""How well the score finds the films of a list that it is not told of, beside three baselines."""

from collections.abc import Sequence

from cinegraph.domain.backtest import Backtest, backtest
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.explain_score import find_profile
from cinegraph.pipeline.find_list import find_list
from cinegraph.store import backtests
from cinegraph.telemetry import span


async def backtest_scores(context: Context, list_key: str, profile: str, at: Sequence[int]) -> Backtest:
    """The list is withheld, its films are scored without it, and everything is put back: nothing is changed.

    Raises Refused for a list or a profile that there is not, and for a list without films.
    """
    chosen = find_profile(context.profiles, profile)
    with span("scores.backtest", list=list_key):
        async with context.database.transaction() as conn, conn.transaction(force_rollback=True):
            number, one = await find_list(conn, list_key)
            listed = await backtests.withhold(conn, number)
            if not listed:
                raise Refused(f"no film of {one.key} is here: `cinegraph lists import {one.key}`")
            films = await backtests.judged(conn, chosen.name, listed)
        if not any(film.listed for film in films):
            raise Refused(f"the year of no film of {one.key} is known: they are to be looked up first")
        if all(film.listed for film in films):
            raise Refused(
                f"every film of these years that is here is on {one.key}: any order finds them; import ceremonies first"
            )
        return backtest(films, at)

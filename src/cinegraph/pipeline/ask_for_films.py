"""The films of an import become questions: each has its job, once the catalogues are known to accept our keys."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import AsyncConnection

from cinegraph.pipeline.ask_for_marked import ask_for_scores
from cinegraph.pipeline.context import Context, ImportFailed
from cinegraph.pipeline.look_for_films import look_for_films
from cinegraph.sources.base import SourceError, Unusable
from cinegraph.store import held_jobs, import_films, jobs, lookups, movies

_PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the catalogues said when they were asked whether they answer at all: when their films' jobs may begin
    (None: now), and why not now."""

    not_before: datetime | None = None
    silence: str | None = None


class AskFirst(Exception):
    """Films are to be looked for, and nobody has yet asked the catalogues whether they accept our keys."""


async def ask_for_films(
    conn: AsyncConnection,
    context: Context,
    import_id: int,
    movie_ids: Sequence[int],
    lookup: bool,
    asked: Asked | None,
) -> None:
    """A job for each film that is to be looked for and has none yet; when none is, the import is done.

    Raises AskFirst if there is one and the catalogues were not `asked` yet.
    """
    await movies.hold(conn, movie_ids)
    await import_films.add(conn, import_id, movie_ids, "pending" if lookup else "not_asked")
    if lookup and await import_films.unasked(conn, movie_ids):
        if asked is None:
            raise AskFirst
        await settle_world(conn, context)
    said = asked or Asked()
    await look_for_films(conn, context.queue, import_id, movie_ids, said.not_before)
    await ask_for_scores(conn, context.queue)
    if said.silence:
        await import_films.put_off_all(conn, import_id, said.silence)
    else:
        await jobs.hurry(conn, [import_id])
    await held_jobs.align(conn)  # it may be paused meanwhile, or wait for films of one that is


async def settle_world(conn: AsyncConnection, context: Context) -> None:
    """From now on the database speaks of this world."""
    if await lookups.settle_world(conn, context.world) != context.world:
        raise ImportFailed(
            f"this database has come to hold another world than the {context.world} one meanwhile"
        )


async def ask_catalogues(context: Context) -> Asked:
    """Whether the catalogues answer us at all; those that are kept for critical films are not troubled.

    Raises ImportFailed if one refuses our key: nothing is stored that could never be completed unnoticed.
    """
    silent: list[str] = []
    asked = [source for source in context.sources if source.name not in context.critical_only]
    for source in asked:
        try:
            await source.check()
        except Unusable as refused:
            raise ImportFailed(str(refused)) from None
        except SourceError as failure:
            silent.append(str(failure))
    if silent and len(silent) == len(asked):
        return Asked(context.now() + _PATIENCE, "; ".join(silent))
    return Asked()

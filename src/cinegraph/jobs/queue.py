"""The job queue on PostgreSQL: the tasks, and how they are put in, within the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime

from procrastinate import App, PsycopgConnector
from procrastinate.jobs import JobDeferrer
from procrastinate.types import JSONDict
from psycopg import AsyncConnection

from cinegraph.jobs import (
    alert,
    build_collaborations,
    build_graph,
    count_lookups,
    enrich_movie,
    finish_import,
    import_ceremony,
    import_list,
    import_list_page,
    link_people,
    read_changes,
    refresh_movie,
    refresh_stale,
    rescue,
    resolve_movie,
    save_list,
    score_movies,
    sweep_marks,
)
from cinegraph.jobs.endings import Endings
from cinegraph.jobs.priorities import SWEEP, USER_WAITS
from cinegraph.store import jobs


def job_app() -> App:
    """A queue with every task, not yet connected."""
    app = App(connector=PsycopgConnector())
    endings = Endings()
    app.task(name="import_ceremony", queue="imports", pass_context=True, retry=endings)(import_ceremony.run)
    for of_list in (import_list, import_list_page, save_list):
        name = of_list.__name__.rpartition(".")[2]
        app.task(name=name, queue="imports", pass_context=True, retry=endings)(of_list.run)
    app.task(name="resolve_movie", queue="movies", pass_context=True, retry=endings)(resolve_movie.run)
    app.task(name="refresh_movie", queue="movies", pass_context=True, retry=endings)(refresh_movie.run)
    app.task(name="enrich_movie", queue="enrichment", pass_context=True, retry=endings)(enrich_movie.run)
    app.task(name="link_people", queue="people", pass_context=True, retry=endings)(link_people.run)
    for built in (build_collaborations, build_graph, score_movies):
        name = built.__name__.rpartition(".")[2]
        app.task(name=name, queue="collaborations", pass_context=True, retry=endings)(built.run)
    app.task(name="finish_import", queue="maintenance", pass_context=True, retry=endings)(finish_import.run)
    for swept in (rescue, alert, refresh_stale, read_changes, sweep_marks, count_lookups):
        name = swept.__name__.rpartition(".")[2]
        again = endings if swept is read_changes else False
        task = app.task(name=name, queue="maintenance", pass_context=True, queueing_lock=name, retry=again)(
            swept.run
        )
        app.periodic(cron=swept.EVERY)(task)
    return app


class JobQueue:
    """Puts jobs into the queue; implements `pipeline.context.Queue`."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def import_ceremony(self, conn: AsyncConnection, import_id: int) -> int:
        """The job that reads an import's pages."""
        deferrer = self._app.configure_task(
            "import_ceremony", queue="imports", priority=USER_WAITS, connection=conn
        )
        return await deferrer.defer_async(import_id=import_id)

    async def resolve_movies(
        self,
        conn: AsyncConnection,
        import_id: int | None,
        movie_ids: Sequence[int],
        not_before: datetime | None,
        urgent: bool = True,
        afresh: bool = False,
    ) -> dict[int, int]:
        """A job for each film, in one statement; film → job. `urgent`: a user waits for them; `afresh`: they are asked
        for whatever is remembered now."""
        deferrer = self._app.configure_task(
            "resolve_movie",
            queue="movies",
            priority=USER_WAITS if urgent else SWEEP,
            connection=conn,
            schedule_at=not_before,
        )
        anew: JSONDict = {"afresh": await jobs.moment(conn)} if afresh else {}
        return await _of_films(deferrer, movie_ids, {"import_id": import_id, **anew})

    async def enrich_movies(
        self,
        conn: AsyncConnection,
        movie_ids: Sequence[int],
        import_id: int | None,
        urgent: bool,
        afresh: bool = False,
    ) -> dict[int, int]:
        """A job for each film that asks for its ratings; film → job. What it costs counts for the import."""
        deferrer = self._app.configure_task(
            "enrich_movie", queue="enrichment", priority=USER_WAITS if urgent else SWEEP, connection=conn
        )
        asker: JSONDict = {} if import_id is None else {"import_id": import_id}
        anew: JSONDict = {"afresh": await jobs.moment(conn)} if afresh else {}
        return await _of_films(deferrer, movie_ids, asker | anew)

    async def refresh_movies(self, conn: AsyncConnection, movie_ids: Sequence[int]) -> dict[int, int]:
        """A job for each film that reads its record anew, when nothing else is to be done; film → job."""
        deferrer = self._app.configure_task("refresh_movie", queue="movies", priority=SWEEP, connection=conn)
        return await _of_films(deferrer, movie_ids, {})

    async def link_people(
        self,
        conn: AsyncConnection,
        movie_ids: Sequence[int],
        import_id: int | None = None,
        urgent: bool = True,
    ) -> dict[int, int]:
        """A job for each film's nominees, in one statement; film → job."""
        if not movie_ids:
            return {}
        deferrer = self._app.configure_task(
            "link_people", queue="people", priority=USER_WAITS if urgent else SWEEP, connection=conn
        )
        asked: list[JSONDict] = [{"movie_id": number, "import_id": import_id} for number in movie_ids]
        return dict(zip(movie_ids, await deferrer.batch_defer_async(*asked), strict=True))

    async def build_graph(self, conn: AsyncConnection) -> int:
        """The job that recomputes the pairs of all films."""
        deferrer = self._app.configure_task(
            "build_graph", queue="collaborations", priority=USER_WAITS, connection=conn
        )
        return await deferrer.defer_async()

    async def build_collaborations(self, conn: AsyncConnection) -> int:
        """The job that recomputes the pairs of every film that has changed."""
        deferrer = self._app.configure_task("build_collaborations", queue="collaborations", connection=conn)
        return await deferrer.defer_async()

    async def score_movies(self, conn: AsyncConnection) -> int:
        """The job that scores every film that has changed."""
        deferrer = self._app.configure_task("score_movies", queue="collaborations", connection=conn)
        return await deferrer.defer_async()

    async def finish_import(self, conn: AsyncConnection, import_id: int) -> int:
        """The job that counts and closes an import."""
        deferrer = self._app.configure_task(
            "finish_import", queue="maintenance", priority=USER_WAITS, connection=conn
        )
        return await deferrer.defer_async(import_id=import_id)

    async def import_list(self, conn: AsyncConnection, import_id: int) -> int:
        """The job that reads a list's first page and plans the others."""
        return await self._of_list(conn, "import_list").defer_async(import_id=import_id)

    async def import_list_pages(
        self, conn: AsyncConnection, import_id: int, numbers: Sequence[int]
    ) -> dict[int, int]:
        """A job for each of these pages of a list, in one statement; page → job."""
        if not numbers:
            return {}
        asked: list[JSONDict] = [{"import_id": import_id, "number": number} for number in numbers]
        put = await self._of_list(conn, "import_list_page").batch_defer_async(*asked)
        return dict(zip(numbers, put, strict=True))

    async def save_list(self, conn: AsyncConnection, import_id: int) -> int:
        """The job that saves a list whose pages were read."""
        return await self._of_list(conn, "save_list").defer_async(import_id=import_id)

    def _of_list(self, conn: AsyncConnection, task: str) -> JobDeferrer:
        return self._app.configure_task(task, queue="imports", priority=USER_WAITS, connection=conn)


async def _of_films(deferrer: JobDeferrer, movie_ids: Sequence[int], more: JSONDict) -> dict[int, int]:
    """A job for each film, in one statement; film → job."""
    if not movie_ids:
        return {}
    asked: list[JSONDict] = [{"movie_id": number, **more} for number in movie_ids]
    return dict(zip(movie_ids, await deferrer.batch_defer_async(*asked), strict=True))

"""Jobs found among very many: by state, queue, import, film; page by page, the newest first."""

from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.store.jobs import JOB, Job

STATES = ("todo", "put_off", "doing", "succeeded", "failed", "cancelled", "aborted")
_FILMS = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which jobs: in that state, of that queue, of that import, of a film (its row's number, its IMDb id, or how its
    title begins); only those before a job's number."""

    state: str | None = None
    queue: str | None = None
    import_id: int | None = None
    film: str | None = None
    before: int | None = None


async def find(conn: AsyncConnection, wanted: Wanted, count: int) -> list[Job]:
    """The newest jobs of those, `count` at most."""
    among, of = await _among(conn, wanted)
    given = _conditions(wanted)
    cursor = conn.cursor(row_factory=class_row(Job))
    await cursor.execute(
        f"""
        {JOB} where j.id in (
            select id from {among} where {" and ".join(given) or "true"} order by id desc limit %s)
        order by j.id desc
        """,
        [*of, *(value for values in given.values() for value in values), count],
    )
    return await cursor.fetchall()


async def _among(conn: AsyncConnection, wanted: Wanted) -> tuple[str, list[object]]:
    """All jobs, or those of the films or the import: these first ("offset 0"), or the planner would rather walk
    through all of them, the newest first, and look at each."""
    narrow = "(select * from procrastinate_jobs where (args ->> '{}_id')::bigint = any(%s) offset 0) j"
    if wanted.film is not None:
        return narrow.format("movie"), [await _films(conn, wanted.film)]
    if wanted.import_id is not None:
        return narrow.format("import"), [[wanted.import_id]]
    return "procrastinate_jobs j", []


def _conditions(wanted: Wanted) -> dict[str, list[object]]:
    """Each condition with its values."""
    given: dict[str, list[object]] = {}
    if wanted.state == "todo":
        given["status = 'todo' and coalesce(scheduled_at <= now(), true)"] = []
    elif wanted.state == "put_off":
        given["status = 'todo' and scheduled_at > now()"] = []
    elif wanted.state is not None:
        given["status = %s::procrastinate_job_status"] = [wanted.state]
    if wanted.queue is not None:
        given["queue_name = %s"] = [wanted.queue]
    if wanted.import_id is not None:
        given["(args ->> 'import_id')::bigint = %s"] = [wanted.import_id]
    if wanted.before is not None:
        given["id < %s"] = [wanted.before]
    return given


async def _films(conn: AsyncConnection, film: str) -> list[int]:
    text = film.strip()
    if text.isdecimal() and text.isascii():
        return [int(text)]
    starts = text.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    cursor = await conn.execute(
        "select id from movies where imdb_id = %(text)s or lower(title) like %(starts)s limit %(most)s",
        {"text": text, "starts": f"{starts}%", "most": _FILMS},
    )
    return [number for (number,) in await cursor.fetchall()]

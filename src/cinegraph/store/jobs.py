"""Jobs as a person sees them: the queue's rows with what they were about and what went wrong."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class Job:
    """One job: its task, what it is about in words, how often it was tried and what it said last.

    `state` is todo, put_off (todo, but not before `due`), doing, succeeded, failed, cancelled or aborted.
    """

    id: int
    task: str
    queue: str
    state: str
    about: str | None
    args: dict[str, object]
    attempts: int
    due: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True)
class JobError:
    """What one attempt of a job ended with."""

    attempt: int
    at: datetime
    kind: str
    error: str


JOB = """
    select j.id, j.task_name as task, j.queue_name as queue,
        case when j.status = 'todo' and j.scheduled_at > now() then 'put_off' else j.status::text end as state,
        coalesce(m.title || coalesce(' (' || m.year || ')', ''),
            o.slug || ' ' || i.year || case when i.instance > 1 then '/' || i.instance else '' end,
            'list ' || l.source_key) as about,
        j.args, j.attempts, j.scheduled_at as due,
        (select e.error from job_errors e where e.job_id = j.id order by e.id desc limit 1) as error
    from procrastinate_jobs j
    left join movies m on m.id = coalesce((
        select g.keep_id from merges g where g.dropped_id = (j.args ->> 'movie_id')::bigint and g.undone_at is null
        order by g.id desc limit 1), (j.args ->> 'movie_id')::bigint)
    left join imports i on i.id = (j.args ->> 'import_id')::bigint
    left join festival_organizations o on o.id = i.organization_id
    left join movie_lists l on l.id = i.list_id
"""


async def find(
    conn: AsyncConnection,
    states: Sequence[str],
    queue: str | None,
    import_id: int | None,
    count: int,
    movie_ids: Sequence[int] | None = None,
) -> list[Job]:
    """The newest jobs in these states (none: in all), of that queue, import and of these films if given; a job of a
    film's row that has joined another is one of that other."""
    cursor = conn.cursor(row_factory=class_row(Job))
    await cursor.execute(
        f"""
        select * from ({JOB} where (%(import)s::bigint is null or (j.args ->> 'import_id')::bigint = %(import)s)
            and (%(films)s::bigint[] is null or m.id = any(%(films)s) and j.args ? 'movie_id')) jobs
        where (%(states)s::text[] = '{{}}' or state = any(%(states)s))
            and (%(queue)s::text is null or queue = %(queue)s)
        order by id desc limit %(count)s
        """,
        {"states": list(states), "queue": queue, "import": import_id, "count": count}
        | {"films": None if movie_ids is None else list(movie_ids)},
    )
    return await cursor.fetchall()


async def get(conn: AsyncConnection, job_id: int) -> Job | None:
    """The job with that number."""
    cursor = conn.cursor(row_factory=class_row(Job))
    await cursor.execute(f"{JOB} where j.id = %s", [job_id])
    return await cursor.fetchone()


async def errors(conn: AsyncConnection, job_id: int) -> list[JobError]:
    """What each attempt that failed said, the first first."""
    cursor = conn.cursor(row_factory=class_row(JobError))
    await cursor.execute(
        "select attempt, inserted_at as at, kind, error from job_errors where job_id = %s order by id",
        [job_id],
    )
    return await cursor.fetchall()


async def keep_error(conn: AsyncConnection, job_id: int, attempt: int, kind: str, error: str) -> None:
    """The queue keeps no error text; this does."""
    await conn.execute(
        "insert into job_errors (job_id, attempt, kind, error) values (%s, %s, %s, %s)",
        [job_id, attempt, kind, error],
    )


async def counts(conn: AsyncConnection) -> dict[tuple[str, str], int]:
    """(queue, state) → how many jobs that are not done."""
    cursor = await conn.execute(
        """
        select queue_name, case when status = 'todo' and scheduled_at > now() then 'put_off' else status::text end,
            count(*)
        from procrastinate_jobs where status in ('todo', 'doing', 'failed') group by 1, 2 order by 1, 2
        """
    )
    return {(queue, state): number for queue, state, number in await cursor.fetchall()}


async def failed_for_good(conn: AsyncConnection) -> list[int]:
    """The failed jobs that a person should look at: no later job has made up for them."""
    cursor = await conn.execute(
        """
        select j.id from procrastinate_jobs j
        left join imports i on not j.args ? 'movie_id' and i.id = (j.args ->> 'import_id')::bigint
        where j.status = 'failed' and case
            when j.task_name = 'resolve_movie' then exists (
                select 1 from import_movies m where m.movie_id = (j.args ->> 'movie_id')::bigint and m.state = 'pending')
            when i.id is not null then not exists (
                select 1 from imports later where later.id > i.id and later.state <> 'failed'
                    and (later.organization_id, later.year, later.instance, later.list_id)
                        is not distinct from (i.organization_id, i.year, i.instance, i.list_id))
            when j.args ? 'movie_id' then not exists (
                    select 1 from procrastinate_jobs later
                    where (later.args ->> 'movie_id')::bigint = (j.args ->> 'movie_id')::bigint and later.id > j.id
                        and later.task_name = j.task_name and later.status = 'succeeded')
            when j.task_name in ('build_collaborations', 'score_movies') then not exists (
                select 1 from procrastinate_jobs later where later.id > j.id and later.status = 'succeeded'
                    and later.task_name in ('build_collaborations', 'score_movies', 'build_graph')
                    and (later.task_name = j.task_name
                        or (j.task_name = 'build_collaborations' and later.task_name = 'build_graph')))
            else true end
        order by j.id
        """
    )
    return [number for (number,) in await cursor.fetchall()]


async def at_work(conn: AsyncConnection, job_ids: Sequence[int], seconds: float) -> int:
    """How many of these jobs run, or will within that time; those that end imports count always."""
    cursor = await conn.execute(
        """
        select count(*) from procrastinate_jobs where (id = any(%s) or task_name = 'finish_import') and (
            status = 'doing' or (status = 'todo'
                and coalesce(scheduled_at, now()) <= now() + make_interval(secs => %s)))
        """,
        [list(job_ids), seconds],
    )
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def follow_ups(conn: AsyncConnection, seconds: float) -> int:
    """How many jobs that a film's record leads to run, or will within that time: its people, what it brings to the graph
    and the like."""
    cursor = await conn.execute(
        """
        select count(*) from procrastinate_jobs where (task_name in ('build_collaborations', 'score_movies') or (args ? 'movie_id'
            and task_name not in ('resolve_movie', 'refresh_movie')
            and not (task_name = 'enrich_movie' and priority = 0))) and (
            status = 'doing' or (status = 'todo'
                and coalesce(scheduled_at, now()) <= now() + make_interval(secs => %s)))
        """,
        [seconds],
    )
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def workers(conn: AsyncConnection, seconds: float) -> int:
    """How many workers have said within that time that they live."""
    cursor = await conn.execute(
        "select count(*) from procrastinate_workers where last_heartbeat > now() - make_interval(secs => %s)",
        [seconds],
    )
    row = await cursor.fetchone()
    assert row is not None
    return int(row[0])


async def strange_queues(conn: AsyncConnection, known: Sequence[str]) -> list[str]:
    """Queues that jobs wait in and that this program has no worker for."""
    cursor = await conn.execute(
        "select distinct queue_name from procrastinate_jobs where status = 'todo' and queue_name <> all (%s)",
        [list(known)],
    )
    return [str(name) for (name,) in await cursor.fetchall()]


async def hurry(conn: AsyncConnection, import_ids: Sequence[int]) -> int:
    """A user waits for these imports: what was put off is due now. The answer is how many jobs that were."""
    cursor = await conn.execute(
        """
        update procrastinate_jobs set scheduled_at = null
        where status = 'todo' and scheduled_at > now() and (
            id in (select job_id from import_movies where import_id = any(%(imports)s) and state = 'pending')
            or id in (select job_id from import_list_pages where import_id = any(%(imports)s) and state = 'pending')
            or id in (select job_id from imports where id = any(%(imports)s)))
        """,
        {"imports": list(import_ids)},
    )
    return cursor.rowcount


async def moment(conn: AsyncConnection) -> str:
    """The database's time, as an argument of a job."""
    cursor = await conn.execute("select to_jsonb(now()) #>> '{}'")
    row = await cursor.fetchone()
    assert row is not None
    return str(row[0])


async def hurry_these(conn: AsyncConnection, job_ids: Sequence[int], afresh: bool = False) -> None:
    """These jobs are due now, and a user waits for them; `afresh`: their films are asked for whatever is remembered now."""
    await conn.execute(
        """
        update procrastinate_jobs set scheduled_at = null, priority = greatest(priority, 10),
            args = case when %s then args || jsonb_build_object('afresh', now()) else args end
        where status = 'todo' and id = any(%s)
        """,
        [afresh, list(job_ids)],
    )


async def requeue(conn: AsyncConnection, job_id: int) -> None:
    """The job waits again, due now; a film is asked for afresh, whatever is remembered now."""
    await conn.execute(
        """
        update procrastinate_jobs set status = 'todo', scheduled_at = null, worker_id = null,
            args = case when task_name in ('resolve_movie', 'enrich_movie')
                then args || jsonb_build_object('afresh', now()) else args end
        where id = %s
        """,
        [job_id],
    )


async def cancel(conn: AsyncConnection, job_id: int) -> bool:
    """End a job that waits; False if it waits no longer."""
    cursor = await conn.execute("select procrastinate_cancel_job_v1(%s, false, false)", [job_id])
    row = await cursor.fetchone()
    return row is not None and row[0] is not None


async def cancel_counting(conn: AsyncConnection, import_id: int) -> None:
    """The import was counted already: the job that waits to do that is not needed."""
    await conn.execute(
        """
        select procrastinate_cancel_job_v1(id, true, true) from procrastinate_jobs
        where task_name = 'finish_import' and status = 'todo' and (args ->> 'import_id')::bigint = %s
        """,
        [import_id],
    )


async def forget_done(conn: AsyncConnection, tasks: Sequence[str]) -> None:
    """Drop the successful jobs of tasks that run every few minutes and leave nothing to look at."""
    await conn.execute(
        "delete from procrastinate_jobs where queue_name = 'maintenance' and task_name = any(%s) and status = 'succeeded'",
        [list(tasks)],
    )


async def analyze(conn: AsyncConnection) -> None:
    """Tell the planner about a burst of new jobs: without it the first one waits for seconds."""
    await conn.execute("analyze procrastinate_jobs")

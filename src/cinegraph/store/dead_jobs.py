"""Jobs of workers that were killed: given to others, or dropped."""

from psycopg import AsyncConnection


async def forget_dead(conn: AsyncConnection, task: str, silent_seconds: float) -> None:
    """Drop the jobs of such a task that dead workers left, but for one if none waits: only one may wait."""
    await conn.execute(
        f"""
        delete from procrastinate_jobs j where j.id in ({_DEAD}) and j.task_name = %(task)s and exists (
            select 1 from procrastinate_jobs o where o.task_name = %(task)s and (
                o.status = 'todo' or (o.status = 'doing' and o.id > j.id)))
        """,
        {"silent": silent_seconds, "task": task},
    )


_DEAD = """
    select j.id from procrastinate_jobs j left join procrastinate_workers w on w.id = j.worker_id
    where j.status = 'doing' and (w.id is null or w.last_heartbeat < now() - make_interval(secs => %(silent)s))
    for update of j skip locked
"""


async def requeue_dead(conn: AsyncConnection, silent_seconds: float) -> int:
    """Give the jobs of workers that were killed to others. The answer is how many those were.

    A worker that has said nothing for so long is dead; its jobs, and those of workers whose row is gone, are
    waiting again. They are safe to run twice.
    """
    cursor = await conn.execute(
        f"with dead as ({_DEAD}) select procrastinate_retry_job_v2(id, null, null, null, null) from dead",
        {"silent": silent_seconds},
    )
    return cursor.rowcount

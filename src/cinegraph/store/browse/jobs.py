"""Jobs, the newest first: by queue, state, task, film or import, from indexes that are kept for who looks at them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cinegraph.store.browse.listing import Listing, Order


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job: `state` is todo, put_off (not before `due`), doing, succeeded, failed, cancelled or aborted."""

    id: int
    task: str
    queue: str
    state: str
    about: str | None
    args: dict[str, Any]
    attempts: int
    priority: int
    due: datetime | None
    error: str | None


STATES = ("doing", "succeeded", "failed", "cancelled", "aborted")
"""Each is a filter of its own, written out: an index is of those jobs that have not succeeded."""

JOBS = Listing(
    JobRow,
    """
    select j.id, j.task_name as task, j.queue_name as queue,
        case when j.status = 'todo' and j.scheduled_at > now() then 'put_off' else j.status::text end as state,
        coalesce(m.title || coalesce(' (' || m.year || ')', ''),
            o.slug || ' ' || i.year || case when i.instance > 1 then '/' || i.instance else '' end,
            'list ' || l.source_key) as about,
        j.args, j.attempts, j.priority, j.scheduled_at as due,
        (select e.error from job_errors e where e.job_id = j.id order by e.id desc limit 1) as error
    from (select j.* from procrastinate_jobs j {where} {tail}) j
    left join movies m on m.id = (j.args ->> 'movie_id')::bigint
    left join imports i on i.id = (j.args ->> 'import_id')::bigint
    left join festival_organizations o on o.id = i.organization_id
    left join movie_lists l on l.id = i.list_id
    order by j.id desc
    """,
    {
        **{state: f"j.status = '{state}'" for state in STATES},
        "put_off": "j.status = 'todo' and j.scheduled_at > now()",
        "waiting": "j.status = 'todo' and coalesce(j.scheduled_at, now()) <= now()",
        "queue": "j.queue_name = %(queue)s",
        "task": "j.task_name = %(task)s",
        "import": "j.args ->> 'import_id' is not null and (j.args ->> 'import_id')::bigint = %(import)s",
        "film": "j.args ->> 'movie_id' is not null and (j.args ->> 'movie_id')::bigint = %(film)s",
    },
    {"-id": Order(("j.id",), ("id",), falling=True)},
)

"""Jobs: found, looked at, tried again, ended."""

import pytest
from playwright.async_api import expect
from psycopg import AsyncConnection

from cinegraph.store.screens import job_search
from cinegraph.store.screens.job_search import Wanted
from tests.conftest import count
from tests.web import filled
from tests.web.conftest import MEMBERS, Browser, Site


async def _jobs(conn: AsyncConnection) -> tuple[int, int]:
    """A failed job and one that waits; its film is called `100% <b>Barbie</b>`."""
    film = await filled.film(conn, "100% <b>Barbie</b>")
    failed = await filled.failed_job(conn, film, "TMDb said <script>")
    row = await (
        await conn.execute(
            """
            insert into procrastinate_jobs (queue_name, task_name, priority, args, scheduled_at)
            values ('imports', 'import_ceremony', 0, '{"import_id": 77}', now() + interval '1 hour') returning id
            """
        )
    ).fetchone()
    assert row is not None
    return failed, int(row[0])


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Wanted(), ["put_off", "failed"]),
        (Wanted(state="failed"), ["failed"]),
        (Wanted(state="put_off"), ["put_off"]),
        (Wanted(state="todo"), []),
        (Wanted(queue="imports"), ["put_off"]),
        (Wanted(import_id=77), ["put_off"]),
        (Wanted(film="100% <"), ["failed"]),
        (Wanted(film="1000 "), []),
        (Wanted(film="tt1"), []),
        (Wanted(state="failed", queue="imports"), []),
    ],
)
async def test_jobs_are_found(conn: AsyncConnection, wanted: Wanted, found: list[str]) -> None:
    await _jobs(conn)
    assert [job.state for job in await job_search.find(conn, wanted, 10)] == found


async def test_pages_of_jobs_meet(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            await conn.execute(
                """
                insert into procrastinate_jobs (queue_name, task_name, priority, args)
                select 'movies', 'x', 0, '{}' from generate_series(1, 60)
                """
            )
        first = await visit.get("/jobs")
        second = await visit.get("/jobs?before=11")
    assert [page.text.count('name="job"') for page in (first, second)] == [50, 10]
    assert "/jobs?before=11" in first.text or "?before=11" in first.text


async def test_one_job_is_shown_harmlessly(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            failed, _ = await _jobs(conn)
        page = await visit.get(f"/jobs/{failed}")
        gone = await visit.get("/jobs/123456")
        strange = await visit.get("/jobs/99999999999999999999999")
    assert "&lt;script&gt;" in page.text
    assert "<b>Barbie" not in page.text
    assert [gone.status_code, strange.status_code] == [404, 404]


async def test_a_selection_is_retried_and_what_cannot_be_is_told(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            failed, waits = await _jobs(conn)
        done = await visit.send_form(
            "/jobs", job=[failed, waits, 999], action="retry", to="/jobs?state=failed"
        )
        told = await visit.get(done.headers["location"])
        async with visit.program.context.database.transaction() as conn:
            due = await count(
                conn, "select count(*) from procrastinate_jobs where status = 'todo' and scheduled_at is null"
            )
    assert done.headers["location"] == "/jobs?state=failed"
    assert "2 of 3 jobs wait again. There is no job 999." in told.text
    assert due == 2


async def test_nobody_changes_jobs_who_may_only_read(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await visit.come_in("eve", "read")
        async with visit.program.context.database.transaction() as conn:
            failed, _ = await _jobs(conn)
        page = await visit.get("/jobs")
        refused = await visit.send_form("/jobs", on="/account", job=failed, action="retry")
    assert "Retry the selected" not in page.text
    assert refused.status_code == 403


async def test_a_failed_job_is_retried_by_keyboard(browser: Browser) -> None:
    async with browser() as seen:
        async with seen.program.context.database.transaction() as conn:
            failed, _ = await _jobs(conn)
        await seen.page.goto("/jobs?state=failed")
        table = seen.page.get_by_role("region", name="Jobs")
        await table.get_by_role("link", name=str(failed), exact=True).focus()
        await seen.page.keyboard.press("Enter")
        await seen.page.get_by_role("button", name="Retry").focus()
        await seen.page.keyboard.press("Enter")
        await expect(seen.page.get_by_role("status")).to_have_text(f"Job {failed} waits again.")
        await expect(seen.page.locator("dd .badge")).to_have_text("todo")


@pytest.mark.parametrize("asked", ["state=zzz", "queue=zzz", "import_=zzz"])
async def test_a_filter_that_is_none_is_told(site: Site, asked: str) -> None:
    async with site() as visit:
        answer = await visit.get(f"/jobs?{asked}")
    assert answer.status_code == 422
    assert "zzz" in answer.text

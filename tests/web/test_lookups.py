"""The lookups screen: figures from counted calls, pictures of them, and files that no spreadsheet runs."""

from datetime import date

import pytest

from cinegraph.web.lookup_figures import label, percentile, steps
from tests.web.conftest import Browser, Site
from tests.web.shown_rows import HOSTILE


@pytest.mark.parametrize(
    ("buckets", "share", "about"),
    [
        ({}, 0.5, None),
        ({40: 10}, 0.5, 106),
        ({40: 95, 60: 5}, 0.95, 112),
        ({40: 90, 60: 10}, 0.95, 1_059),
    ],
)
def test_percentiles_of_buckets(buckets: dict[int, int], share: float, about: float | None) -> None:
    found = percentile(buckets, share)
    assert found is None if about is None else found == pytest.approx(about, rel=0.01)


@pytest.mark.parametrize(
    ("since", "until", "count", "called"),
    [
        (date(2026, 11, 1), date(2026, 11, 30), 30, "11-01"),
        (date(2026, 1, 1), date(2026, 6, 30), 26, "01-01"),
        (date(2024, 1, 15), date(2026, 1, 2), 25, "2024-01"),
    ],
)
def test_a_long_span_is_drawn_in_longer_steps(since: date, until: date, count: int, called: str) -> None:
    found = steps(since, until)
    assert (len(found), label(found[0], found)) == (count, called)


async def test_figures_pictures_and_files(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            await conn.execute(
                """
                insert into api_lookup_metrics (id, source, operation, success, response_time_ms, error_message, metadata)
                values (gen_random_uuid(), 'omdb', 'by_id', true, 120, null,
                        '{"cost_usd": 0.001, "festival": "oscars_2024", "movie_id": 1, "movie_found": true,
                          "found_by": "omdb", "fallback_level": 2, "import_type": "full",
                          "source_hierarchy": ["tmdb", "omdb"]}'),
                    (gen_random_uuid(), 'tmdb', 'by_id', false, 9, '=1+1 <script>alert(1)</script>', '{}')
                """
            )
        page = await visit.get("/lookups")
        of_another = await visit.get("/lookups?festival=cannes")
        long = await visit.get("/lookups?since=2020-01-01")
        wrong = [
            await visit.get(f"/lookups{file}?since={text}")
            for file, text in (
                ("", "yesterday"),
                ("", "0001-01-01"),
                ("", "2026-02-02&until=2026-01-01"),
                ("/cost.csv", "2026-02-02&until=2026-01-01"),
            )
        ]
        files = {
            name: await visit.get(f"/lookups/{name}.csv")
            for name in ("success", "cost", "times", "rescue", "failures", "health", "nothing")
        }
    assert page.status_code == long.status_code == 200
    assert HOSTILE not in page.text
    assert page.text.count('<svg viewBox="0 0 720') == 5
    assert "omdb: 0.001 USD" in page.text
    assert "Nobody outside was asked" in of_another.text
    assert [answer.status_code for answer in wrong] == [422] * 4
    assert "since 2026-02-02 is after until 2026-01-01" in wrong[-1].text
    assert files.pop("nothing").status_code == 404
    assert {file.headers["content-type"] for file in files.values()} == {"text/csv; charset=utf-8"}
    assert files["rescue"].text.splitlines()[1] == "asked 2nd,omdb,tmdb,full,1,100.0"
    assert files["failures"].text.splitlines()[1].startswith("'=1+1")
    assert files["cost"].text.splitlines()[2].endswith("omdb,1,1,0.001")


async def test_a_picture_over_time_opens_at_the_newest_where_it_is_narrow(browser: Browser) -> None:
    async with browser(width=390) as seen:
        async with seen.program.context.database.transaction() as conn:
            await conn.execute(
                """
                insert into api_lookup_metrics (id, source, operation, success, response_time_ms, metadata)
                values (gen_random_uuid(), 'omdb', 'by_id', true, 120, '{"cost_usd": 0.001, "movie_id": 1}')
                """
            )
        await seen.page.goto("/lookups")
        ends = await seen.page.evaluate(
            """() => [...document.querySelectorAll("figure.chart.by-time")].map((figure) => {
                const [box, drawn] = [figure, figure.querySelector(":scope > svg")].map((one) => one.getBoundingClientRect());
                return [drawn.width > box.width, Math.round(drawn.right - box.right)];
            })"""
        )
    assert ends == [[True, 0], [True, 0]]

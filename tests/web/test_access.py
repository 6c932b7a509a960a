"""Access: under which name the site is asked for, what a form must carry, what every answer tells the browser."""

from collections.abc import AsyncIterator

import pytest
from psycopg import OperationalError

from cinegraph.web.access.links import known_link, local_path
from cinegraph.web.doorway import Doorway, doorway
from tests.web import filled
from tests.web.conftest import MEMBERS, Site, csrf_of


@pytest.mark.parametrize(
    ("stands", "host", "answers"),
    [
        (doorway("127.0.0.1", ()), "127.0.0.1:8712", True),
        (doorway("localhost", ()), "localhost", True),
        (doorway("127.0.0.1", ()), "[::1]:8712", True),
        (doorway("127.0.0.1", ()), "evil.example", False),
        (doorway("127.0.0.1", ()), "127.0.0.1.evil.example", False),
        (doorway("127.0.0.1", ()), "", False),
        (doorway("0.0.0.0", ()), "films.example.org", True),
        (doorway("127.0.0.1", ("films.example.org",)), "Films.example.org:443", True),
        (doorway("127.0.0.1", ("films.example.org",)), "evil.example", False),
    ],
)
def test_the_site_answers_to_its_names_only(stands: Doorway, host: str, answers: bool) -> None:
    assert stands.answers_to(host) is answers


@pytest.mark.parametrize(
    ("host", "names", "open"),
    [("127.0.0.1", (), True), ("0.0.0.0", (), False), ("::1", (), True), ("127.0.0.1", ("a.b",), False)],
)
def test_only_who_is_at_the_machine_need_not_log_in(host: str, names: tuple[str, ...], open: bool) -> None:
    assert doorway(host, names).open is open


@pytest.mark.parametrize(
    ("path", "led"),
    [
        ("/jobs?state=failed", "/jobs?state=failed"),
        ("//evil.example", "/"),
        ("https://evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/\t/evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("", "/"),
    ],
)
def test_nobody_is_led_elsewhere(path: str, led: str) -> None:
    assert local_path(path) == led


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("https://www.imdb.com/title/tt1", True),
        ("http://www.imdb.com/title/tt1", False),
        ("https://www.imdb.com.evil.example/", False),
        ("https://www.imdb.com@evil.example/", False),
        ("https://me@www.imdb.com/", False),
        ("https://www.imdb.com:8443/", False),
        ("javascript:alert(1)", False),
        ("https://[", False),
    ],
)
def test_links_lead_to_hosts_that_we_know(url: str, known: bool) -> None:
    assert (known_link(url) == url) is known


async def test_every_answer_carries_the_policy(site: Site) -> None:
    async with site() as visit:
        answers = [await visit.get(path) for path in ("/", "/nowhere", "/static/site.css", "/healthz")]
        answers.append(await visit.get("/", headers={"host": "evil.example"}))
    assert [a.status_code for a in answers] == [200, 404, 200, 200, 421]
    for answer in answers:
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_change_needs_the_token_of_this_browser(site: Site) -> None:
    async with site() as visit:
        here = await visit.get("/settings/users")
        wrong = [
            await visit.post("/settings/users/remove", data={"name": "x"}),
            await visit.post("/settings/users/remove", data={"name": "x", "csrf": "form.abc"}),
        ]
        visit.cookies.clear()
        await visit.get("/settings/users")
        wrong.append(
            await visit.post("/settings/users/remove", data={"name": "x", "csrf": csrf_of(here.text)})
        )
    assert [one.status_code for one in wrong] == [403, 403, 403]


@pytest.mark.parametrize(
    "said", [{"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}]
)
async def test_what_another_site_sends_is_refused(site: Site, said: dict[str, str]) -> None:
    async with site() as visit:
        token = csrf_of((await visit.get("/settings/users")).text)
        answer = await visit.post("/settings/users/remove", data={"name": "x", "csrf": token}, headers=said)
    assert answer.status_code == 403
    assert "another site" in answer.text


async def test_too_much_is_refused_before_it_is_read(site: Site) -> None:
    async def much() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 600_000

    async with site() as visit:
        announced = await visit.post("/login", content=b"x" * 1_200_000)
        unannounced = await visit.post(
            "/login", content=much(), headers={"content-type": "application/x-www-form-urlencoded"}
        )
    assert [announced.status_code, unannounced.status_code] == [413, 413]


async def test_errors_are_pages_without_a_traceback(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise ZeroDivisionError("secret thing")

    async def away(*_: object) -> None:
        raise OperationalError("server closed the connection")

    async with site() as visit:
        monkeypatch.setattr("cinegraph.store.users.everybody", broken)
        ours = await visit.get("/settings/users")
        monkeypatch.setattr("cinegraph.store.users.everybody", away)
        gone = await visit.get("/settings/users")
    assert (ours.status_code, gone.status_code, gone.headers["retry-after"]) == (500, 503, "5")
    assert "secret thing" not in ours.text
    assert "Traceback" not in ours.text
    assert "content-security-policy" in ours.headers
    assert "<nav" in gone.text


async def test_a_site_whose_database_is_away_says_so_and_comes_back(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await visit.come_in()
        await visit.program.context.database.pool.close()
        health = [(await visit.get(path)).status_code for path in ("/healthz", "/readyz", "/")]
    assert health == [200, 503, 503]


async def test_a_title_that_is_a_script_is_shown_harmlessly(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            await filled.asked_import(conn, state="failed", error='<script>alert("x")</script>')
        answer = await visit.get("/")
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


async def test_head_is_get_without_a_body(site: Site) -> None:
    async with site() as visit:
        answers = [await visit.head(path) for path in ("/", "/healthz", "/readyz", "/films", "/nowhere")]
    assert [one.status_code for one in answers] == [200, 200, 200, 200, 404]
    assert all(one.content == b"" for one in answers)
    assert all("content-security-policy" in one.headers for one in answers)

"""What can be changed, by whom, and what happens when it is asked for twice."""

from typing import Any

from cinegraph.web.access.visitor import Visitor
from tests.web.api.conftest import Api


async def test_an_import_asked_for_twice_is_one(api: Api) -> None:
    async with api() as (visit, _):
        wanted = {"organization": "oscars", "years": "2023"}
        rehearsed = await visit.post("/imports", json=wanted | {"dry_run": True})
        assert (rehearsed.status_code, rehearsed.json()["would"]["dry_run"]) == (200, True)
        first = await visit.post("/imports", json=wanted)
        again = await visit.post("/imports", json=wanted)
        assert (first.status_code, again.status_code) == (202, 202)
        one, same = first.json()["imports"][0], again.json()["imports"][0]
        assert (one["organization"], one["year"], one["resumed"]) == ("oscars", 2023, False)
        assert same == one | {"resumed": True}
        listed = await visit.post("/imports", json={"list": "afi_100"})
        assert (listed.status_code, listed.json()["imports"][0]["list"]) == (202, "afi_100")
        ended = (await visit.post(f"/imports/{one['id']}/cancel")).json()
        assert (ended["import"], ended["state"]) == (one["id"], "cancelled")
        assert (await visit.post(f"/imports/{one['id']}/cancel")).json() == ended
        states = {job["state"] for job in (await visit.get(f"/jobs?import={one['id']}")).json()["items"]}
        assert states == {"cancelled"}
        assert (await visit.post(f"/imports/{one['id']}/retry")).json()["state"] == "queued"


async def test_what_cannot_be_is_refused_and_nothing_is_stored(api: Api) -> None:
    async with api() as (visit, here):
        for body, status in (
            ({"organization": "oscars", "years": "1900"}, 422),
            ({"organization": "nobody", "years": "2024"}, 422),
            ({"organization": "oscars"}, 422),
            ({"list": "nothing"}, 422),
            ({"list": "afi_100", "years": "2024"}, 422),
            ({}, 422),
            ({"organization": "oscars", "years": "last year"}, 400),
            ({"organisation": "oscars"}, 400),
            ([], 400),
        ):
            got = await visit.post("/imports", json=body)
            assert (got.status_code, got.headers["content-type"]) == (status, "application/problem+json"), (
                body
            )
        assert len((await visit.get("/imports")).json()["items"]) == 1
        assert (await visit.post(f"/imports/{here.import_id}/cancel")).status_code == 409
        assert (await visit.post("/imports/999/cancel")).status_code == 404


async def test_an_import_that_is_cancelled_leaves_the_films_of_others_alone(api: Api) -> None:
    """Two imports wait for film 5; only one also for film 6."""
    async with api() as (visit, _):
        async with visit.program.context.database.transaction() as conn:
            await conn.execute(
                """
                insert into procrastinate_jobs (queue_name, task_name, args)
                values ('movies', 'resolve_movie', '{"movie_id": 5}'), ('movies', 'resolve_movie', '{"movie_id": 6}');
                insert into imports (kind, organization_id, year, state)
                select 'ceremony', id, y, 'resolving' from festival_organizations, (values (2021), (2022)) v(y)
                where slug = 'oscars';
                insert into import_movies (import_id, movie_id, state, job_id)
                select i.id, (j.args ->> 'movie_id')::bigint, 'pending', j.id
                from imports i, procrastinate_jobs j where j.status = 'todo' and i.state = 'resolving'
                    and (i.year = 2021 or j.args ->> 'movie_id' = '5')
                """
            )
        mine = (await visit.get("/imports?year=2021")).json()["items"][0]["id"]
        assert (await visit.post(f"/imports/{mine}/cancel")).json()["state"] == "cancelled"
        states = {
            job["args"]["movie_id"]: job["state"]
            for job in (await visit.get("/jobs")).json()["items"]
            if job["state"] != "failed"
        }
        assert states == {5: "todo", 6: "cancelled"}


async def test_a_question_is_decided_skipped_and_opened_again(api: Api) -> None:
    async with api() as (visit, here):
        address = f"/reviews/{here.review}"

        async def sent(verb: str, **body: Any) -> tuple[int, str, str | None]:
            got = await visit.post(f"{address}/{verb}", json=body)
            told = got.json()
            return got.status_code, told["review"]["state"], told["review"]["decided_by"]

        assert await sent("skip", note="later") == (200, "skipped", "Ada")
        assert await sent("skip") == (200, "skipped", "Ada")
        assert await sent("accept", candidate=2) == (200, "accepted", "Ada")
        assert (await visit.post(f"{address}/reject", json={})).status_code == 409
        decided = (await visit.get("/decisions")).json()["items"]
        assert [(d["kind"], d["tmdb_id"], d["decided_by"]) for d in decided] == [("is", 41, "Ada")]
        assert await sent("undo") == (200, "open", None)
        assert await sent("undo") == (200, "open", None)
        assert await sent("reject", note="neither") == (200, "rejected", "Ada")
        for body, status in (({"candidate": 9}, 409), ({"imdb_id": "x"}, 400), ({"candidate": 0}, 400)):
            assert (await visit.post(f"{address}/accept", json=body)).status_code == status
        assert (await visit.post("/reviews/999/skip", json={})).status_code == 404


async def test_a_job_is_retried_and_cancelled_twice_as_once(api: Api) -> None:
    async with api() as (visit, here):
        for verb, state in (
            ("retry", "todo"),
            ("retry", "todo"),
            ("cancel", "cancelled"),
            ("cancel", "cancelled"),
        ):
            got = await visit.post(f"/jobs/{here.job}/{verb}")
            assert (got.status_code, got.json()["state"]) == (200, state)
        asked = [(await visit.post("/films/6/refresh")).json() for _ in range(2)]
        assert asked[0] == asked[1]
        assert asked[0]["film"] == 6
        assert (await visit.post("/films/999/refresh")).status_code == 404


async def test_films_are_joined_and_parted_again(api: Api) -> None:
    async with api() as (visit, _):
        joined = await visit.post("/films/3/join", json={"other": 6, "note": "one film"})
        gone = await visit.get("/films/6")
        refused = [
            (await visit.post(address, json=body)).status_code
            for address, body in (
                ("/films/3/join", {"other": 3}),
                ("/films/3/join", {"other": 6}),
                ("/films/999/join", {"other": 3}),
                ("/films/3/join", {}),
                ("/films/3/join", {"other": True}),
                ("/people/3/join", {"other": "4", "dry_run": True}),
            )
        ]
        asked = {one["id"] for one in (await visit.get("/reviews?state=open")).json()["items"]}
        undone = await visit.post(f"/reviews/{joined.json()['review']}/undo", json={})
        back = await visit.get("/films/6")
        after = {one["id"] for one in (await visit.get("/reviews?state=open")).json()["items"]}
        again = await visit.post(f"/reviews/{joined.json()['review']}/undo", json={})
    assert (joined.status_code, joined.json()["film"], gone.status_code) == (200, 3, 404)
    assert refused == [409, 409, 404, 400, 400, 400]
    assert (undone.status_code, back.status_code) == (200, 200)
    assert after - asked == set(), "nobody had asked whether they are one"
    assert (again.status_code, "nothing to undo" in again.text) == (409, True)


async def test_who_may_do_what(api: Api) -> None:
    changes = ("/imports", "/films/3/refresh", "/jobs/1/retry", "/reviews/1/skip", "/imports/1/cancel")
    async with api(Visitor("Reader", "read", by_token=True)) as (visit, _):
        assert (await visit.get("/films")).status_code == 200
        refused = [await visit.post(address, json={}) for address in changes]
        assert {(r.status_code, r.headers["content-type"]) for r in refused} == {
            (403, "application/problem+json")
        }
    async with api(None) as (visit, _):
        for got in (
            await visit.get("/films"),
            await visit.get("/films.csv"),
            await visit.post("/imports", json={}),
        ):
            assert (got.status_code, got.headers["content-type"]) == (401, "application/problem+json")
            assert got.headers["www-authenticate"] == "Bearer"
        assert (await visit.get("http://127.0.0.1/metrics")).status_code == 401


async def test_what_is_sent_is_json_and_small(api: Api) -> None:
    async with api() as (visit, _):
        large = b'{"organization": "' + b"o" * 70_000 + b'"}'

        async def in_pieces() -> Any:
            yield large

        json_ = {"content-type": "application/json"}
        for content, headers, status in (
            (large, json_, 413),
            (in_pieces(), json_, 413),
            (b"organization=oscars", {"content-type": "application/x-www-form-urlencoded"}, 415),
            (b"{}", {"content-type": "text/plain"}, 415),
            (b"{", json_, 400),
        ):
            got = await visit.post("/imports", content=content, headers=headers)
            assert (got.status_code, got.headers["content-type"]) == (status, "application/problem+json")


async def test_what_a_monitor_reads(api: Api) -> None:
    async with api() as (visit, _):
        async with visit.program.context.database.transaction() as conn:
            await conn.execute(
                """
                insert into api_lookup_metrics (id, source, operation, success, response_time_ms, metadata)
                select gen_random_uuid(), 'wikidata', 'by_id', false, 50, said::jsonb
                from unnest(array['{"status": 404}', '{"status": 500}', '{}']) said
                """
            )
        text = (await visit.get("http://127.0.0.1/metrics")).text
        for line in (
            'cinegraph_jobs{queue="movies",state="failed"} 1.0',
            'cinegraph_films{type="stub"} 4.0',
            'cinegraph_imports{state="finished"} 1.0',
            'cinegraph_reviews_waiting{kind="choice"} 1.0',
            'cinegraph_calls_last_hour{source="tmdb"} 1.0',
            'cinegraph_failed_calls_last_hour{source="tmdb"} 0.0',
            'cinegraph_failed_calls_last_hour{source="wikidata"} 2.0',  # no such thing (404) is an answer
            "cinegraph_workers 0.0",
        ):
            assert line in text

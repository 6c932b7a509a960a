"""Organizations over the interface: added, changed and checked, with the field named that is refused."""

import httpx2
import pytest

from cinegraph.pipeline.manage_users import add_token, add_user
from cinegraph.store import setting_changes
from cinegraph.web.access.visitor import Visitor
from tests.conftest import count
from tests.web.api.conftest import Api
from tests.web.conftest import MEMBERS, Site

GOYA = {
    "slug": "goya",
    "name": "Goya Awards",
    "abbreviation": "GOYA",
    "country": "ES",
    "founded_year": 1987,
    "kind": "ceremony",
    "imdb_event_id": "ev0000329999",
}


def fault(answer: httpx2.Response) -> tuple[int, str, list[str]]:
    told = answer.json()
    return answer.status_code, answer.headers["content-type"], [one["name"] for one in told["errors"]]


async def test_an_organization_is_added_and_changed(api: Api) -> None:
    async with api() as (visit, _):
        added = await visit.post("/festivals", json=GOYA)
        rehearsed = await visit.patch("/festivals/goya", json={"month": 2, "dry_run": True})
        untouched = (await visit.get("/festivals/goya")).json()
        sent = {"month": 2, "imdb_event_id": None, "gap_years": [1990, 1991], "add_names": ["Premios Goya"]}
        changed = await visit.patch("/festivals/GOYA", json=sent)
        again = await visit.patch("/festivals/goya", json=sent)
        async with visit.program.context.database.transaction() as conn:
            log = await setting_changes.latest(conn, 4, of="festivals.goya")
    assert (added.status_code, added.headers["location"]) == (201, "/api/v1/festivals/goya")
    assert added.json() == untouched
    assert (untouched["page_kinds"], untouched["month"]) == (["imdb_event"], None)
    assert [one["field"] for one in rehearsed.json()["changes"]] == ["month"]
    assert rehearsed.json()["changes"][0]["does"]
    told = changed.json()["organization"]
    assert (told["month"], told["imdb_event_id"], told["gap_years"]) == (2, None, [1990, 1991])
    assert told["other_names"] == ["Premios Goya"]
    assert again.json() == changed.json() | {"changes": []}
    assert {(one.setting, one.after, one.by) for one in log} == {
        ("festivals.goya.month", "2", "Ada"),
        ("festivals.goya.imdb_event_id", None, "Ada"),
        ("festivals.goya.gap_years", "1990..1991", "Ada"),
        ("festivals.goya.other_names", "Premios Goya", "Ada"),
    }


@pytest.mark.parametrize(
    ("body", "status", "names"),
    [
        ({"month": 13}, 422, ["month"]),
        ({"name": None}, 422, ["name"]),
        ({"imdb_event_id": "ev0000091"}, 422, ["imdb_event_id"]),
        ({"page_kinds": ["imdb_evnt"]}, 422, ["page_kinds"]),
        ({"gap_years": [1800]}, 422, ["gap_years"]),
        ({"month": "May"}, 400, ["month"]),
        ({"mnth": 5}, 400, ["mnth"]),
        ({"slug": "croisette"}, 400, ["slug"]),
        ({"name": "a\0b"}, 400, ["name"]),
        ({}, 422, []),
    ],
)
async def test_what_is_refused_names_the_field(
    api: Api, body: dict[str, object], status: int, names: list[str]
) -> None:
    async with api() as (visit, _):
        before = (await visit.get("/festivals/cannes")).json()
        refused = await visit.patch("/festivals/cannes", json=body)
        assert (await visit.get("/festivals/cannes")).json() == before
        async with visit.program.context.database.transaction() as conn:
            assert await count(conn, "select count(*) from setting_changes") == 0
    assert fault(refused) == (status, "application/problem+json", names)


async def test_what_cannot_be_added_is_not_there(api: Api) -> None:
    async with api() as (visit, _):
        refused = [
            fault(await visit.post("/festivals", json=body))[::2]
            for body in (
                GOYA | {"slug": "cannes"},
                GOYA | {"country": "Spain"},
                {name: value for name, value in GOYA.items() if name != "country"},
                {name: value for name, value in GOYA.items() if name != "slug"},
            )
        ]
        assert (await visit.get("/festivals/goya")).status_code == 404
        assert (await visit.patch("/festivals/goya", json={"month": 2})).status_code == 404
    assert refused == [(422, ["slug"]), (422, ["country"]), (422, ["country"]), (400, ["slug"])]


async def test_organizations_are_checked(api: Api) -> None:
    async with api(Visitor("Reader", "read", by_token=True)) as (visit, _):
        everyone = (await visit.get("/check/festivals")).json()
        one = (await visit.get("/check/festivals?organization=CFF")).json()
        nobody = await visit.get("/check/festivals?organization=nobody")
        refused = [
            (await visit.patch("/festivals/cannes", json={"month": 2})).status_code,
            (await visit.post("/festivals", json=GOYA)).status_code,
        ]
    assert everyone["organizations"] == 23
    assert (one["organizations"], isinstance(one["findings"], list)) == (1, True)
    assert (nobody.status_code, refused) == (400, [403, 403])


async def test_only_a_token_that_may_write_changes_one(site: Site) -> None:
    async with site(doorway=MEMBERS) as visit:
        await add_user(visit.program.context, "ada", "long enough to pass")
        tokens = [await add_token(visit.program.context, "ada", scope, scope) for scope in ("read", "write")]
        heads = [{}, *({"authorization": f"Bearer {token}"} for token in tokens)]
        path = "/api/v1/festivals/cannes"
        sent = [(await visit.patch(path, json={"month": 6}, headers=one)).status_code for one in heads]
    assert sent == [401, 403, 200]

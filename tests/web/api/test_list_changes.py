"""Lists over the interface: followed and changed, with the field named that is refused."""

from cinegraph.store import setting_changes
from tests.web.api.conftest import Api

MINE = {"key": "mine", "name": "My own", "source_id": "ls000000001", "expected_count": 12}


async def test_a_list_is_followed_and_changed(api: Api) -> None:
    async with api() as (visit, _):
        tried = await visit.post("/lists", json=MINE | {"dry_run": True})
        added = await visit.post("/lists", json=MINE)
        rehearsed = await visit.patch(
            "/lists/mine", json={"name": "Ours", "expected_count": None, "dry_run": True}
        )
        still = (await visit.get("/lists/mine")).json()
        changed = await visit.patch("/lists/mine", json={"name": "Ours", "expected_count": None})
        again = await visit.patch("/lists/mine", json={"name": "Ours"})
        read = (await visit.get("/lists/mine")).json()
        async with visit.program.context.database.transaction() as conn:
            log = await setting_changes.latest(conn, 2, of="lists.mine")
    assert (added.status_code, added.headers["location"]) == (201, "/api/v1/lists/mine")
    assert (tried.status_code, tried.json()["list"], tried.json()["dry_run"]) == (200, None, True)
    assert tried.json()["changes"] == added.json()["changes"]
    told = added.json()["list"]
    assert (told["name"], told["expected"], still["name"]) == ("My own", 12, "My own")
    assert (changed.status_code, again.status_code) == (200, 200)
    assert [(one["field"], one["after"]) for one in rehearsed.json()["changes"]] == [
        ("name", "Ours"), ("expected_count", None),
    ]  # fmt: skip
    assert rehearsed.json()["changes"] == changed.json()["changes"]
    assert again.json()["changes"] == []
    assert (read["name"], read["expected"]) == ("Ours", None)
    assert {(one.setting, one.before, one.after, one.by) for one in log} == {
        ("lists.mine.name", "My own", "Ours", "Ada"),
        ("lists.mine.expected_count", "12", None, "Ada"),
    }


async def test_what_is_refused_names_the_field(api: Api) -> None:
    async with api() as (visit, _):
        refused = [
            await visit.post("/lists", json=MINE | {"key": "Not A Key"}),
            await visit.post("/lists", json=MINE | {"key": "afi_100"}),
            await visit.post("/lists", json=MINE | {"source_type": "imdb_event", "source_id": "ev9999999"}),
            await visit.patch("/lists/afi_100", json={"source_id": "tt1"}),
            await visit.patch("/lists/afi_100", json={"source_type": "csv"}),
            await visit.patch("/lists/afi_100", json={"name": None}),
            await visit.patch("/lists/afi_100", json={"source_type": None}),
            await visit.patch("/lists/afi_100", json={"colour": "red"}),
            await visit.patch("/lists/afi_100", json={"name": " ", "dry_run": True}),
            await visit.post("/lists", json=MINE | {"key": "afi_100", "dry_run": True}),
        ]
        nobody = await visit.patch("/lists/nothing", json={"name": "x"})
    told = [(one.status_code, one.json()["errors"][0]["name"]) for one in refused]
    assert told == [
        (422, "key"),
        (422, "key"),
        (422, "source_id"),
        (422, "source_id"),
        (422, "source_id"),
        (422, "name"),
        (422, "source_type"),
        (400, "colour"),
        (422, "name"),
        (422, "key"),
    ]
    assert nobody.status_code == 404

"""Exports leave by the site as they do by the command line: the same bytes, the same refusals, for whoever may read."""

import asyncio
import json
from typing import Any

import pytest
from psycopg import AsyncConnection

from cinegraph.domain.exporting import Selection
from cinegraph.pipeline.manage_users import add_token, add_user
from cinegraph.web import downloads
from cinegraph.web.doorway import Doorway
from tests.pipeline.exported import HOSTILE, exported, furnish, furnish_hostile
from tests.web.conftest import Site

API = "/api/v1/export"
ASKED: list[tuple[str, str, str, str, dict[str, Any]]] = [
    # (what, format, its ending, parameters, the selection)
    ("ceremonies", "jsonl", "jsonl", "festival=bees", {"festival": "bees"}),
    ("nominations", "csv", "csv", "festival=bees&years=2022..2023&winners=true",
     {"festival": "bees", "years": (2022, 2023), "winners": True}),
    ("films", "parquet", "parquet", "decade=1990", {"decade": 1990}),
    ("films", "csv", "csv", "list=afi_100&country=FR&import_type=full",
     {"list": "afi_100", "country": "FR", "import_type": "full"}),
    ("people", "jsonl", "jsonl", "category=actor-leading", {"category": "actor-leading"}),
    ("graph", "graphml", "graphml", "", {}),
    ("radarr", "radarr", "json", "festival=bees&winners=true", {"festival": "bees", "winners": True}),
    ("radarr", "stevenlu", "stevenlu", "since=2020-01-01", {"since": "2020-01-01"}),
    ("imdb-awards", "imdb-awards", "yml", "festival=bees", {"festival": "bees"}),
]  # fmt: skip


async def test_files_and_addresses_give_what_the_command_gives(site: Site, conn: AsyncConnection) -> None:
    async with site() as visit:
        await furnish(conn)
        for what, form, ending, asked, selection in ASKED:
            wanted = await exported(visit.program, what, form, **selection)
            by_address = await visit.get(f"{API}/{what}.{ending}?{asked}")
            by_form = await visit.get(f"/exports/file?what={what}&format={form}&{asked}")
            assert (by_address.status_code, by_form.status_code) == (200, 200), by_address.text
            if form == "parquet":
                wanted, told = wanted[:4], [by_address.content[:4], by_form.content[:4]]
            else:
                told = [by_address.content, by_form.content]
            assert told == [wanted, wanted], (what, form)
        name = by_form.headers["content-disposition"]
        database = await visit.get(f"{API}/sqlite.db")
        columns = await visit.get(f"{API}/films.csv?columns=title,year")
    assert name == 'attachment; filename="imdb-awards-bees.yml"'
    assert database.content.startswith(b"SQLite format 3")
    assert columns.text.splitlines()[0] == "title,year"


async def test_what_is_left_out_is_told_before_the_file_and_with_it(
    site: Site, conn: AsyncConnection
) -> None:
    async with site() as visit:
        await furnish(conn)
        screen = await visit.get("/exports?what=radarr&festival=bees")
        whole = await visit.get("/exports?what=radarr&list=afi_100")
        awards = await visit.get("/exports?what=imdb-awards&festival=bees")
        plain = await visit.get("/exports?what=films")
        sent = [
            (await visit.get(f"{API}/{address}")).headers.get("x-cinegraph-left-out")
            for address in ("radarr.json", "radarr.stevenlu", "imdb-awards.yml?festival=bees", "films.csv")
        ]
        by_form = await visit.get("/exports/file?what=radarr")
    assert "2 films without TMDb id are left out" in screen.text
    assert "Nothing is left out" in whole.text
    assert "1 entry without IMDb id is left out" in awards.text
    assert "left out: this form" not in plain.text
    assert sent == ["2", "1", "1", None]
    assert by_form.headers["x-cinegraph-left-out"] == "2"


WRONG = [
    ("films.csv?festival=beez", 422, "bees"),
    ("films.csv?years=2023..2020", 422, "runs backwards"),
    ("films.csv?decade=1991", 400, "multiple of 10"),
    ("films.csv?colour=red", 400, "no such parameter"),
    ("films.csv?columns=titel", 422, "title"),
    ("films.graphml", 404, "it can as jsonl, csv, parquet"),
    ("nothing.csv", 404, "there is no export"),
    ("sqlite.db?winners=true", 422, "takes no other selection"),
    ("imdb-awards.yml", 422, "which event?"),
    ("nominations.csv?festival=bees&years=1999", 422, "import it first"),
]


async def test_what_is_asked_wrongly_is_refused_in_one_line(site: Site, conn: AsyncConnection) -> None:
    async with site() as visit:
        await furnish(conn)
        for address, status, says in WRONG:
            got = await visit.get(f"{API}/{address}")
            form = await visit.get(
                f"/exports/file?what={address.replace('.', '&format=', 1).replace('?', '&')}"
            )
            assert (got.status_code, got.headers["content-type"]) == (status, "application/problem+json"), (
                address
            )
            assert says in got.json()["detail"], address
            assert form.status_code in (200, 409), address
            assert "Traceback" not in form.text


async def test_the_screen_says_the_address_and_hostile_names_do_no_harm(
    site: Site, conn: AsyncConnection
) -> None:
    bad = {
        "what": "films",
        "festival": HOSTILE[0],
        "columns": HOSTILE[0],
        "country": HOSTILE[0],
        "years": HOSTILE[0],
    }
    async with site() as visit:
        await furnish_hostile(conn)
        empty = await visit.get("/exports")
        filled = await visit.get("/exports?what=radarr&festival=oscars&years=2023&winners=true")
        refused = await visit.get("/exports", params=bad)
        safe = await visit.get("/exports/file?what=films&format=csv&safe_csv=true&columns=title")
        plain = await visit.get("/exports/file?what=films&format=jsonl&columns=title")
    assert HOSTILE[0] not in empty.text
    assert "imdb-awards" in empty.text
    assert "/api/v1/export/radarr.json?festival=oscars&amp;years=2023&amp;winners=true" in filled.text
    assert (refused.status_code, "<script>alert" in refused.text, 'role="alert"' in refused.text) == (
        200,
        False,
        True,
    )
    assert ("'=1+1" in safe.text, "'@home" in safe.text) == (True, True)
    assert json.loads(plain.text.splitlines()[0])["title"] in HOSTILE


async def test_only_who_may_read_and_not_too_many_at_once(
    site: Site, conn: AsyncConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with site(Doorway(open=False, hosts=None)) as visit:
        await furnish(conn)
        await add_user(visit.program.context, "ada", "long enough to pass")
        token = await add_token(visit.program.context, "ada", "radarr", "read")
        address = f"{API}/radarr.json?festival=bees"
        bearer = {"authorization": f"Bearer {token}"}
        nobody = await visit.get(address)
        in_address = await visit.get(f"{address}&token={token}")
        somebody = await visit.get(address, headers=bearer)
        monkeypatch.setattr(downloads, "MOST", 0)
        many = await visit.get(address, headers=bearer)
    assert [got.status_code for got in (nobody, in_address, somebody, many)] == [401, 401, 200, 422]
    assert "ask again" in many.json()["detail"]
    assert {film["id"] for film in somebody.json()} == {11, 14}


async def test_a_reader_who_leaves_frees_the_connection(site: Site, conn: AsyncConnection) -> None:
    async with site() as visit:
        await furnish(conn)
        begun = await downloads.download(visit.program.context, "films", Selection(), "jsonl")
        assert len(downloads._writing) == 1

        async def receive() -> dict[str, object]:
            return {"type": "http.disconnect"}

        async def send(_: object) -> None:
            await asyncio.sleep(60)

        await begun({"type": "http", "asgi": {"spec_version": "2.0"}}, receive, send)
        assert downloads._writing == set()

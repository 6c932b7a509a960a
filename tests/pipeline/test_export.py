"""Exports: what is selected, in every format, whole and as it is, or refused in a line."""

import asyncio
import csv
import io
import json
import sqlite3
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from psycopg import AsyncConnection
from pyarrow import parquet

from cinegraph.app import Cinegraph
from cinegraph.domain.exporting import Selection
from cinegraph.formats import FORMATS
from cinegraph.pipeline import export
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.export import LeftOut, left_out, stream
from cinegraph.store.exports import EXPORTS
from tests.conftest import Program
from tests.pipeline.exported import GRAPHML, HOSTILE, exported, exported_rows, furnish, furnish_hostile

SELECTED: tuple[tuple[str, dict[str, Any], list[str]], ...] = (
    ("films", {}, ["One", "Two", "Three", "Four"]),
    ("films", {"festival": "bees", "years": (2023,)}, ["One", "Two", "Three"]),
    ("films", {"festival": "bees", "years": (2023,), "winners": True}, ["One", "Three"]),
    ("films", {"festival": "BEE", "years": (2022,)}, ["Four"]),
    ("films", {"festival": "ev7777777", "category": "picture", "winners": True}, ["One", "Four"]),
    ("films", {"winners": True, "decade": 1990}, ["One", "Four"]),
    ("films", {"import_type": "stub"}, ["Three"]),
    ("films", {"country": "de"}, ["Four"]),
    ("films", {"country": "FRANCE"}, ["One"]),
    ("films", {"list": "afi_100"}, ["One"]),
    ("films", {"list": "AFI_100", "festival": "ants"}, ["One"]),
    ("people", {}, ["Ann", "Bob", "Cleo <&>"]),
    ("people", {"festival": "bees"}, ["Ann"]),
    ("people", {"list": "afi_100"}, ["Bob", "Cleo <&>"]),
    ("ratings", {"festival": "bees", "years": (2022,)}, ["Four"]),
    ("lists", {"list": "afi_100"}, ["One", "Two"]),
    ("lists", {"decade": 1990}, ["One"]),
    ("ceremonies", {"festival": "bees"}, ["Golden Bees", "Golden Bees"]),
    ("ceremonies", {"category": "actor-leading"}, ["Golden Bees"]),
    ("ceremonies", {"country": "DE"}, ["Golden Bees"]),
)


async def test_what_is_selected(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        await furnish(conn)
        for what, asked, expected in SELECTED:
            rows = await exported_rows(built, what, **asked)
            assert [row.get("title") or row["name"] for row in rows] == expected, (what, asked)
        entries = await exported_rows(built, "nominations", festival="bees")
        assert [(e["year"], e["state"]) for e in entries] == [
            (2022, "active"),
            (2022, "withdrawn"),
            (2023, "active"),
            (2023, "active"),
            (2023, "active"),
        ]
        assert len(await exported_rows(built, "nominations", country="FR", winners=True)) == 3
        assert [p["wins"] for p in await exported_rows(built, "people")] == [1, 0, 0]
        assert (await exported_rows(built, "graph"))[0]["name_b"] == "Cleo <&>"
        assert (await exported_rows(built, "graph", festival="bees", winners=True))[0]["films"] == 1
        told: list[str] = []
        films = json.loads(await exported(built, "radarr", festival="bees", tell=told.append))
        assert [film["title"] for film in films] == ["Four", "One"]
        assert told == ["2 of 4 films have no TMDb id and are left out: Three, Two"]


REFUSED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("film", {}, "there is no export 'film': did you mean 'films'?"),
    ("films", {"festival": "beez"}, "there is no organization 'beez': did you mean 'bees'?"),
    ("films", {"list": "afi_10"}, "there is no list 'afi_10': did you mean 'afi_100'?"),
    ("films", {"category": "pictur"}, "there is no canonical category 'pictur': did you mean 'picture'?"),
    ("films", {"import_type": "fulll"}, "there is no import type 'fulll': did you mean 'full'?"),
    ("films", {"decade": 1994}, "1994 is no decade: give its first year (1990)"),
    ("films", {"country": "F"}, "'F' is no country: give its code (FR), or its name (France)"),
    ("films", {"only": ("titel",)}, "there is no column of films 'titel': did you mean 'title'?"),
    ("films", {"since": "99"}, "there is no import 99: give its number, a date (2026-01-31) or a time"),
    ("films", {"since": "soon"}, "'soon' is no moment"),
    ("films", {"since": "0001-01-01T00:00:00+23:59"}, "'0001-01-01T00:00:00+23:59' is no moment"),
    ("films", {"since": "9" * 5000}, "there is no import 999"),
    ("films", {"festival": "ants", "years": (2023,)}, "nothing is stored of ants 2023: import it first"),
    ("films", {"festival": "ants", "decade": 2020}, "no films of ants, the 2020s: nothing was written"),
    ("lists", {"list": "afi_100", "decade": 1950}, "no lists of afi_100, the 1950s: nothing was written"),
    ("imdb-awards", {"festival": "ants"}, "ants has no IMDb event"),
)


async def test_what_is_refused_and_nothing_is_written(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        await furnish(conn)
        for what, asked, reason in REFUSED:
            with pytest.raises(Refused) as refused:
                await exported(built, what, **asked)
            assert reason in str(refused.value)
            assert "\n" not in str(refused.value)
        with pytest.raises(Refused, match="there is no format of radarr 'csv'"):
            await exported(built, "radarr", "csv")


async def test_every_export_in_every_format_is_empty_or_says_so(program: Program) -> None:
    """Of an empty house nothing is exported, but for what has changed since a moment: that may be nothing."""
    async with program() as built:
        for export in EXPORTS:
            for format in export.formats:
                if export.name in {"imdb-awards", "sqlite"}:
                    continue
                with pytest.raises(Refused, match="import something first"):
                    await exported(built, export.name, format)
                told: list[str] = []
                await exported(built, export.name, format, since="2020-01-01", tell=told.append)
                assert told == ["nothing has changed since 2020-01-01"]
    assert {f for export in EXPORTS for f in export.formats} == set(FORMATS)


async def test_hostile_titles_are_whole_in_every_format(
    program: Program, conn: AsyncConnection, tmp_path: Path
) -> None:
    await furnish_hostile(conn)
    expected = list(HOSTILE)
    async with program() as built:
        assert [row["title"] for row in await exported_rows(built, "films")] == expected
        text = (await exported(built, "films", "csv")).decode()
        assert [row["title"] for row in csv.DictReader(io.StringIO(text, newline=""))] == expected
        text = (await exported(built, "films", "csv", safe=True, only=("title",))).decode()
        safe = [row["title"] for row in csv.DictReader(io.StringIO(text, newline=""))]
        assert [s for s, title in zip(safe, expected, strict=True) if s != title] == [
            "'=1+1",
            "'@home",
            "'-273 °C",
        ]
        table = parquet.read_table(io.BytesIO(await exported(built, "films", "parquet")))
        assert table.column("title").to_pylist() == expected
        for format in ("radarr", "stevenlu"):
            films = json.loads(await exported(built, "radarr", format))
            assert sorted(film["title"] for film in films) == sorted(expected)
        document = ET.fromstring(await exported(built, "graph", "graphml"))
        names = [data.text for data in document.iterfind(f".//{GRAPHML}node/{GRAPHML}data[@key='name']")]
        assert [n for n in names if "\ufffd" not in str(n)] == [
            t for t in expected if "\x07" not in t and "\ufffe" not in t
        ]
        assert len(document.findall(f".//{GRAPHML}edge")) == len(expected) - 1
        path = tmp_path / "films.db"
        path.write_bytes(await exported(built, "sqlite"))
    with sqlite3.connect(path) as file:
        assert [title for (title,) in file.execute("select title from movies order by id")] == expected


async def test_a_sqlite_file_has_keys_references_and_words(
    program: Program, conn: AsyncConnection, tmp_path: Path
) -> None:
    path = tmp_path / "films.db"
    async with program() as built:
        await furnish(conn)
        path.write_bytes(await exported(built, "sqlite"))
    with sqlite3.connect(path) as file:
        assert file.execute("pragma foreign_key_check").fetchall() == []
        assert file.execute("select count(*) from festival_nominations").fetchone() == (6,)
        found = "select m.title from movies_fts f join movies m on m.id = f.rowid where movies_fts match ?"
        assert file.execute(found, ["four"]).fetchall() == [("Four",)]
        assert file.execute("select name from people_fts where people_fts match 'cleo'").fetchall() == [
            ("Cleo <&>",)
        ]
        keys = {row[3]: row[2] for row in file.execute("pragma foreign_key_list(festival_nomination_films)")}
        assert keys == {"movie_id": "movies", "nomination_id": "festival_nominations"}
        indexed = [row[1] for row in file.execute("pragma index_list(festival_nomination_films)")]
        assert "ix_festival_nomination_films_movie_id" in indexed


LEAVES_OUT: list[tuple[str, str, dict[str, Any], int, str]] = [
    ("radarr", "radarr", {}, 2, "2 of 4 films have no TMDb id"),
    ("radarr", "stevenlu", {"festival": "bees"}, 1, "1 of 4 films have no IMDb id"),
    ("radarr", "radarr", {"list": "afi_100"}, 0, ""),
    ("imdb-awards", "imdb-awards", {"festival": "bees"}, 1, "1 nomination of a film without an IMDb id"),
]


async def test_what_a_form_leaves_out_is_counted_before_its_first_block(
    program: Program, conn: AsyncConnection
) -> None:
    async with program() as built:
        await furnish(conn)
        for what, form, asked, number, says in LEAVES_OUT:
            counted: list[LeftOut] = []
            told: list[str] = []
            selection = Selection(**asked)
            blocks = stream(built.context, what, selection, form, tell=told.append, count=counted.append)
            await anext(blocks)
            assert [one.rows for one in counted] == [number], (what, form)
            assert await left_out(built.context, what, selection, form) == counted[0]
            async for _ in blocks:
                pass
            assert says in " ".join(told), (what, form)
        assert await left_out(built.context, "films", Selection(), "csv") is None


async def test_no_reader_waits_for_a_count(
    program: Program, conn: AsyncConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody holds the films: they are not counted, and written all the same when they are free."""
    monkeypatch.setattr(export, "_COUNTING_SECONDS", 0.1)
    async with program() as built:
        await furnish(conn)
        await conn.execute("lock table movies")
        counted: list[LeftOut] = []
        blocks = stream(built.context, "radarr", Selection(), "radarr", count=counted.append)
        first = asyncio.ensure_future(anext(blocks))
        while not await _reading_waits(built):
            assert not first.done()
            await asyncio.sleep(0.01)  # a lock that is waited for tells nobody
        await conn.rollback()
        assert (await first).startswith(b"[")
        assert counted == []
        await blocks.aclose()


async def _reading_waits(built: Cinegraph) -> bool:
    """Whether what waits for a lock is no count any more."""
    async with built.context.database.transaction() as conn:
        waiting = await conn.execute(
            "select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
            " and query not like 'select count(*)%'"
        )
        return await waiting.fetchone() is not None


async def test_the_same_columns_that_are_asked_for(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        await furnish(conn)
        text = await exported(built, "films", "csv", only=("title", "genres", "runtime"), decade=1990)
        assert text == b"title,genres,runtime\r\nOne,Comedy | Drama,90\r\nFour,,\r\n"
        only = ("title", "release_date", "countries", "languages")
        assert await exported_rows(built, "films", decade=1990, only=only) == [
            {"title": "One", "release_date": "1994-05-01", "countries": ["FR"], "languages": ["fr", "en"]},
            {"title": "Four", "release_date": None, "countries": ["DE", "FR"], "languages": []},
        ]
        posters = json.loads(await exported(built, "radarr", "stevenlu", decade=1990))
        assert [film["poster_url"] for film in posters] == [
            "https://elsewhere.test/four.jpg",
            "https://pictures.test/w500/one.jpg",
        ]
        with pytest.raises(Refused, match="column title is named twice"):
            await exported(built, "films", "csv", only=("title", "year", "title"))
        text = await exported(built, "films", "jsonl", only=("genres", "release_date"), list="afi_100")
        assert text == b'{"genres": ["Comedy", "Drama"], "release_date": "1994-05-01"}\n'
        table = parquet.read_table(io.BytesIO(await exported(built, "films", "parquet", decade=1990)))
        assert table.column("genres").to_pylist() == [["Comedy", "Drama"], []]
        assert str(table.schema.field("updated_at").type) == "timestamp[us, tz=UTC]"


async def test_who_leaves_early_frees_the_connection(program: Program, conn: AsyncConnection) -> None:
    await conn.execute("insert into people (name) select repeat('x', 500) from generate_series(1, 5000)")
    await conn.commit()
    async with program() as built:
        blocks = stream(built.context, "people", Selection(), "csv")
        assert (await anext(blocks)).startswith(b"id,imdb_id")
        await blocks.aclose()
        open_ = "select count(*) from pg_stat_activity where datname = current_database() and state <> 'idle' and pid <> pg_backend_pid()"
        row = await (await conn.execute(open_.encode())).fetchone()
        assert row == (0,)

"""Exports of what changed since a moment."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree as ET

from psycopg import AsyncConnection

from cinegraph.store import graph
from tests.conftest import Program
from tests.pipeline.exported import GRAPHML, exported, exported_rows, furnish
from tests.store.filming import Made


async def test_only_what_changed_and_what_is_gone(program: Program, conn: AsyncConnection) -> None:
    async with program() as built:
        await furnish(conn)
        row = await (await conn.execute("select clock_timestamp()")).fetchone()
        assert row is not None
        moment = str(row[0])
        await conn.commit()
        before = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
        assert len(await exported_rows(built, "films", since=before)) == 4
        assert await exported_rows(built, "films", since=moment) == []
        await conn.execute("update movies set title = 'Anew' where title = 'One'")
        await conn.execute("update festival_nominations set state = 'withdrawn' where fingerprint = 'b'")
        await conn.execute(
            "insert into merges (keep_id, dropped_id, dropped_imdb_id, snapshot, merged_by, reason)"
            " select id, 99, 'tt0000099', '{\"films\": [{\"id\": 99, \"title\": \"Gone\"}]}', 'x', 'y' from movies where title = 'Four'"
        )
        await conn.commit()
        films = await exported_rows(built, "films", since=moment)
        assert [(f["title"], f["state"], f["imdb_id"]) for f in films] == [
            ("Anew", "there", "tt0000001"),
            ("Gone", "merged", "tt0000099"),
        ]
        entries = await exported_rows(built, "nominations", since=moment)
        assert sorted(e["state"] for e in entries) == ["active", "active", "withdrawn"]


async def test_of_the_graph_only_changed_edges_and_their_people(
    program: Program, conn: AsyncConnection
) -> None:
    async with program() as built:
        made = Made(conn)
        await made.film(1, 2000, cast=["Ann", "Bob", "Cleo"])
        await graph.build(conn, [1])
        await conn.commit()
        row = await (await conn.execute("select clock_timestamp()")).fetchone()
        assert row is not None
        await conn.commit()
        await made.film(2, 2001, cast=["Ann", "Cleo"])
        await graph.build(conn, [2])
        await conn.commit()
        document = ET.fromstring(await exported(built, "graph", "graphml", since=str(row[0])))
        names = [data.text for data in document.iterfind(f".//{GRAPHML}node/{GRAPHML}data[@key='name']")]
        assert (names, len(document.findall(f".//{GRAPHML}edge"))) == (["Ann", "Cleo"], 1)
        whole = ET.fromstring(await exported(built, "graph", "graphml"))
        assert (len(whole.findall(f".//{GRAPHML}node")), len(whole.findall(f".//{GRAPHML}edge"))) == (3, 3)

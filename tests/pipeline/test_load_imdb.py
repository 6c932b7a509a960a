"""The load of IMDb's datasets: what is kept, what is refused, what an interruption leaves, what readers see."""

import gzip
import os
from collections.abc import AsyncIterator
from pathlib import Path

import psycopg
import pytest
from psycopg import AsyncConnection

from cinegraph.pages.dataset_lines import DatasetUnreadable
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.dataset_files import in_folder
from cinegraph.pipeline.load_imdb import Patience, drop_imdb, load_imdb
from cinegraph.store import datasets, imdb_staging, migrate
from cinegraph.store.database import Database
from tests.conftest import count
from tests.made_datasets import HEADERS, Files, N, aka, film, made, write

KEPT = {"titles": 6, "ratings": 2, "akas": 3, "crew": 2, "principals": 11, "people": 13}


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url, size=4) as connected:
        yield connected


class Seen:
    """A progress that remembers; it raises at the file that it is told to break at."""

    def __init__(self, broken_at: str = "") -> None:
        self.told: list[tuple[str, str]] = []
        self._broken_at = broken_at

    def __call__(self, what: str, file: str, done: int, total: int) -> None:
        assert 0 <= done <= total
        if (what, file) not in self.told:
            self.told.append((what, file))
        if what == "load" and file.startswith(self._broken_at or "nothing"):
            raise KeyboardInterrupt

    def files(self, what: str) -> list[str]:
        return [file.removesuffix(".tsv.gz") for told, file in self.told if told == what]


async def load(database: Database, folder: Path, seen: Seen | None = None) -> bool:
    return await load_imdb(database, in_folder(folder), str(folder), seen or Seen(), Patience(1, 2, 1, 0))


async def kept(database: Database) -> dict[str, int]:
    async with database.transaction() as conn:
        return {name: await count(conn, f"select count(*) from imdb_{name}") for name in KEPT}


async def staged(database: Database) -> list[str]:
    async with database.transaction() as conn:
        return list(await imdb_staging.staged(conn))


@pytest.mark.parametrize("ending", [".tsv.gz", ".tsv"])
async def test_what_is_kept(database: Database, tmp_path: Path, conn: AsyncConnection, ending: str) -> None:
    assert await load(database, write(tmp_path / "d", made(), ending))
    assert await kept(database) == KEPT
    cursor = await conn.execute(
        "select title, original_title, folded, folded_original, genres from imdb_titles order by tconst"
    )
    rows = await cursor.fetchall()
    assert rows[1][:4] == ('The "Quoted" \\ Film', None, "the quoted film", None)
    assert rows[5] == ("Parasite", "기생충", "parasite", "기생충", ["Comedy", "Drama"])
    cursor = await conn.execute(
        "select title, types from imdb_akas where tconst = 'tt6751668' order by ordering"
    )
    assert await cursor.fetchall() == [("Parasite", None), ("Gisaengchung", "festival,working")]
    cursor = await conn.execute(
        "select min(ordering), max(ordering) from imdb_principals where tconst = 'tt6751668'"
    )
    assert await cursor.fetchone() == (9, 18), (
        "the ten that are billed first, whatever their order in the file"
    )
    known = await datasets.loaded(conn, "imdb")
    assert known is not None
    assert (known.rows, known.files["title.basics"]["left_out"]) == (sum(KEPT.values()), {"tvEpisode": 1})


async def test_again_is_the_same_and_does_nothing(database: Database, tmp_path: Path) -> None:
    folder = write(tmp_path / "d", made())
    assert await load(database, folder)
    seen = Seen()
    assert not await load(database, folder, seen)
    assert (seen.told, await kept(database)) == ([], KEPT)


async def test_the_schema_is_as_before(database: Database, database_url: str, tmp_path: Path) -> None:
    """The swapped tables have the names, keys, defaults and triggers that the migration gave them."""

    def keys() -> list[tuple[str, ...]]:
        with psycopg.connect(database_url) as connection:
            return connection.execute(
                """
                select c.relname, i.relname, '' from pg_index x join pg_class c on c.oid = x.indrelid
                    join pg_class i on i.oid = x.indexrelid where c.relname like 'imdb_%'
                union select c.relname, t.tgname, '' from pg_trigger t join pg_class c on c.oid = t.tgrelid
                    where c.relname like 'imdb_%'
                union select table_name, column_name, concat(column_default, is_nullable)
                    from information_schema.columns where table_name like 'imdb_%' order by 1, 2
                """
            ).fetchall()

    before = keys()
    await load(database, write(tmp_path / "d", made()))
    assert keys() == before
    assert migrate.differences(database_url) == []


@pytest.mark.parametrize("broken_at", ["title.akas", "name.basics"])
async def test_an_interrupted_load_goes_on(database: Database, tmp_path: Path, broken_at: str) -> None:
    folder = write(tmp_path / "d", made())
    with pytest.raises(KeyboardInterrupt):
        await load(database, folder, Seen(broken_at))
    done = list(HEADERS)[: list(HEADERS).index(broken_at)]
    assert (await staged(database), (await kept(database))["titles"]) == (done, 0)
    seen = Seen()
    assert await load(database, folder, seen)
    assert (seen.files("staged"), seen.files("load")) == (done, list(HEADERS)[len(done) :])
    assert await kept(database) == KEPT


async def test_a_file_that_changed_meanwhile_is_read_anew_with_all_that_depends_on_it(
    database: Database, tmp_path: Path
) -> None:
    folder = write(tmp_path / "d", made())
    with pytest.raises(KeyboardInterrupt):
        await load(database, folder, Seen("title.principals"))
    files = made()
    files["title.basics"] = files["title.basics"][1:]
    write(folder, files)
    for name in HEADERS:
        if name != "title.basics":
            os.utime(folder / f"{name}.tsv.gz", (1, 1))
    with pytest.raises(KeyboardInterrupt):
        await load(database, folder, Seen("name.basics"))
    os.utime(folder / "title.basics.tsv.gz", (2, 2))
    seen = Seen()
    await load(database, folder, seen)
    assert seen.files("load") == list(HEADERS)
    assert await kept(database) == KEPT | {
        "titles": 5,
        "ratings": 1,
        "akas": 1,
        "crew": 1,
        "principals": 1,
        "people": 1,
    }


async def test_readers_see_the_former_dataset_until_the_swap(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await load(database, write(tmp_path / "old", made()))
    newer = made()
    newer["title.basics"].append(film("tt99999999", "New", "2026"))
    newer["title.ratings"].append(("tt99999999", "7.0", "7"))
    counted: list[tuple[int, ...]] = []
    query = "select (select count(*) from imdb_titles), (select count(*) from imdb_ratings)"
    with psycopg.connect(database_url, autocommit=True) as reader:

        def read() -> tuple[int, ...]:
            row = reader.execute(query).fetchone()
            assert row is not None
            return tuple(row)

        def progress(*_: object) -> None:
            counted.append(read())

        given = in_folder(write(tmp_path / "new", newer))
        assert await load_imdb(database, given, "new", progress)
        assert len(counted) >= 6
        assert set(counted) == {(6, 2)}
        assert read() == (7, 3)


async def test_a_reader_that_does_not_let_go_keeps_its_dataset(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    folder = write(tmp_path / "d", made())
    with psycopg.connect(database_url) as reader:
        reader.execute("select count(*) from imdb_titles")
        with pytest.raises(Refused, match="reading the former dataset"):
            await load(database, folder)
    seen = Seen()
    await load(database, folder, seen)
    assert len(seen.files("staged")) == 6


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-20])


def damage(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:15] + b"\xff\xff\xff\xff" + path.read_bytes()[19:])


def lines(name: str, *rows: tuple[str, ...]) -> Files:
    return made() | {name: [*made()[name], *rows]}


WRONG_ROWS = [
    (lines("title.ratings", ("tt0000001", "1.0")), r"title.ratings.tsv.gz, line 5: 2 columns instead of 3"),
    (
        lines("title.basics", film("tt0000001", "A", "2000\t2001")),
        r"title.basics.tsv.gz, line 9: 10 columns instead of 9",
    ),
    (lines("title.basics", film("tt123", "A")), r"line 9: 'tt123' is no id"),
    (lines("title.basics", film("tt0000001", "A", "soon")), r"line 9: 'soon' is no number"),
    (lines("title.basics", film("tt6751668", "Twice")), r"title.basics.tsv.gz: .*tt6751668.* is duplicated"),
    (lines("title.ratings", ("tt6751668", "good", "1")), r"line 5: 'good' is no rating"),
    (lines("title.crew", ("tt6751668", "Bong", N)), r"title.crew.tsv.gz, line 5: 'Bong' is no id"),
    (lines("title.akas", aka("tt0084472", 1, "A\0B")), r"line 7: it holds a NUL character"),
    (lines("title.principals", ("tt0084472", N, "nm0000001", "actor", N, N)), r"line 17: it has no place"),
    (made() | {"title.basics": []}, r"title.basics.tsv.gz: there is no film in it"),
]


@pytest.mark.parametrize(("files", "told"), WRONG_ROWS, ids=[told for _, told in WRONG_ROWS])
async def test_a_wrong_row_is_named_and_replaces_nothing(
    database: Database, tmp_path: Path, files: Files, told: str
) -> None:
    await load(database, write(tmp_path / "good", made()))
    with pytest.raises(DatasetUnreadable, match=told) as raised:
        await load(database, write(tmp_path / "bad", files))
    assert "\n" not in str(raised.value)
    assert await kept(database) == KEPT


async def test_a_damaged_file_is_named_and_replaces_nothing(database: Database, tmp_path: Path) -> None:
    await load(database, write(tmp_path / "good", made()))
    for name, spoil, told in (
        ("title.akas", cut, r"title.akas.tsv.gz, line \d+: the compressed file is cut off here"),
        ("title.crew", damage, r"title.crew.tsv.gz, line \d+: the compressed file is damaged here"),
    ):
        folder = write(tmp_path / name, made())
        spoil(folder / f"{name}.tsv.gz")
        with pytest.raises(DatasetUnreadable, match=told):
            await load(database, folder)
    plain = write(tmp_path / "plain", made(), ".tsv")
    path = plain / "title.ratings.tsv"
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DatasetUnreadable, match=r"title.ratings.tsv, line 4: the file ends within this line"):
        await load(database, plain)
    path.write_bytes(path.read_bytes() + b"\n\xff\n")
    with pytest.raises(DatasetUnreadable, match=r"line 5: it is not UTF-8"):
        await load(database, plain)
    assert await kept(database) == KEPT


def test_a_foreign_or_missing_file_is_seen_before_anything_is_read(tmp_path: Path) -> None:
    folder = write(tmp_path / "d", made())
    (folder / "title.crew.tsv.gz").write_bytes((folder / "title.ratings.tsv.gz").read_bytes())
    with pytest.raises(
        DatasetUnreadable, match=r"title.crew.tsv.gz, line 1: another file .* found tconst, average"
    ):
        in_folder(folder)
    (folder / "title.crew.tsv.gz").write_bytes(gzip.compress(b""))
    with pytest.raises(DatasetUnreadable, match="found nothing"):
        in_folder(folder)
    (folder / "title.crew.tsv.gz").write_bytes(b"x" * 3_000_000)
    with pytest.raises(DatasetUnreadable, match="longer than any line"):
        in_folder(folder)
    (folder / "title.crew.tsv.gz").unlink()
    with pytest.raises(Refused, match=r"lacks title.crew.tsv.gz: all six"):
        in_folder(folder)
    with pytest.raises(Refused, match="no such folder"):
        in_folder(tmp_path / "nowhere")


async def test_dropped_is_as_never_loaded(database: Database, tmp_path: Path) -> None:
    folder = write(tmp_path / "d", made())
    assert not await drop_imdb(database)
    await load(database, folder)
    assert await drop_imdb(database)
    assert set((await kept(database)).values()) == {0}
    assert await load(database, folder)
    assert await kept(database) == KEPT


async def test_two_loads_do_not_meet(database: Database, database_url: str, tmp_path: Path) -> None:
    folder = write(tmp_path / "d", made())
    async with (
        await AsyncConnection.connect(database_url, autocommit=True) as other,
        imdb_staging.alone(other, 1),
    ):
        with pytest.raises(Refused, match="another process is loading it"):
            await load(database, folder)
    assert await load(database, folder)

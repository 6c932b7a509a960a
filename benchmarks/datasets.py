"""IMDb's datasets: rows a second by COPY and the memory that it takes, against executemany in the same run.

    python -m benchmarks.datasets [--titles 1000000] [--sample 50000]

Six made-up files with so many titles, as long and as varied as IMDb's; the sample is the same rows, folded and all,
put into the same table by executemany. Memory is this process's at its highest, above what it was before the load.
"""

import argparse
import asyncio
import gzip
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg

from cinegraph.pages.dataset_lines import Lines
from cinegraph.pages.imdb_dataset_files import FILES, Kept, blocks
from cinegraph.pipeline.dataset_files import in_folder
from cinegraph.pipeline.load_imdb import load_imdb
from cinegraph.postgres.sharing import SharedServer
from cinegraph.sources.imdb_records import Record
from cinegraph.store.database import Database
from cinegraph.store.imdb_dataset import KeptDataset
from cinegraph.store.upgrade import upgrade

_WORDS = [
    "the",
    "of",
    "night",
    "day",
    "love",
    "house",
    "river",
    "last",
    "first",
    "king",
    "über",
    "garçon",
    "기생충",
    "москва",
    "東京",
    "مدينة",
]


def main() -> None:
    """Print a row for each file, the sum, and the baseline."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--titles", type=int, default=1_000_000)
    options.add_argument("--sample", type=int, default=50_000)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder, SharedServer(Path(folder) / "server") as server:
        files = Path(folder) / "files"
        files.mkdir()
        for name, lines in made_up(chosen.titles).items():
            with gzip.open(
                files / f"{name}.tsv.gz", "wt", encoding="utf-8", newline="", compresslevel=1
            ) as out:
                out.write("\t".join(next(f.columns for f in FILES if f.name == name)) + "\n")
                out.writelines(lines)
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute("create database measured")
        url = server.rsplit("/", 1)[0] + "/measured"
        upgrade(url)
        size = sum(path.stat().st_size for path in files.iterdir())
        print(f"{chosen.titles} titles, {size / 1e6:.0f} MB of gzip")
        per_second = asyncio.run(_load(url, files, chosen.titles))
        baseline = _executemany(url, files, chosen.sample)
        print(
            f"executemany of {chosen.sample} titles: {baseline:.0f} rows/s; COPY is {per_second / baseline:.1f} times that"
        )


async def _load(url: str, files: Path, titles: int) -> float:
    """Load and look up; the answer is the rows a second of title.basics."""
    began: dict[str, float] = {}
    ended: dict[str, float] = {}

    def progress(_: str, file: str, done: int, total: int) -> None:
        ended[file] = time.perf_counter()
        began.setdefault(file, last[0])
        if done == total:
            last[0] = ended[file]

    async with Database(url) as database:
        before = _memory()
        start = time.perf_counter()
        last = [start]
        await load_imdb(database, in_folder(files), "made up", progress)
        whole = time.perf_counter() - start
        print(f"{'':<26}{'seconds':>9}{'rows':>10}{'rows/s':>10}")
        with psycopg.connect(url) as connection:
            row = connection.execute("select files from datasets").fetchone()
        assert row is not None
        for file in FILES:
            name = f"{file.name}.tsv.gz"
            taken, lines = ended[name] - began[name], row[0][file.name]["lines"]
            print(f"{name:<26}{taken:>9.1f}{lines:>10}{lines / taken:>10.0f}")
        total = sum(told["lines"] for told in row[0].values())
        print(f"{'all, with keys and swap':<26}{whole:>9.1f}{total:>10}{total / whole:>10.0f}")
        print(f"memory above the start: {_memory() - before:.0f} MB")
        await _look_up(KeptDataset(database), titles)
    basics = "title.basics.tsv.gz"
    return float(row[0]["title.basics"]["lines"] / (ended[basics] - began[basics]))


async def _look_up(dataset: KeptDataset, titles: int) -> None:
    dice = random.Random(2)
    began = time.perf_counter()
    found: list[Record | None] = [await dataset.by_id(f"tt{dice.randrange(titles):07}") for _ in range(500)]
    by_id = time.perf_counter() - began
    began = time.perf_counter()
    for record in found:
        if record is not None and record.year is not None:
            await dataset.titled([record.title.casefold()], (record.year - 2, record.year + 2), 20)
    by_title = time.perf_counter() - began
    print(f"look-ups: by id {by_id * 2:.2f} ms, by title {by_title * 2:.2f} ms")


def _executemany(url: str, files: Path, sample: int) -> float:
    with (files / "title.basics.tsv.gz").open("rb") as raw, psycopg.connect(url) as connection:
        connection.execute("create table baseline (like imdb_titles including all)")
        began = time.perf_counter()
        rows = next(blocks(FILES[0].rows(Lines(raw, "title.basics", FILES[0].columns), Kept()), sample))
        connection.cursor().executemany(
            """
            insert into baseline (tconst, kind, title, original_title, year, end_year, runtime, genres, folded,
                folded_original) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
            """,
            [[list(v) if isinstance(v, tuple) else v for v in row] for row in rows],
        )
        connection.commit()
        return len(rows) / (time.perf_counter() - began)


def made_up(titles: int) -> dict[str, Iterator[str]]:
    """The lines of the six files: an aka and a half, a rating, a director and five in the cast for each title."""
    every, nobody = range(titles), "\\N"
    return {
        "title.basics": (
            f"tt{n:07}\tmovie\t{_title(n)}\t{_title(n + n % 3)}\t0\t{1920 + n % 105}\t{nobody}\t{60 + n % 90}\tDrama,Comedy\n"
            for n in every
        ),
        "title.ratings": (f"tt{n:07}\t{1 + n % 90 / 10:.1f}\t{n % 5000}\n" for n in every),
        "title.akas": (
            f"tt{n:07}\t{place}\t{_title(n + place)}\tUS\t{nobody}\timdbDisplay\t{nobody}\t0\n"
            for n in every
            for place in range(1, 2 + n % 2)
        ),
        "title.crew": (f"tt{n:07}\tnm{n % 200_000:07}\t{nobody}\n" for n in every),
        "title.principals": (
            f'tt{n:07}\t{place}\tnm{(7 * n + place) % 500_000:07}\tactor\t{nobody}\t["Part {place}"]\n'
            for n in every
            for place in range(1, 6)
        ),
        "name.basics": (
            f"nm{n:07}\tPerson {n}\t1970\t{nobody}\tactor\t{nobody}\n" for n in range(min(titles, 500_000))
        ),
    }


def _title(n: int) -> str:
    return (
        " ".join(_WORDS[(n * 7919 >> shift) % len(_WORDS)] for shift in (0, 5, 10)).title() + f" {n % 9973}"
    )


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()

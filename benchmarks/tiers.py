"""Films that TMDb lacks: what it takes to ask every tier, and whether every call, cent and film is accounted for.

    python -m benchmarks.tiers [--films 1000] [--dear 500]

Of the films 40 % are unknown to TMDb: 16 % are in Wikidata, 10 % in IMDb's datasets, 8 % in OMDb only, 6 % nowhere; one in eight
of those is marked critical and has a title page, which Zyte fetches for money. Then: `--dear` films that only OMDb has,
two workers, and a budget of 100 calls.
"""

import argparse
import gzip
import json
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg

from benchmarks.made_up import write_facts
from benchmarks.surroundings import PROGRAM, empty_database, environment, workers, world
from cinegraph.pages.imdb_dataset_files import FILES
from cinegraph.postgres.sharing import SharedServer

_SHARES = (("tmdb", 60), ("wikidata", 76), ("imdb_datasets", 86), ("omdb", 94), ("nobody", 100))
"""Who is the first to have a film, by the last two digits of its number."""

_ALL = {"imdb_datasets": "true", "omdb": "true", "imdb_title": "zyte", "critical_only": '["imdb_title"]'}
_RATES = {"tmdb_rate": "0", "log_level": "ERROR"}


def main() -> None:
    """Print what was asked, found and paid, the second run, and the race for a budget."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--films", type=int, default=1000)
    options.add_argument("--dear", type=int, default=500)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as name, SharedServer(Path(name) / "server") as server:
        folder = Path(name)
        write_facts(folder / "facts", chosen.films, _lacking)
        _write_datasets(folder / "datasets", chosen.films)
        with world(folder / "facts") as url:
            _all_tiers(server, url, folder / "datasets", chosen.films)
        write_facts(
            folder / "dear", chosen.dear, lambda _: "tmdb = false\nwikidata = false\ntitle_page = false"
        )
        with world(folder / "dear") as url:
            _two_workers(server, url, chosen.dear)


def _first(number: int) -> str:
    return next(name for name, share in _SHARES if number % 100 < share)


def _is_critical(number: int) -> bool:
    return number % 100 >= 60 and number % 8 == 0


def _lacking(number: int) -> str:
    first = _first(number)
    lacks = {
        "tmdb": first != "tmdb",
        "wikidata": first not in ("tmdb", "wikidata"),
        "omdb": first == "nobody",
        "title_page": not _is_critical(number),
    }
    return "\n".join(f"{name} = false" for name, lacking in lacks.items() if lacking)


def _write_datasets(folder: Path, films: int) -> None:
    """The six files, with the films that only they and OMDb have."""
    folder.mkdir()
    titles = [
        f"tt{9_000_000 + n:07}\tmovie\tFilm {n}\tFilm {n}\t0\t2023\t\\N\t100\tDrama\n"
        for n in range(films)
        if _first(n) == "imdb_datasets"
    ]
    for file in FILES:
        lines = titles if file.name == "title.basics" else []
        with gzip.open(folder / f"{file.name}.tsv.gz", "wt", encoding="utf-8") as out:
            out.write("\t".join(file.columns) + "\n")
            out.writelines(lines)


def _all_tiers(server: str, url: str, datasets: Path, films: int) -> None:
    database = empty_database(server)
    plain = environment(database, url, **_RATES)
    env = environment(database, url, **_RATES, **_ALL)
    ask = [*PROGRAM, "import", "oscars", "2024", "--offline", "--json"]
    subprocess.run(
        [*PROGRAM, "datasets", "load", "imdb", str(datasets)], env=plain, check=True, capture_output=True
    )
    subprocess.run([*ask, "--no-lookup"], env=plain, check=True, capture_output=True)
    critical = [f"tt{9_000_000 + n:07}" for n in range(films) if _is_critical(n)]
    subprocess.run(
        [*PROGRAM, "movies", "mark", *critical, "--critical"], env=plain, check=True, capture_output=True
    )
    print(
        f"{films} films, {sum(_first(n) != 'tmdb' for n in range(films))} unknown to TMDb, {len(critical)} critical"
    )
    for run in ("first", "again"):
        with psycopg.connect(database) as connection:
            before = _calls(connection)
        began = time.perf_counter()
        told = subprocess.run(ask, env=env, check=False, capture_output=True, text=True)
        seconds = time.perf_counter() - began
        assert told.returncode == 0, told.stderr
        report = json.loads(told.stdout)
        with psycopg.connect(database) as connection:
            calls = {k: v - before.get(k, 0) for k, v in _calls(connection).items() if v > before.get(k, 0)}
            print(f"{run}: {seconds:.1f} s, calls {calls}, cost {report['cost_usd']} USD")
            print(f"  seen {report['seen']} = stored {report['stored']}; films {report['films']}")
            _reconcile(connection)


def _calls(connection: psycopg.Connection) -> dict[str, int]:
    return dict(
        connection.execute(
            "select source, count(*) from api_lookup_metrics group by source order by source"
        ).fetchall()
    )


def _reconcile(connection: psycopg.Connection) -> None:
    """The ledger's money and that of the calls, to the cent and beyond; what is still set aside."""
    row = connection.execute(
        """
        select (select coalesce(sum(spent_usd), 0) from source_budgets where period = 'day'),
            (select coalesce(sum((metadata ->> 'cost_usd')::numeric), 0) from api_lookup_metrics),
            (select count(*) from reservations)
        """
    ).fetchone()
    assert row is not None
    print(f"  ledger {row[0]} USD, calls {row[1]} USD, set aside {row[2]}: {_verdict(row[0] == row[1])}")


def _verdict(agrees: bool) -> str:
    return "agree" if agrees else "DIFFER"


def _two_workers(server: str, url: str, films: int) -> None:
    database = empty_database(server)
    env = environment(
        database, url, **_RATES, omdb="true", wikidata="false", budgets='{"omdb": {"day_calls": 100}}'
    )
    asked = [*PROGRAM, "import", "oscars", "2024", "--offline", "--detach"]
    subprocess.run(asked, env=env, check=True, stdout=subprocess.DEVNULL)
    began = time.perf_counter()
    with workers(env, 2), psycopg.connect(database, autocommit=True) as connection:
        while _moving(connection):
            time.sleep(0.1)
        seconds = time.perf_counter() - began
    with psycopg.connect(database) as connection:
        paid = connection.execute(
            "select count(*) from api_lookup_metrics where source = 'omdb' and (metadata ->> 'cost_usd')::numeric > 0"
        ).fetchone()
        states: dict[str, int] = dict(
            connection.execute("select import_type, count(*) from movies group by 1 order by 1").fetchall()
        )
        due = connection.execute(
            "select count(*), min(scheduled_at) from procrastinate_jobs where status = 'todo'"
            " and task_name = 'resolve_movie'"
        ).fetchone()
        assert paid is not None
        assert due is not None
        print(f"{films} films, two workers, a budget of 100 calls: {paid[0]} paid calls in {seconds:.1f} s")
        print(f"  films {states}; {due[0]} put off until {due[1]:%Y-%m-%d %H:%M} UTC or later")
        _reconcile(connection)


def _moving(connection: psycopg.Connection) -> bool:
    """Whether a job is at work, or is due."""
    row = connection.execute(
        """
        select exists (select 1 from procrastinate_jobs where status = 'doing' or status = 'todo'
            and (scheduled_at is null or scheduled_at <= now() + interval '1 minute')
            and task_name in ('import_ceremony', 'resolve_movie', 'finish_import'))
        """
    ).fetchone()
    assert row is not None
    return bool(row[0])


if __name__ == "__main__":
    main()

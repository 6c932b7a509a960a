"""Load IMDb's datasets: stage each file that is not staged yet, then put all of them in the place of the former ones."""

from collections.abc import Sequence
from dataclasses import dataclass

import anyio
import psycopg

from cinegraph.pages.dataset_lines import DatasetUnreadable, Lines
from cinegraph.pages.imdb_dataset_files import Kept, blocks
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.dataset_files import Given, Progress
from cinegraph.store import datasets, imdb_staging
from cinegraph.store.database import Database
from cinegraph.store.imdb_staging import TABLES, Busy, Doubled, Staged

_BLOCK = 2_000


@dataclass(frozen=True, slots=True)
class Patience:
    """How long others are waited for: another load, and readers, who are let through between the swap's attempts."""

    lock_seconds: int = 5
    swaps: int = 12
    swap_seconds: int = 2
    pause_seconds: float = 1.0


_PATIENT = Patience()


async def load_imdb(
    database: Database,
    given: Sequence[Given],
    origin: str,
    progress: Progress,
    patience: Patience = _PATIENT,
) -> bool:
    """Replace the dataset by these files, in one transaction at the end; whether there was anything to replace.

    What an interrupted load has staged is not staged again while its files are the same. Raises Refused or
    DatasetUnreadable: then the former dataset is untouched.
    """
    async with database.statement() as guard:
        try:
            async with imdb_staging.alone(guard, patience.lock_seconds):
                if await _is_loaded(database, given):
                    return False
                await _stage_all(database, given, progress)
                await _swap(database, origin, patience)
                return True
        except Busy as reason:
            raise Refused(f"the IMDb datasets: {reason}; nothing was replaced, try again") from None
        except psycopg.errors.InsufficientPrivilege as reason:
            said = str(reason).splitlines()[0]
            raise Refused(f"the database's user may not build the dataset's tables: {said}") from None


async def _is_loaded(database: Database, given: Sequence[Given]) -> bool:
    async with database.transaction() as conn:
        known = await datasets.loaded(conn, imdb_staging.NAME)
        same = known is not None and all(
            known.files.get(one.file.name, {}).get(word) == value
            for one in given
            for word, value in one.signature.items()
        )
        if same:
            await imdb_staging.forget(conn)
        return same


async def _stage_all(database: Database, given: Sequence[Given], progress: Progress) -> None:
    async with database.transaction() as conn:
        before = await imdb_staging.staged(conn)
    kept = Kept()
    known: set[str] = set()  # which ids `kept` has: those of files read now, or read back from the tables
    anew: set[str] = set()
    for table, one in zip(TABLES, given, strict=True):
        name, there = one.file.name, before.get(one.file.name)
        if there is not None and there.signature == one.signature and not anew.intersection(one.file.after):
            progress("staged", one.path.name, one.bytes, one.bytes)
            continue
        await _read_back(database, kept, [file for file in one.file.after if file not in known])
        known.update(one.file.after)
        await _stage(database, table, one, kept, progress)
        anew.add(name)
        known.add(name)


async def _read_back(database: Database, kept: Kept, missing: Sequence[str]) -> None:
    """The ids that files which are staged already would have told."""
    wanted = {"films" if name == "title.basics" else "people" for name in missing}
    for what in wanted:
        ids = kept.films if what == "films" else kept.people
        async with database.transaction() as conn:
            async for number in imdb_staging.numbers(conn, what):
                ids.add(number)


async def _stage(database: Database, table: str, one: Given, kept: Kept, progress: Progress) -> None:
    kept.left_out.clear()
    with one.path.open("rb") as raw:
        lines = Lines(raw, str(one.path), one.file.columns)

        def after_block() -> None:
            progress("load", one.path.name, lines.position, one.bytes)

        try:
            async with database.transaction() as conn, imdb_staging.staging(conn, table) as building:
                rows = await building.copy(blocks(one.file.rows(lines, kept), _BLOCK), after_block)
                if not rows and not one.file.after:
                    raise DatasetUnreadable(f"{one.path}: there is no film in it")
                told = Staged(one.signature, lines.number - 1, rows, dict(kept.left_out))
                await building.done(one.file.name, told)
        except Doubled as reason:
            raise DatasetUnreadable(f"{one.path}: {reason}") from None
    progress("load", one.path.name, one.bytes, one.bytes)


async def _swap(database: Database, origin: str, patience: Patience) -> None:
    """Readers are let through between attempts: whoever waits for the swap waits seconds, not minutes."""
    for attempt in range(1, patience.swaps + 1):
        try:
            async with database.transaction() as conn:
                await imdb_staging.swap(conn, origin, patience.swap_seconds)
        except Busy:
            if attempt == patience.swaps:
                raise
            await anyio.sleep(patience.pause_seconds)
        else:
            return


async def drop_imdb(database: Database) -> bool:
    """Drop the dataset and what an interrupted load left; whether there was anything. Raises Refused."""
    async with database.statement() as guard:
        try:
            async with imdb_staging.alone(guard, _PATIENT.lock_seconds), database.transaction() as conn:
                return await datasets.drop(conn, imdb_staging.NAME, _PATIENT.swap_seconds)
        except Busy as reason:
            raise Refused(f"the IMDb datasets: {reason}; nothing was dropped, try again") from None

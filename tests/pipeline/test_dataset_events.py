"""The six real events of the dataset, imported whole: every edition, every nominee entry and every winner is a row."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.domain.festivals import Edition
from cinegraph.lookup.revision import revise
from cinegraph.pages import read
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.pipeline.read_ceremony import PRECEDENCE
from cinegraph.pipeline.request_import import request_imports
from cinegraph.pipeline.sort_pages import GivenPage
from cinegraph.store import imports, kept_ceremonies
from tests.conftest import SHARED, Program, count
from tests.pipeline.exported import exported
from tests.pipeline.importing import Work

pytestmark = pytest.mark.shared
EVENTS = {
    "ev0000091": "berlin",
    "ev0000147": "cannes",
    "ev0000157": "cesar",
    "ev0000292": "golden-globes",
    "ev0000598": "sag",
    "ev0000631": "sundance",
}
FOLDER = SHARED / "awards" / "imdb_awards"
Entry = tuple[str, str, str, str, str, bool]


def counted() -> tuple[int, Counter[Entry]]:
    """How many editions, and (slug, edition, award, category, film, won) of every entry, by the YAML itself."""
    editions = 0
    found: Counter[Entry] = Counter()
    for path in sorted(FOLDER.glob("*.yml")):
        told: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        editions += len(told)
        for edition, awards in told.items():
            for award, categories in awards.items():
                for category, lists in categories.items():
                    for film in lists["nominee"]:
                        won = film in lists["winner"]
                        found[EVENTS[path.stem], edition, award, category, film, won] += 1
    return editions, found


async def test_all_six(program: Program, work: Work, conn: AsyncConnection) -> None:
    """Lesson 4: categories that were known by their text alone lost 10 % of these entries."""
    editions, expected = counted()
    assert sum(expected.values()) == 33_978
    async with program() as built:
        for path in sorted(FOLDER.glob("*.yml")):
            await whole(built, work, page_of(path))
        cursor = await conn.execute(
            """
            select o.slug, c.year || case when c.instance > 1 then '-' || c.instance else '' end, g.award, g.name,
                f.imdb_id, n.is_winner
            from festival_nominations n
            join festival_ceremonies c on c.id = n.ceremony_id
            join festival_organizations o on o.id = c.organization_id
            join festival_categories g on g.id = n.category_id
            join festival_nomination_films f on f.nomination_id = n.id
            join movies m on m.id = f.movie_id and m.imdb_id = f.imdb_id
            """
        )
        assert Counter(tuple(row) for row in await cursor.fetchall()) == expected
        assert await count(conn, "select count(*) from festival_nominations") == 33_978
        assert await count(conn, "select count(*) from festival_ceremonies") == editions == 396
        prizes = {(slug, award, category) for slug, _, award, category, _, _ in expected}
        assert await count(conn, "select count(*) from festival_categories") == len(prizes)
        films = {film for _, _, _, _, film, _ in expected}
        assert await count(conn, "select count(*) from movies where import_type = 'stub'") == len(films)
        assert await count(conn, "select count(*) from people") == 0
        await comes_back_as_it_was(built)
        await again_changes_nothing(conn)
        await whole(built, work, page_of(FOLDER / "ev0000598.yml"))
    touched = "select count(*) from import_nominations where change <> 'unchanged'"
    assert await count(conn, touched) == 33_978, "the second run changed nothing"


def page_of(path: Path) -> GivenPage:
    return GivenPage(path.stem, path.read_bytes())


async def whole(built: Cinegraph, work: Work, page: GivenPage) -> None:
    """Import every edition of one file; each import must end well and add up."""
    context = built.context
    async with context.database.transaction() as conn:
        number, organization = await find_organization(conn, EVENTS[page.name])
    asked = await request_imports(context, organization, number, [], [page], lookup=False, all_given=True)
    await work(built)
    async with context.database.transaction() as conn:
        ended = await imports.reconcile(conn, [one.import_id for one in asked])
    assert {(one.state, one.balanced) for one in ended} == {("finished", True)}


async def comes_back_as_it_was(built: Cinegraph) -> None:
    """Dataset in, export out: every event with every edition is the same file, byte by byte."""
    for path in sorted(FOLDER.glob("*.yml")):
        assert await exported(built, "imdb-awards", festival=path.stem) == path.read_bytes(), path.name


async def again_changes_nothing(conn: AsyncConnection) -> None:
    """Each edition held against its rows once more."""
    for path in sorted(FOLDER.glob("*.yml")):
        number, _ = await find_organization(conn, EVENTS[path.stem])
        for told in read("imdb_awards", path.read_bytes()):
            kept = await kept_ceremonies.find(conn, number, Edition(told.edition.year, told.edition.instance))
            again = revise(kept, told, PRECEDENCE)
            assert {one.change for one in again.nominations} <= {"unchanged"}
            assert (again.withdrawn, again.unsaid) == ((), ())

"""An import that is far smaller than its neighbours needs a person."""

import pytest
from psycopg import AsyncConnection

from cinegraph.offline.faults import Faults
from cinegraph.pipeline.check_volume import acknowledge
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.review_movie import By
from cinegraph.store import volumes
from tests.conftest import Program
from tests.pipeline.importing import Work, imported, offline_pages, without_jodie_foster

_NEIGHBOURS = """
    with made as (
        insert into festival_ceremonies (organization_id, year, name, state)
        select o.id, y, 'The ' || y, 'held' from festival_organizations o, unnest(array[2020, 2021, 2022, 2000]) y
        where o.slug = 'oscars' returning id, organization_id, year),
    category as (
        insert into festival_categories (organization_id, award, name)
        select distinct organization_id, 'Oscar', 'Everything' from made returning id)
    insert into festival_nominations (ceremony_id, category_id, fingerprint, position, is_winner, source)
    select m.id, c.id, n::text, n, false, '{oscars_ceremony}' from made m, category c,
        generate_series(1, case m.year when 2000 then 3 else 300 end) n
"""


async def test_too_few_entries_need_a_person_once(
    program: Program, work: Work, outside: Faults, conn: AsyncConnection
) -> None:
    async with program() as built:
        await conn.execute(_NEIGHBOURS.encode())
        await conn.commit()
        page = (await offline_pages(outside))["academy"]
        first = await imported(built, work, page, lookup=False)
        told = "120 entries, and the 3 editions around it have 300 (the median)"
        assert first.state == "finished"
        assert first.warnings == [f"{told}: is that all? if so, `cinegraph imports acknowledge 1`"]
        async with built.context.database.transaction() as other:
            assert [(w.import_id, w.told) for w in await volumes.open_warnings(other)] == [(1, told)]
        done = await acknowledge(built.context, 1, By("anna", "the others were wrong"))
        assert (done.acknowledged_by, done.note) == ("anna", "the others were wrong")
        for number, reason in ((1, "acknowledged by anna already"), (99, "there is no import 99")):
            with pytest.raises(Refused, match=reason):
                await acknowledge(built.context, number, By("anna"))
        again = await imported(built, work, page, lookup=False, refresh=True)
        assert again.warnings == [f"{told}: acknowledged before"]
        fewer = await imported(built, work, without_jodie_foster(page), lookup=False)
        small, few = fewer.warnings
        assert (
            small == "category 'Actress in a Supporting Role' has 4 entries, and 5 in 2024 as far as is known"
        )
        assert few.startswith("119 entries, ")
        async with built.context.database.transaction() as other:
            assert [w.import_id for w in await volumes.open_warnings(other)] == [3]
        with pytest.raises(Refused, match="has no warning"):
            await acknowledge(built.context, 2, By("anna"))

"""The interface for programs on a small database of a test's own: `async with api() as (visit, here)`."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from cinegraph.store import graph_rebuild
from cinegraph.web.access.visitor import Visitor
from cinegraph.web.doorway import Doorway
from tests.web.api.filled import Here, fill
from tests.web.conftest import Site, Visit

ADA = Visitor("Ada", "write")

Api = Callable[..., AbstractAsyncContextManager[tuple[Visit, Here]]]


@pytest.fixture
def api(site: Site, monkeypatch: pytest.MonkeyPatch) -> Api:
    """Ask the interface; `visitor` is who asks (None: nobody that is known)."""

    filled: list[Here] = []

    @asynccontextmanager
    async def opened(visitor: Visitor | None = ADA, **changed: object) -> AsyncIterator[tuple[Visit, Here]]:
        async def known(_: object, __: object) -> Visitor | None:
            return visitor

        monkeypatch.setattr("cinegraph.web.access.gate.Gate._visitor", known)
        async with site(Doorway(open=False, hosts=None), **changed) as visit:
            if not filled:
                async with visit.program.context.database.transaction() as conn:
                    filled.append(await fill(conn))
                    await graph_rebuild.rebuild(conn)
            visit.base_url = str(visit.base_url).rstrip("/") + "/api/v1"
            yield visit, filled[0]

    return opened

"""What handlers are given: the program, and a connection for as long as they run.

Whatever a handler depends on is `async def`, however little it does: anything else is run in a thread of its own.
"""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends, Request
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph

PATIENCE_SECONDS = 5.0
"""Who looks at a page does not wait for a connection longer than that: the database is away, and the page says so."""


def program_of(request: Request) -> Cinegraph:
    """The program, as it is configured now."""
    found: Cinegraph = request.state.program
    return found


async def _program(request: Request) -> Cinegraph:
    return program_of(request)


async def connection(request: Request) -> AsyncIterator[AsyncConnection]:
    """A connection for statements that stand alone, given back before the answer is sent."""
    async with program_of(request).context.database.statement(PATIENCE_SECONDS) as conn:
        yield conn


Program = Annotated[Cinegraph, Depends(_program)]
Reading = Annotated[AsyncConnection, Depends(connection, scope="function")]
"""For pages that only read. Who calls a verb with `program.context` takes no connection beside it: a verb takes its own, and if
as many readers as there are connections held one and waited for another, none would come."""

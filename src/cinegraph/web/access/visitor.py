"""Who asks, and what they may do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from fastapi import HTTPException, Request

Scope = Literal["read", "write"]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who asks. `name` is what their decisions are signed with; `user_id` is None for the person at the machine,
    `session_id` for whoever has no session; `by_token`: a program with a token, which needs no CSRF token."""

    name: str
    scope: Scope
    user_id: int | None = None
    session_id: int | None = None
    by_token: bool = False

    @property
    def may_write(self) -> bool:
        """Whether they may change anything."""
        return self.scope == "write"


def visitor_of(request: Request) -> Visitor | None:
    """Who asks; None: nobody that we know. The gate has found it out."""
    found: Visitor | None = getattr(request.state, "visitor", None)
    return found


async def still_known(request: Request) -> bool:
    """Whether who began this request may still come in: an answer that goes on for long asks now and then."""
    return await request.state.look_again() is not None


def require(scope: Scope) -> Callable[[Request], Awaitable[Visitor]]:
    """A dependency: the visitor, if they may `read` or `write`; else 401 (nobody known) or 403 (known, may not)."""

    async def found(request: Request) -> Visitor:
        visitor = visitor_of(request)
        if visitor is None:
            raise HTTPException(401, "log in, or send a token", {"WWW-Authenticate": "Bearer"})
        if scope == "write" and not visitor.may_write:
            raise HTTPException(403, "you may look at everything here, and change nothing")
        return visitor

    return found

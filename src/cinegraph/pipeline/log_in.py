"""Log in, be recognized, log out."""

import asyncio
import secrets
from datetime import timedelta
from functools import cache

from cinegraph.pipeline.context import Context
from cinegraph.pipeline.manage_users import LONGEST, hash_of, hasher
from cinegraph.store import sessions, users
from cinegraph.store.users import Known

LASTS = timedelta(days=30)
IDLE = timedelta(days=7)
"""A session ends after that time, and earlier if nobody uses it for so long."""
_AGENT = 200


class WrongPassword(Exception):
    """There is no such user, or it is not their password: which of the two is not said."""


class TooOften(Exception):
    """Too many attempts: nothing was looked at."""


async def log_in(context: Context, name: str, password: str, address: str, agent: str) -> str:
    """Begin a session; the answer is what the browser shall keep, and nobody else has. Raises WrongPassword, TooOften.

    An unknown name takes as long as a wrong password.
    """
    name = name.strip().lower()[:64]
    async with context.database.transaction() as conn:
        if not await sessions.attempt(conn, name, address):
            raise TooOften("too many attempts: try again in a quarter of an hour")
        found = await users.secret_of(conn, name)
    kept = found[1] if found else await asyncio.to_thread(_nobodys)
    if not await _verified(kept, password) or found is None:
        raise WrongPassword("the name or the password is wrong")
    token = secrets.token_urlsafe(32)
    anew = await asyncio.to_thread(hasher().hash, password) if hasher().check_needs_rehash(kept) else None
    async with context.database.transaction() as conn:
        if anew:
            await users.rehash(conn, found[0], anew)
        await sessions.succeeded(conn, name, address)
        await sessions.begin(conn, found[0], hash_of(token), address, agent[:_AGENT], LASTS)
    return token


async def recognize(
    context: Context, *, session: str | None = None, token: str | None = None
) -> Known | None:
    """Who holds this session, or this token; None: nobody, any longer."""
    async with context.database.transaction(_PATIENCE_SECONDS) as conn:
        if token is not None:
            return await users.by_token(conn, hash_of(token))
        return await sessions.of(conn, hash_of(session), IDLE) if session else None


async def knows_password(context: Context, name: str, password: str) -> bool:
    """Whether it is the user's password; attempts count as those to log in do. Raises TooOften."""
    async with context.database.transaction() as conn:
        if not await sessions.attempt(conn, name, "account"):
            raise TooOften("too many attempts: try again in a quarter of an hour")
        found = await users.secret_of(conn, name)
    known = found is not None and await _verified(found[1], password)
    if known:
        async with context.database.transaction() as conn:
            await sessions.succeeded(conn, name, "account")
    return known


async def log_out(context: Context, session_id: int) -> None:
    """The session is over."""
    async with context.database.transaction() as conn:
        await sessions.end(conn, session_id)


_PATIENCE_SECONDS = 5.0


@cache
def _nobodys() -> str:
    return hasher().hash(secrets.token_urlsafe(16))


async def _verified(kept: str, password: str) -> bool:
    """It takes tens of milliseconds and 64 MiB: beside the loop, and not many at once."""
    from argon2.exceptions import VerificationError  # noqa: PLC0415 see `hasher`

    async with _few_at_once():
        try:
            return await asyncio.to_thread(hasher().verify, kept, password[: LONGEST + 1])
        except VerificationError:
            return False


@cache
def _few_at_once() -> asyncio.Semaphore:
    return asyncio.Semaphore(2)

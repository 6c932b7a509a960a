"""Who may use the control room: added, given another password, removed; and tokens for programs. It is logged who did
it (`by`; None: the user in question), never a password or a token."""

import asyncio
import hashlib
import re
import secrets
from functools import cache
from typing import TYPE_CHECKING

from psycopg import AsyncConnection

from cinegraph.pipeline.context import Context, Refused
from cinegraph.store import sessions, setting_changes, users
from cinegraph.store.users import Scope

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 10, 256
TOKEN_PREFIX = "cinegraph_"  # noqa: S105 so that a token that leaked is recognized
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,63}")


@cache
def hasher() -> "PasswordHasher":
    """Argon2id as OWASP recommends it (19 MiB, two passes): tens of milliseconds. The library's own choice takes 64 MiB
    and all cores for each attempt to log in, which a small machine has better use for."""
    from argon2 import PasswordHasher  # noqa: PLC0415 only who deals with passwords needs it

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_of(token: str) -> bytes:
    """What is kept of a token or a session. It is random and long: one pass is enough."""
    return hashlib.sha256(token.encode()).digest()


async def add_user(
    context: Context, name: str, password: str, scope: Scope = "write", by: str | None = None
) -> None:
    """Somebody who may log in. Raises Refused for a name or a password that will not do."""
    if not _NAME.fullmatch(name):
        raise Refused(f"{name!r} is no name for a user: small letters, digits and . _ @ -, up to 64 of them")
    hashed = await _hashed(password)
    async with context.database.transaction() as conn:
        if not await users.add(conn, name, hashed, scope):
            raise Refused(f"there is a user {name!r} already")
        await _log(conn, by, name, "", None, f"may {scope}")


async def set_password(
    context: Context,
    name: str,
    password: str,
    keep_session: int | None = None,
    by: str | None = None,
) -> None:
    """Another password; who is logged in with the old one is not any longer, but for one session; attempts to log in
    that failed before count no longer. Raises Refused."""
    hashed = await _hashed(password)
    async with context.database.transaction() as conn:
        if not await users.set_password(conn, name, hashed):
            raise Refused(f"there is no user {name!r}")
        await sessions.end_all(conn, name, keep_session)
        await sessions.forget_attempts(conn, name)
        await _log(conn, by, name, "password", "set", "set anew")


async def remove_user(context: Context, name: str, by: str | None = None) -> None:
    """They may not come in any more; sessions and tokens end now. What they decided keeps their name."""
    async with context.database.transaction() as conn:
        scope = await users.scope_of(conn, name)
        if not await users.remove(conn, name):
            raise Refused(f"there is no user {name!r}")
        await _log(conn, by, name, "", f"may {scope}", "removed")


async def add_token(context: Context, name: str, label: str, scope: Scope, by: str | None = None) -> str:
    """A new token of that user. It is told here once, and never again: only its hash is kept. Raises Refused,
    also for a token that could do more than its user."""
    if not _LABEL.fullmatch(label):
        raise Refused(
            f"{label!r} is no label for a token: letters, digits, spaces and . _ -, up to 64 of them"
        )
    token = TOKEN_PREFIX + secrets.token_urlsafe(32)
    async with context.database.transaction() as conn:
        if scope == "write" and await users.scope_of(conn, name) == "read":
            raise Refused(f"{name} may only read: so may a token of theirs")
        came = await users.add_token(conn, name, label, hash_of(token), scope)
        if came == "added":
            await _log(conn, by, name, f"token {label}", None, f"may {scope}")
    if came == "unknown":
        raise Refused(f"there is no user {name!r}")
    if came == "taken":
        raise Refused(f"{name} has a token {label!r} already: revoke it, or choose another label")
    return token


async def revoke_token(context: Context, name: str, label: str, by: str | None = None) -> None:
    """The token leads nowhere from now on. Raises Refused if there is none."""
    async with context.database.transaction() as conn:
        if not await users.revoke_token(conn, name, label):
            raise Refused(f"{name} has no token {label!r}")
        await _log(conn, by, name, f"token {label}", "there", "revoked")


async def _log(
    conn: AsyncConnection, by: str | None, name: str, field: str, before: str | None, after: str
) -> None:
    await setting_changes.note(
        conn, by or name, [(setting_changes.named("users", name, field), before, after)]
    )


async def _hashed(password: str) -> str:
    if len(password) < SHORTEST:
        raise Refused(f"a password has at least {SHORTEST} characters")
    if len(password) > LONGEST:
        raise Refused(f"a password has at most {LONGEST} characters")
    return await asyncio.to_thread(hasher().hash, password)

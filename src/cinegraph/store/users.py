"""Who may use the control room and its interface: users, and their tokens, of which only a hash is kept."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from psycopg import AsyncConnection
from psycopg.rows import class_row

Scope = Literal["read", "write"]


@dataclass(frozen=True, slots=True)
class User:
    """Somebody who may log in. `scope`: look at everything, or change things too. `seen_at`: when they were last here."""

    id: int
    name: str
    scope: Scope
    added_at: datetime
    sessions: int
    tokens: int
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class Token:
    """A program's way in, in the name of a user."""

    user: str
    label: str
    scope: Scope
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class Known:
    """Who is behind a token or a session, and what they may do there: no more than the user."""

    user_id: int
    name: str
    scope: Scope
    session_id: int | None = None


async def add(conn: AsyncConnection, name: str, password_hash: str, scope: Scope) -> bool:
    """A new user; False if the name is taken."""
    cursor = await conn.execute(
        "insert into users (name, password_hash, scope) values (%s, %s, %s) on conflict (name) do nothing",
        [name, password_hash, scope],
    )
    return cursor.rowcount > 0


async def everybody(conn: AsyncConnection) -> list[User]:
    """All users, by name."""
    cursor = conn.cursor(row_factory=class_row(User))
    await cursor.execute(
        """
        select u.id, u.name, u.scope, u.inserted_at as added_at, coalesce(s.sessions, 0) as sessions,
            (select count(*) from api_tokens t where t.user_id = u.id) as tokens, s.seen_at
        from users u left join (
            select user_id, count(*) filter (where expires_at > now()) as sessions, max(seen_at) as seen_at
            from user_sessions group by user_id) s on s.user_id = u.id
        order by u.name
        """
    )
    return await cursor.fetchall()


async def any_writer(conn: AsyncConnection) -> bool:
    """Whether anybody can log in and change something."""
    cursor = await conn.execute("select exists (select 1 from users where scope = 'write')")
    row = await cursor.fetchone()
    return bool(row and row[0])


async def secret_of(conn: AsyncConnection, name: str) -> tuple[int, str] | None:
    """The user's number and the hash of their password."""
    cursor = await conn.execute("select id, password_hash from users where name = %s", [name])
    row = await cursor.fetchone()
    return None if row is None else (int(row[0]), str(row[1]))


async def scope_of(conn: AsyncConnection, name: str) -> Scope | None:
    """What that user may do; None if there is no such user."""
    cursor = await conn.execute("select scope from users where name = %s", [name])
    row = await cursor.fetchone()
    return None if row is None else row[0]


async def set_password(conn: AsyncConnection, name: str, password_hash: str) -> bool:
    """Another password; False if there is no such user."""
    cursor = await conn.execute("update users set password_hash = %s where name = %s", [password_hash, name])
    return cursor.rowcount > 0


async def rehash(conn: AsyncConnection, user_id: int, password_hash: str) -> None:
    """The same password, hashed as it is done now."""
    await conn.execute("update users set password_hash = %s where id = %s", [password_hash, user_id])


async def remove(conn: AsyncConnection, name: str) -> bool:
    """The user may no longer come in: sessions and tokens end too. False if there is no such user."""
    cursor = await conn.execute("delete from users where name = %s", [name])
    return cursor.rowcount > 0


async def add_token(conn: AsyncConnection, name: str, label: str, token_hash: bytes, scope: Scope) -> str:
    """A token of that user; the answer is "added", "taken" (the label) or "unknown" (the user)."""
    cursor = await conn.execute(
        """
        insert into api_tokens (user_id, label, token_hash, scope) select id, %s, %s, %s from users where name = %s
        on conflict (user_id, label) do nothing
        """,
        [label, token_hash, scope, name],
    )
    if cursor.rowcount:
        return "added"
    return "unknown" if await secret_of(conn, name) is None else "taken"


async def tokens(conn: AsyncConnection, name: str | None = None) -> list[Token]:
    """The tokens, of that user if one is named."""
    cursor = conn.cursor(row_factory=class_row(Token))
    await cursor.execute(
        """
        select u.name as "user", t.label, t.scope, t.inserted_at as added_at, t.used_at
        from api_tokens t join users u on u.id = t.user_id
        where %(name)s::text is null or u.name = %(name)s order by u.name, t.label
        """,
        {"name": name},
    )
    return await cursor.fetchall()


async def revoke_token(conn: AsyncConnection, name: str, label: str) -> bool:
    """The token leads nowhere from now on; False if there is none."""
    cursor = await conn.execute(
        "delete from api_tokens t using users u where u.id = t.user_id and u.name = %s and t.label = %s",
        [name, label],
    )
    return cursor.rowcount > 0


async def by_token(conn: AsyncConnection, token_hash: bytes) -> Known | None:
    """Who is behind a token. That it was used is noted once a minute."""
    cursor = await conn.execute(
        """
        select u.id, u.name, case when 'read' in (u.scope, t.scope) then 'read' else 'write' end,
            t.used_at is null or t.used_at < now() - interval '1 minute'
        from api_tokens t join users u on u.id = t.user_id where t.token_hash = %s
        """,
        [token_hash],
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    if row[3]:
        await conn.execute("update api_tokens set used_at = now() where token_hash = %s", [token_hash])
    return Known(row[0], row[1], row[2])

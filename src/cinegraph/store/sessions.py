"""Sessions of the control room, which can be ended; and attempts to log in, of which there are not too many.

Of a session only a hash of what the browser holds is kept.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from psycopg import AsyncConnection
from psycopg.rows import class_row

from cinegraph.store.users import Known

_LOCK = 0x4C4F4749  # "LOGI": attempts are counted one after the other
WINDOW = timedelta(minutes=15)
_OF_ONE_FROM_ONE, _FROM_ONE, _OF_ONE = 5, 30, 60
"""How often within that time: one name from one address, any names from one address, one name from anywhere. The last
is high: who wants to keep somebody out must not be able to do so by typing wrong passwords."""


@dataclass(frozen=True, slots=True)
class Session:
    """One browser that is logged in."""

    id: int
    user: str
    address: str
    agent: str
    began_at: datetime
    seen_at: datetime
    expires_at: datetime


async def begin(
    conn: AsyncConnection, user_id: int, token_hash: bytes, address: str, agent: str, lasts: timedelta
) -> None:
    """A session from now on. Those that have expired are forgotten."""
    await conn.execute("delete from user_sessions where expires_at < now()")
    await conn.execute(
        """
        insert into user_sessions (user_id, token_hash, address, agent, expires_at)
        values (%s, %s, %s, %s, now() + %s)
        """,
        [user_id, token_hash, address, agent, lasts],
    )


async def of(conn: AsyncConnection, token_hash: bytes, idle: timedelta) -> Known | None:
    """Whose session it is; None if it has ended, has expired, or was not used for so long. Its use is noted once a
    minute."""
    cursor = await conn.execute(
        """
        select u.id, u.name, u.scope, s.id, s.seen_at < now() - interval '1 minute'
        from user_sessions s join users u on u.id = s.user_id
        where s.token_hash = %s and s.expires_at > now() and s.seen_at > now() - %s::interval
        """,
        [token_hash, idle],
    )
    row = await cursor.fetchone()
    if row is None:
        return None
    if row[4]:
        await conn.execute("update user_sessions set seen_at = now() where id = %s", [row[3]])
    return Known(*row[:4])


async def open_ones(conn: AsyncConnection, user_id: int | None = None) -> list[Session]:
    """The sessions that have not expired, of that user or of all, the last used first."""
    cursor = conn.cursor(row_factory=class_row(Session))
    await cursor.execute(
        """
        select s.id, u.name as "user", s.address, s.agent, s.inserted_at as began_at, s.seen_at, s.expires_at
        from user_sessions s join users u on u.id = s.user_id
        where s.expires_at > now() and (%(user)s::bigint is null or s.user_id = %(user)s)
        order by s.seen_at desc
        """,
        {"user": user_id},
    )
    return await cursor.fetchall()


async def end(conn: AsyncConnection, session_id: int, user_id: int | None = None) -> bool:
    """That session is over (if it is that user's); False if there is none."""
    cursor = await conn.execute(
        "delete from user_sessions where id = %(id)s and (%(user)s::bigint is null or user_id = %(user)s)",
        {"id": session_id, "user": user_id},
    )
    return cursor.rowcount > 0


async def end_all(conn: AsyncConnection, name: str, but: int | None = None) -> int:
    """Every session of that user is over, but for one; how many those were."""
    cursor = await conn.execute(
        """
        delete from user_sessions s using users u
        where u.id = s.user_id and u.name = %s and s.id is distinct from %s
        """,
        [name, but],
    )
    return cursor.rowcount


async def attempt(conn: AsyncConnection, name: str, address: str) -> bool:
    """Note an attempt to log in before the password is looked at; False if there were too many: it is not noted then,
    and must not be looked at. Attempts are counted over all processes."""
    await conn.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    await conn.execute("delete from login_attempts where at < now() - %s::interval", [WINDOW])
    cursor = await conn.execute(
        """
        with tried as (
            select count(*) filter (where name = %(name)s and address = %(address)s) as of_one_from_one,
                count(*) filter (where address = %(address)s) as from_one,
                count(*) filter (where name = %(name)s) as of_one
            from login_attempts)
        insert into login_attempts (name, address) select %(name)s, %(address)s from tried
        where of_one_from_one < %(both)s and from_one < %(from)s and of_one < %(of)s
        """,
        {"name": name, "address": address, "both": _OF_ONE_FROM_ONE, "from": _FROM_ONE, "of": _OF_ONE},
    )
    return cursor.rowcount > 0


async def succeeded(conn: AsyncConnection, name: str, address: str) -> None:
    """They knew the password: what they mistyped before counts no longer."""
    await conn.execute("delete from login_attempts where name = %s and address = %s", [name, address])


async def forget_attempts(conn: AsyncConnection, name: str) -> None:
    """Attempts under that name, from anywhere, count no longer: they have another password."""
    await conn.execute("delete from login_attempts where name = %s", [name])

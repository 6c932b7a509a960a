"""Connections: how many, and who goes first."""

import os

import pytest

from cinegraph.store.database import Database


@pytest.fixture
def priorities(monkeypatch: pytest.MonkeyPatch) -> dict[int, int]:
    """Process → the niceness that it was given; our own is 7."""
    given: dict[int, int] = {}
    monkeypatch.setattr(os, "getpriority", lambda *_: 7)
    monkeypatch.setattr(os, "setpriority", lambda _, pid, nice: given.update({pid: nice}))
    return given


async def test_who_stands_behind_does_so_on_our_own_server_too(
    database_url: str, priorities: dict[int, int]
) -> None:
    async with (
        Database(database_url, behind=True, ours=True) as database,
        database.transaction() as one,
        database.statement() as other,
    ):
        assert priorities == {one.info.backend_pid: 7, other.info.backend_pid: 7}


async def test_the_processes_of_another_server_are_left_alone(
    database_url: str, priorities: dict[int, int]
) -> None:
    async with Database(database_url, behind=True) as database, database.transaction():
        assert priorities == {}


async def test_who_may_not_say_how_nice_a_process_is_goes_as_all_do(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refused)
    async with Database(database_url, behind=True, ours=True) as database, database.transaction() as conn:
        assert await (await conn.execute("select 1")).fetchone() == (1,)


@pytest.mark.parametrize(("cores", "first", "behind"), [(1, 4, 2), (2, 4, 2), (4, 8, 4), (64, 16, 8)])
def test_connections_are_as_many_as_cores_can_use(
    cores: int, first: int, behind: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    pools = [Database("", behind=late).pool.max_size for late in (False, True)]
    assert pools == [first, behind]

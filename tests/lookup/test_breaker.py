"""A source that fails again and again is left alone, by all, for a growing while, and says so."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx2
import pytest
import structlog

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.lookup.breaker import Breaker, Rules
from cinegraph.lookup.memory import Remembered
from cinegraph.sources.base import OutOfQuota, Source, SourceError, TryLater, Unusable
from cinegraph.sources.wikidata import Wikidata
from cinegraph.store.answers import Notebook
from cinegraph.store.database import Database
from cinegraph.store.health import Register
from tests.lookup.test_memory import FILM, FOUND, NOTHING, REF, Catalogue
from tests.sources.asking import Asking


class Hanging(Catalogue):
    """A catalogue that says nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.began = asyncio.Event()

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        self.began.set()
        await asyncio.sleep(3600)
        raise AssertionError


RULES = Rules(failures=3, base_seconds=60, cap_seconds=200, trial_seconds=100)
DOWN = TryLater("it does not answer")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as opened:
        yield opened


def guarded(source: Source, database: Database) -> Breaker:
    """As one of several processes has it: they share only the database."""
    return Breaker(source, Register(database), RULES)


async def fail(source: Catalogue, database: Database, times: int = 1) -> SourceError:
    """Ask so often; the last failure."""
    for _ in range(times):
        with pytest.raises(SourceError) as raised:
            await guarded(source, database).by_id(REF)
    return raised.value


async def wait_is_over(database: Database) -> float:
    """As if the while had passed; how many seconds it was to last."""
    async with database.statement() as conn:
        cursor = await conn.execute(
            """
            update source_health n set open_until = now() from source_health o where o.source = n.source
            returning extract(epoch from o.open_until - now())
            """
        )
        row = await cursor.fetchone()
    assert row is not None
    return float(row[0])


@pytest.mark.parametrize("failure", [DOWN, Unusable("the key is refused")], ids=lambda f: type(f).__name__)
async def test_it_opens_after_so_many_failures_for_everyone(database: Database, failure: SourceError) -> None:
    source = Catalogue(fails=failure)
    with structlog.testing.capture_logs() as logs:
        assert await fail(source, database, 3) is failure
    assert [(e["event"], e["source"]) for e in logs] == [("a source is left alone", "tmdb")]
    refused = await fail(source, database, 5)
    assert source.asked == 3
    assert isinstance(refused, TryLater)
    assert refused.after == pytest.approx(60, abs=10)
    assert str(failure) in str(refused)


async def test_an_answer_in_between_starts_the_count_anew(database: Database) -> None:
    source = Catalogue(FILM, fails=DOWN)
    for _ in range(3):
        source.fails = DOWN
        await fail(source, database, 2)
        source.fails = None
        assert await guarded(source, database).by_id(REF) == FILM


async def test_one_trial_and_then_it_is_left_alone_for_longer(database: Database) -> None:
    source = Catalogue(fails=DOWN)
    await fail(source, database, 3)
    lasted = [await wait_is_over(database)]
    for trial in range(3):
        await fail(source, database, 4)
        assert source.asked == 4 + trial
        lasted.append(await wait_is_over(database))
    assert lasted == pytest.approx([60, 120, 200, 200], abs=10)


async def test_an_answer_to_the_trial_closes_it(database: Database) -> None:
    source = Catalogue(FILM, fails=DOWN)
    await fail(source, database, 3)
    await wait_is_over(database)
    source.fails = None
    with structlog.testing.capture_logs() as logs:
        for _ in range(2):
            assert await guarded(source, database).by_id(REF) == FILM
    assert [e["event"] for e in logs] == ["a source answers again"]
    source.fails = DOWN
    await fail(source, database, 3)
    assert await wait_is_over(database) == pytest.approx(60, abs=10)


async def test_while_one_tries_the_others_wait(database: Database) -> None:
    await fail(Catalogue(fails=DOWN), database, 3)
    await wait_is_over(database)
    register = Register(database)
    first, second = await register.enter("tmdb", 60), await register.enter("tmdb", 60)
    assert (first.trial is None, first.wait) == (False, 0)
    assert (second.trial is None, second.wait > 0) == (True, True)


async def test_failures_on_their_way_do_not_lengthen_it(database: Database) -> None:
    register = Register(database)
    for _ in range(9):
        await register.failed("tmdb", "x", needs_person=False)
        await register.open("tmdb", trial=None, base_seconds=60, cap_seconds=200)
    assert await wait_is_over(database) == pytest.approx(60, abs=10)


async def test_a_spent_quota_opens_nothing(database: Database) -> None:
    source = Catalogue(fails=OutOfQuota("spent", datetime.now(UTC)))
    assert isinstance(await fail(source, database, 9), OutOfQuota)
    assert source.asked == 9


async def test_a_quota_that_is_spent_at_the_trial_is_told_to_everybody(database: Database) -> None:
    """It answers: who asks next learns the date, and is not told to come back in some seconds."""
    source = Catalogue(fails=DOWN)
    await fail(source, database, 3)
    await wait_is_over(database)
    source.fails = OutOfQuota("spent", datetime.now(UTC))
    for _ in range(3):
        assert isinstance(await fail(source, database), OutOfQuota)


async def test_a_trial_that_takes_long_keeps_the_others_waiting(database: Database) -> None:
    """A question is tried several times: the while at first would be over long before its end."""
    await fail(Catalogue(fails=DOWN), database, 3)
    await wait_is_over(database)
    hanging = Hanging()
    trial = asyncio.create_task(guarded(hanging, database).by_id(REF))
    await hanging.began.wait()
    waits = await fail(Catalogue(FILM), database)
    trial.cancel()
    assert isinstance(waits, TryLater)
    assert waits.after == pytest.approx(100, abs=10)


async def test_only_the_last_of_several_trials_lengthens_it(database: Database) -> None:
    """One that was given up for lost, and fails after all, says nothing new."""
    await fail(Catalogue(fails=DOWN), database, 3)
    register, trials = Register(database), []
    for _ in range(4):
        await wait_is_over(database)
        trials.append((await register.enter("tmdb", 100)).trial)
    lasts = [await register.open("tmdb", trial, 60, 10_000) for trial in trials * 2]
    assert lasts == [None, None, None, pytest.approx(120, abs=10), None, None, None, None]


async def test_one_request_that_fails_is_one_failure_however_many_wait_for_it(database: Database) -> None:
    """Twelve films in one query to Wikidata; then its own silence, in which no call is made."""
    asking = Asking(httpx2.MockTransport(lambda _: httpx2.Response(429)), "wikidata")
    source = guarded(Wikidata(asking.door, "http://x", "me@example.org"), database)

    async def ask(number: int) -> None:
        with pytest.raises(TryLater):
            await source.by_id(MovieRef("x", imdb_id=f"tt{number}"))

    for _ in range(3):
        await asyncio.gather(*(ask(number) for number in range(12)))
    assert len(asking.calls) == 1
    async with database.statement() as conn:
        cursor = await conn.execute("select failures, open_until from source_health")
        assert await cursor.fetchall() == [(1, None)]


async def test_who_had_to_act_may_have_acted(database: Database) -> None:
    """A check is asked even while the source is left alone, if a person had to act: with the key set, it closes."""
    source = Catalogue(FILM, fails=Unusable("the key is refused"))
    await fail(source, database, 3)
    with pytest.raises(Unusable):
        await guarded(source, database).check()
    source.fails = None
    await guarded(source, database).check()
    assert await guarded(source, database).by_id(REF) == FILM


async def test_a_source_that_is_down_is_not_checked(database: Database) -> None:
    source = Catalogue(FILM, fails=DOWN)
    await fail(source, database, 3)
    with pytest.raises(TryLater):
        await guarded(source, database).check()
    assert source.asked == 3


async def test_what_is_remembered_is_told_while_it_is_left_alone(database: Database) -> None:
    source = Catalogue(FILM)
    asking = Remembered(guarded(source, database), Notebook(database), FOUND, NOTHING)
    assert await asking.by_id(REF) == FILM
    source.fails = DOWN
    await fail(source, database, 4)
    assert await asking.by_id(REF) == FILM
    async with database.statement() as conn:
        cursor = await conn.execute("select failures, open_until is not null from source_health")
        assert await cursor.fetchall() == [(3, True)]

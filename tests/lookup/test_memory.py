"""What is remembered, under which question, and that it comes back as it was."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cinegraph.domain.movies import Candidate, Facts, Image, MovieRef, Rating, Video
from cinegraph.domain.people import Credit
from cinegraph.lookup.memory import Anew, Remembered, anew
from cinegraph.sources.base import OutOfQuota, SourceError, Strategy, TryLater, Unusable
from cinegraph.store.answers import Notebook, forget_expired
from cinegraph.store.database import Database
from tests.conftest import count

FOUND, NOTHING = timedelta(days=90), timedelta(days=7)
FILM = Candidate("tmdb", "1", "Film", imdb_id="tt1", complete=True)
REF = MovieRef("Film", imdb_id="tt1")
BY_TITLE = Strategy("title_year", "title", 0, (("year", "2020"),))


class Catalogue:
    """A source that answers, or fails, as it is told, and counts its questions."""

    name = "tmdb"
    price_usd = Decimal(0)
    full = True

    def __init__(self, *films: Candidate, fails: SourceError | None = None) -> None:
        self.films, self.fails, self.asked = films, fails, 0

    def _answer(self) -> tuple[Candidate, ...]:
        self.asked += 1
        if self.fails:
            raise self.fails
        return self.films

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        return next(iter(self._answer()), None)

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:
        return (BY_TITLE,)

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        return self._answer()

    async def complete(self, candidate: Candidate) -> Candidate | None:
        return next(iter(self._answer()), None)

    async def check(self) -> None:
        self._answer()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with Database(database_url) as opened:
        yield opened


@pytest.fixture
def notebook(database: Database) -> Notebook:
    return Notebook(database)


def remembered(source: Catalogue, notebook: Notebook) -> Remembered:
    return Remembered(source, notebook, FOUND, NOTHING)


async def test_an_answer_is_asked_for_once(notebook: Notebook, database: Database) -> None:
    source = Catalogue(FILM)
    asking = remembered(source, notebook)
    hit = Candidate("tmdb", "1", "Film")
    for _ in range(3):
        assert await asking.by_id(REF) == FILM
        assert await asking.search(REF, BY_TITLE) == (FILM,)
        assert await asking.complete(hit) == FILM
    assert source.asked == 3
    async with database.statement() as conn:
        assert await count(conn, "select sum(hits) from lookup_answers") == 6


async def test_nothing_is_an_answer_and_a_failure_is_none(notebook: Notebook) -> None:
    source = Catalogue()
    asking = remembered(source, notebook)
    for _ in range(2):
        assert await asking.by_id(REF) is None
        assert await asking.search(REF, BY_TITLE) == ()
        assert await asking.complete(Candidate("tmdb", "1", "Film")) is None
    assert source.asked == 3
    other = MovieRef("Other", imdb_id="tt2")
    for failure in (TryLater("x"), Unusable("x"), OutOfQuota("x", None)):  # type: ignore[arg-type] # no date needed
        source.fails = failure
        with pytest.raises(type(failure)):
            await asking.by_id(other)
    source.fails = None
    assert await asking.by_id(other) is None
    assert source.asked == 7


async def test_found_lasts_90_days_and_nothing_7_each_with_jitter(
    notebook: Notebook, database: Database
) -> None:
    for number in range(30):
        await remembered(Catalogue(FILM), notebook).by_id(MovieRef("F", imdb_id=f"tt1{number}"))
        await remembered(Catalogue(), notebook).by_id(MovieRef("F", imdb_id=f"tt2{number}"))
    async with database.statement() as conn:
        cursor = await conn.execute(
            """
            select answer is null, min(expires_at - inserted_at), max(expires_at - inserted_at),
                count(distinct expires_at - inserted_at) from lookup_answers group by 1 order by 1
            """
        )
        (_, least, most, different), (_, least_nothing, most_nothing, _) = await cursor.fetchall()
    assert FOUND * 0.9 <= least < most <= FOUND * 1.1
    assert NOTHING * 0.9 <= least_nothing < most_nothing <= NOTHING * 1.1
    assert different == 30


async def test_an_expired_answer_is_asked_for_again_and_dropped(
    notebook: Notebook, database: Database
) -> None:
    source = Catalogue(FILM)
    asking = remembered(source, notebook)
    await asking.by_id(REF)
    await asking.search(REF, BY_TITLE)
    async with database.statement() as conn:
        await conn.execute("update lookup_answers set expires_at = now()")
    await asking.by_id(REF)
    assert source.asked == 3
    async with database.statement() as conn:
        assert await forget_expired(conn) == 1
        assert await count(conn, "select count(*) from lookup_answers") == 1


@pytest.mark.parametrize(
    ("which", "asked"),
    [("no", (1, 1, 1, 1)), ("absences", (1, 1, 2, 2)), ("all", (2, 2, 2, 2))],
)
async def test_what_is_asked_anew(
    notebook: Notebook, database: Database, which: Anew, asked: tuple[int, int, int, int]
) -> None:
    """A person who retries wants to know now; a film whose time has come is looked for, not remembered: a search that
    listed other films may list it by now. What was answered since is good enough, also for another process."""
    by_id, whole, listed, nothing = Catalogue(FILM), Catalogue(FILM), Catalogue(FILM), Catalogue()
    hit, lost = Candidate("tmdb", "1", "Film"), MovieRef("Lost", imdb_id="tt9")

    async def ask() -> None:
        assert await remembered(by_id, notebook).by_id(REF) == FILM
        assert await remembered(whole, notebook).complete(hit) == FILM
        assert await remembered(listed, notebook).search(REF, BY_TITLE) == (FILM,)
        assert await remembered(nothing, notebook).by_id(lost) is None

    await ask()
    async with database.statement() as conn:
        await conn.execute("update lookup_answers set inserted_at = inserted_at - interval '1 day'")
        wished = (await (await conn.execute("select now()")).fetchone() or ())[0]
    for _ in range(3):
        with anew(which, wished):
            await ask()
    assert (by_id.asked, whole.asked, listed.asked, nothing.asked) == asked


async def test_a_source_that_has_no_more_than_it_was_given_is_not_remembered_for_it(
    notebook: Notebook,
) -> None:
    """A person chose a film by its name: that must not become all that the catalogue knows of it."""
    hit = Candidate("omdb", "tt1", "Film", imdb_id="tt1", year=2020)
    named = Candidate("omdb", "tt1", "Film")
    for told in (named, hit):
        assert await remembered(Catalogue(told), notebook).complete(told) == told


SAME = [
    (MovieRef("Amélie"), MovieRef("AMELIE"), BY_TITLE, True),
    (MovieRef("Film", years=(2020, 2019)), MovieRef("Film", years=(2019,), year=2020), BY_TITLE, True),
    (MovieRef("Film", years=(2020,)), MovieRef("Film", years=(2021,)), BY_TITLE, False),
    (MovieRef("괴물"), MovieRef("기생충"), BY_TITLE, False),
    (MovieRef("Toy Story 2"), MovieRef("Toy Story 3"), BY_TITLE, False),
    (MovieRef("A", "B"), MovieRef("A", "C"), BY_TITLE, False),
    (MovieRef("A", people=("X",)), MovieRef("A", people=("Y",)), BY_TITLE, True),
    (MovieRef("A", people=("X",)), MovieRef("A", people=("Y",)), Strategy("director", "people"), False),
    (MovieRef("x" * 5000 + "1"), MovieRef("x" * 5000 + "2"), BY_TITLE, False),
]


@pytest.mark.parametrize(("one", "other", "strategy", "same"), SAME)
async def test_which_searches_are_one_question(
    one: MovieRef, other: MovieRef, strategy: Strategy, same: bool, notebook: Notebook
) -> None:
    source = Catalogue(FILM)
    asking = remembered(source, notebook)
    await asking.search(one, strategy)
    await asking.search(other, strategy)
    assert source.asked == (1 if same else 2)


async def test_another_id_is_another_question_and_without_one_nothing_is_remembered(
    notebook: Notebook, database: Database
) -> None:
    source = Catalogue(FILM)
    asking = remembered(source, notebook)
    refs = [REF, MovieRef("Film", imdb_id="tt1", tmdb_id=1), MovieRef("Film", tmdb_id=1), MovieRef("Film")]
    for ref in [*refs, *refs]:
        await asking.by_id(ref)
    assert source.asked == 3 + 2
    async with database.statement() as conn:
        assert await count(conn, "select count(*) from lookup_answers") == 3


async def test_an_answer_of_an_older_program_is_asked_for_again(
    notebook: Notebook, database: Database
) -> None:
    source = Catalogue(FILM)
    asking = remembered(source, notebook)
    await asking.by_id(REF)
    async with database.statement() as conn:
        await conn.execute("""update lookup_answers set answer = '[{"name": "Film"}]'""")
    assert await asking.by_id(REF) == FILM
    assert source.asked == 2


async def test_a_text_that_no_database_keeps_is_not_remembered(notebook: Notebook) -> None:
    source = Catalogue(Candidate("tmdb", "1", "Nul\0", imdb_id="tt1"))
    for _ in range(2):
        assert await remembered(source, notebook).by_id(REF) == source.films[0]
    assert source.asked == 2


_text = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
_number = st.integers(-(2**53), 2**53)
_real = st.floats(allow_nan=False, allow_infinity=False)
_facts = st.builds(
    Facts,
    overview=_text,
    runtime=st.none() | _number,
    release_date=st.none() | st.dates(date(1, 1, 1)),
    popularity=st.none() | _real,
    countries=st.tuples(_text, _text),
    releases=st.lists(st.tuples(_text, _text, _text), max_size=2).map(tuple),
)
_credits = st.builds(Credit, _text, st.sampled_from(["cast", "crew"]), _text, billing=st.none() | _number)
_candidates = st.builds(
    Candidate,
    source=_text,
    source_id=_text,
    title=_text,
    original_title=st.none() | _text,
    year=st.none() | _number,
    tmdb_id=st.none() | _number,
    complete=st.booleans(),
    facts=_facts,
    credits=st.lists(_credits, max_size=3).map(tuple),
    images=st.lists(st.builds(Image, _text, _text, _number, _number, vote_average=_real), max_size=2).map(
        tuple
    ),
    videos=st.lists(st.builds(Video, _text, _text, _text, _text, st.booleans()), max_size=2).map(tuple),
    ratings=st.lists(st.builds(Rating, _text, _real, st.none() | _number), max_size=2).map(tuple),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(films=st.lists(_candidates, min_size=1, max_size=3))
async def test_what_is_remembered_is_what_was_answered(notebook: Notebook, films: list[Candidate]) -> None:
    """Through JSON, PostgreSQL's jsonb and back, to the last digit."""
    asking = remembered(Catalogue(*films), notebook)
    with anew("all"):
        await asking.search(REF, BY_TITLE)
    assert await remembered(Catalogue(), notebook).search(REF, BY_TITLE) == tuple(films)

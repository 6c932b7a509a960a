"""Asking the sources in their order: four endings, and no failure that passes for "not found"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from cinegraph.domain.movies import Candidate, MovieRef
from cinegraph.lookup.chain import Ambiguous, Found, NotFound, Outcome, Unanswered, resolve
from cinegraph.sources.base import OutOfQuota, SourceError, Strategy, TryLater, Unusable

REF = MovieRef("Barbie", imdb_id="tt1517268", years=(2023,))
TITLE = MovieRef("Barbie", years=(2023,))
RENEWS = datetime(2026, 12, 1, tzinfo=UTC)


def film(
    imdb_id: str | None = "tt1517268", title: str = "Barbie", year: int = 2023, complete: bool = True
) -> Candidate:
    return Candidate("a", "1", title, year=year, imdb_id=imdb_id, tmdb_id=1, complete=complete)


class Told:
    """A source that answers what it was told to, or fails as it was told to."""

    price_usd = Decimal(0)

    def __init__(
        self, name: str, *answers: Candidate, failure: SourceError | None = None, full: bool = True
    ) -> None:
        self.name = name
        self.full = full
        self.answers = answers
        self.failure = failure
        self.asked: list[str] = []

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        return next(iter(self._answer("id")), None)

    def strategies(self, ref: MovieRef) -> tuple[Strategy, ...]:
        return (Strategy("told"),)

    async def search(self, ref: MovieRef, strategy: Strategy) -> tuple[Candidate, ...]:
        return tuple(self._answer("title"))

    async def complete(self, candidate: Candidate) -> Candidate:
        self.asked.append("complete")
        return replace(candidate, complete=True)

    async def check(self) -> None:
        return None

    def _answer(self, how: str) -> Sequence[Candidate]:
        self.asked.append(how)
        if self.failure:
            raise self.failure
        return self.answers


async def test_found_by_id_asks_nobody_else() -> None:
    first, second = Told("first", film()), Told("second", film())
    outcome = await resolve(REF, [first, second])
    assert isinstance(outcome, Found)
    assert (outcome.level, outcome.asked, outcome.match.score) == (0, ("first",), 1.0)
    assert second.asked == []


async def test_what_one_lacks_the_next_may_have() -> None:
    outcome = await resolve(REF, [Told("first"), Told("second", film())])
    assert isinstance(outcome, Found)
    assert (outcome.level, outcome.asked) == (1, ("first", "second"))


async def test_not_found_only_when_all_have_answered() -> None:
    outcome = await resolve(REF, [Told("first"), Told("second")])
    assert outcome == NotFound(("first", "second"))


FAILURES: list[tuple[SourceError, Unanswered]] = [
    (TryLater("busy", 30.0), Unanswered(("busy",), ("first", "second"), after=30.0)),
    (OutOfQuota("spent", RENEWS), Unanswered(("spent",), ("first", "second"), until=RENEWS)),
    (Unusable("wrong key"), Unanswered(("wrong key",), ("first", "second"), broken=True)),
]


@pytest.mark.parametrize(("failure", "expected"), FAILURES, ids=["later", "quota", "unusable"])
@pytest.mark.parametrize("place", [0, 1])
async def test_one_that_fails_leaves_it_unanswered(
    failure: SourceError, expected: Unanswered, place: int
) -> None:
    """Rule 4: a failure is never "not found", wherever in the order it happens."""
    sources = [Told("first"), Told("second")]
    sources[place].failure = failure
    assert await resolve(REF, sources) == expected


SOON: list[tuple[list[SourceError], float | None, datetime | None]] = [
    ([TryLater("busy", 2.0), OutOfQuota("spent", RENEWS)], 2.0, None),
    ([TryLater("busy", 2.0), TryLater("resting", 30.0)], 30.0, None),
    ([TryLater("down"), TryLater("a challenge", 86_400.0)], None, None),
    ([TryLater("down"), OutOfQuota("spent", RENEWS)], None, None),
    ([TryLater("a challenge", 86_400.0), OutOfQuota("spent", RENEWS)], 86_400.0, RENEWS),
]


@pytest.mark.parametrize(("failures", "after", "until"), SOON)
async def test_it_is_asked_again_as_soon_as_somebody_may_answer(
    failures: list[SourceError], after: float | None, until: datetime | None
) -> None:
    """A quota that renews next month does not hold up a film that another source is only out of breath for."""
    outcome = await resolve(REF, [Told(str(n), failure=failure) for n, failure in enumerate(failures)])
    assert isinstance(outcome, Unanswered)
    assert (outcome.after, outcome.until) == (after, until)


async def test_basics_are_kept_while_a_whole_record_may_come() -> None:
    basics = film(complete=False)
    away = Told("first", failure=TryLater("busy"))
    outcome = await resolve(REF, [away, Told("second", basics, full=False)])
    assert isinstance(outcome, Unanswered)
    assert outcome.meanwhile is not None
    assert outcome.meanwhile.candidate == basics


async def test_one_that_fails_does_not_keep_the_others_from_answering() -> None:
    outcome = await resolve(REF, [Told("first", failure=TryLater("busy")), Told("second", film())])
    assert isinstance(outcome, Found)


async def test_nobody_to_ask_is_no_answer() -> None:
    assert isinstance(await resolve(REF, []), Unanswered)


async def test_another_film_under_the_id_is_for_a_person() -> None:
    """Lesson 19: the id asked for was never compared with the id found."""
    outcome = await resolve(REF, [Told("first", film("tt9999999", "Ken", 1990))])
    assert isinstance(outcome, Ambiguous)
    assert outcome.matches[0].forbidden


async def test_a_search_hit_is_read_whole_before_it_is_believed() -> None:
    """Lesson 12: the first search hit was accepted without comparing it."""
    source = Told("first", film(None, "Barbie", 2023, complete=False))
    outcome = await resolve(TITLE, [source])
    assert isinstance(outcome, Found)
    assert source.asked == ["title", "complete"]


@pytest.mark.parametrize(
    ("hits", "ending"),
    [
        ((film(None, "Barbie", 2023), replace(film(None, "Barbie", 2023), source_id="2")), Ambiguous),
        ((film(None, "Barbie", 1959),), NotFound),
        ((film(None, "Kiss Me", 2023),), NotFound),
        ((film(None, "Barbie: The Movie", 2023),), Ambiguous),
        ((), NotFound),
    ],
)
async def test_endings_of_a_search(hits: tuple[Candidate, ...], ending: type[Outcome]) -> None:
    assert isinstance(await resolve(TITLE, [Told("first", *hits)]), ending)


BASICS = Candidate(
    "wikidata", "Q1", "Barbie", year=2023, imdb_id="tt1517268", tmdb_id=346698, wikidata_id="Q55436290"
)


class Lacking(Told):
    """A whole source whose record lacks the IMDb id: it knows the film by its own number only."""

    def __init__(self, *listed: Candidate) -> None:
        super().__init__("tmdb", *listed)
        self.questions: list[MovieRef] = []

    async def by_id(self, ref: MovieRef) -> Candidate | None:
        self.questions.append(ref)
        known = replace(film(None), source="tmdb", tmdb_id=346698)
        return known if ref.imdb_id is None and ref.tmdb_id == 346698 else None


async def test_an_id_that_one_source_knows_leads_to_the_record_of_another() -> None:
    """Wikidata has the TMDb number of films whose TMDb entry lacks the IMDb id."""
    tmdb, wikidata, last = Lacking(), Told("wikidata", BASICS, full=False), Told("omdb", full=False)
    outcome = await resolve(REF, [tmdb, wikidata, last])
    assert isinstance(outcome, Found)
    assert (outcome.level, outcome.candidate.complete, outcome.candidate.tmdb_id) == (0, True, 346698)
    assert outcome.asked == ("tmdb", "wikidata")
    assert last.asked == [], "nobody is paid for the basics that are known"


async def test_a_film_whose_id_a_source_lacks_is_searched_for_there() -> None:
    outcome = await resolve(REF, [Lacking(replace(film(None), source="tmdb", tmdb_id=346698))])
    assert isinstance(outcome, Found)
    assert outcome.candidate.tmdb_id == 346698


async def test_a_search_for_a_known_id_never_ends_in_another_one() -> None:
    other = replace(film("tt0000009"), source="tmdb", tmdb_id=9)
    outcome = await resolve(REF, [Lacking(other)])
    assert isinstance(outcome, NotFound), "a namesake is another film"


async def test_the_basics_are_kept_where_nobody_has_the_whole() -> None:
    outcome = await resolve(REF, [Told("tmdb"), Told("wikidata", BASICS, full=False)])
    assert isinstance(outcome, Found)
    assert (outcome.level, outcome.candidate.complete) == (1, False)


async def test_the_basics_do_not_hide_that_a_whole_source_gave_no_answer() -> None:
    """Rule 4: a film that TMDb may have whole is not minimal because TMDb was down."""
    down = Told("tmdb", failure=TryLater("busy"))
    outcome = await resolve(REF, [down, Told("wikidata", BASICS, full=False)])
    assert isinstance(outcome, Unanswered)
    assert outcome.reasons == ("busy",)


async def test_sources_that_agree_are_believed_together() -> None:
    doubtful = MovieRef("Barbie", years=(2021,))
    one = replace(film("tt1517268"), source="a", complete=True)
    other = replace(film("tt1517268"), source="b", tmdb_id=None)
    assert isinstance(await resolve(doubtful, [Told("a", one)]), Ambiguous)
    outcome = await resolve(doubtful, [Told("a", one), Told("b", other)])
    assert isinstance(outcome, Found)
    assert (outcome.level, outcome.candidate.source) == (0, "a")


async def test_doubt_waits_for_who_has_not_answered_yet() -> None:
    """The silent one may be sure; one that a person must mend first is not waited for."""
    doubt = MovieRef("Barbie", years=(2021,))
    later, broken = Told("b", failure=TryLater("busy")), Told("b", failure=Unusable("wrong key"))
    assert isinstance(await resolve(doubt, [Told("a", film()), later]), Unanswered)
    assert isinstance(await resolve(doubt, [Told("a", film()), broken]), Ambiguous)


async def test_once_the_basics_are_known_nobody_is_asked_for_them_again() -> None:
    """By title too: what is left to find is a whole record."""
    tmdb, first, second = Told("tmdb"), Told("datasets", film(), full=False), Told("omdb", full=False)
    whole = Told("title page")
    basics = replace(film(), complete=False)
    first.answers = (basics,)
    outcome = await resolve(REF, [tmdb, first, second, whole])
    assert isinstance(outcome, Found)
    assert second.asked == []
    assert whole.asked[0] == "id"
    assert first.asked == ["id"], "its id was known to it: there is nothing to search for"


async def test_a_film_whose_id_nobody_knows_is_searched_for_in_whole_sources_only() -> None:
    """A source of basics that lacks the id would add a guess, and perhaps a cost."""
    cheap = Told("omdb", full=False)
    assert isinstance(await resolve(REF, [Told("tmdb"), cheap]), NotFound)
    assert cheap.asked == ["id"]

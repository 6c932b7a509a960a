"""A person's word comes before matching, whatever the sources say; and every step can be shown."""

from dataclasses import replace
from datetime import UTC, datetime

from cinegraph.domain.decisions import Decided, Identity, identity
from cinegraph.domain.movies import MovieRef
from cinegraph.lookup.chain import Found, NotFound, Unanswered
from cinegraph.lookup.decided import resolve_decided
from cinegraph.lookup.explain import explain
from cinegraph.sources.base import OutOfQuota, TryLater, Unusable
from tests.pipeline.shelf import Shelf, film

SOLARIS = MovieRef("Solaris", year=1972, years=(1972,))
ONE, TWO = film(1, "Solaris", 1972), film(2, "Solaris", 1972)
CHOSEN = Decided(Identity("Solaris", "shelf", "2", imdb_id="tt0000002", tmdb_id=2))


async def test_the_chosen_record_is_fetched_though_another_fits_better() -> None:
    shelf = Shelf(ONE, replace(TWO, title="Something else", year=1900))
    found = await resolve_decided(SOLARIS, [shelf], CHOSEN)
    assert isinstance(found, Found)
    assert (found.candidate.source_id, found.match.score, found.match.forbidden) == ("2", 1.0, False)
    assert found.match.evidence[0].name == "decided"
    assert shelf.asked == ["record 2"]


async def test_a_minimal_choice_is_looked_for_in_full_elsewhere() -> None:
    basics = Shelf(replace(TWO, complete=False, source="basics"), name="basics", full=False)
    chosen = Decided(Identity("Solaris", "basics", "2", imdb_id="tt0000002"))
    only_basics = await resolve_decided(SOLARIS, [Shelf(), basics], chosen)
    assert isinstance(only_basics, Found)
    assert only_basics.candidate.source == "basics"
    whole = await resolve_decided(SOLARIS, [Shelf(ONE, TWO), basics], chosen)
    assert isinstance(whole, Found)
    assert (whole.candidate.source, whole.candidate.complete) == ("shelf", True)


async def test_no_answer_about_the_chosen_one_is_no_answer() -> None:
    for failure, broken in ((TryLater("busy", 9), False), (Unusable("no key"), True)):
        shelf = Shelf(ONE, TWO)
        shelf.fails = failure
        outcome = await resolve_decided(SOLARIS, [shelf], CHOSEN)
        assert isinstance(outcome, Unanswered)
        assert outcome.broken is broken
    gone = await resolve_decided(SOLARIS, [Shelf(name="other")], Decided(Identity("Solaris", "shelf", "2")))
    assert isinstance(gone, Unanswered)
    assert "switched off" in gone.reasons[0]


async def test_what_is_ruled_out_by_an_id_that_only_the_record_shows() -> None:
    """A hit carries no IMDb id: it is read, recognised, and the question is asked again without it."""
    out = Decided(ruled_out=(Identity("Solaris", "elsewhere", "x", imdb_id="tt0000001"),))
    shelf = Shelf(ONE, replace(TWO, year=1972))
    found = await resolve_decided(SOLARIS, [shelf], out)
    assert isinstance(found, Found)
    assert found.candidate.source_id == "2"
    both = Decided(
        ruled_out=(*out.ruled_out, identity({"title": "Solaris", "source": "shelf", "source_id": "2"}))
    )
    assert isinstance(await resolve_decided(SOLARIS, [shelf], both), NotFound)
    by_id = Decided(ruled_out=out.ruled_out)
    assert isinstance(await resolve_decided(replace(SOLARIS, imdb_id="tt0000001"), [shelf], by_id), NotFound)


async def test_every_step_is_shown_with_its_evidence() -> None:
    away = Shelf(name="away")
    away.fails = OutOfQuota("spent", until=datetime.now(UTC))
    outcome, steps = await explain(SOLARIS, [away, Shelf(ONE)])
    assert isinstance(outcome, Found)
    assert [(s.source, s.question, len(s.matches), s.failure) for s in steps] == [
        ("away", "by_title", 0, "spent"),
        ("shelf", "by_title", 1, None),
        ("shelf", "the whole record of 1", 1, None),
    ]
    assert steps[-1].matches[0].evidence
    assert "enough to be believed" in steps[-1].verdict


async def test_a_step_is_weighed_as_the_verdict_was() -> None:
    """That few films have the title is known only when all were listed: every step counts it."""
    ref = MovieRef("Solaris Nights", years=(2024,), year_kind="festival")
    shelf = Shelf(film(1, "Solaris Nights", 2023))
    outcome, steps = await explain(ref, [shelf])
    assert isinstance(outcome, Found)
    assert {m.score for step in steps for m in step.matches if m.candidate.complete} == {outcome.match.score}
    assert "few_of_that_title" in {e.name for e in outcome.match.evidence}

"""A film's page tells of what came after its record: its score, its facts, its nominees, its jobs; and asks for ratings."""

from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from cinegraph.store import scores
from tests.store.scoring import Honoured
from tests.web import filled, filled_films
from tests.web.conftest import Site
from tests.web.filled_films import HOSTILE


async def _told(conn: AsyncConnection) -> None:
    """A film with two parts of a score, facts in rows of their own, a nominee who was inferred, and a failed job."""
    made = await Honoured(conn).begin(seed=False)
    await made.film(
        700, 2020, ["Ann Lee"], [("Dee Rector", "Director")], title=HOSTILE, imdb_id="tt0000700",
        import_type="full", details=Jsonb({"omdb": {"rated": "PG-13", "awards": "old"}}),
    )  # fmt: skip
    await made.listed(700, "own")
    await made.received(700, "imdb", 8.0, 100_000)
    nomination = await filled_films.nomination(conn, 700, HOSTILE, await made.person("Dee Rector"), HOSTILE)
    reasons = [{"name": "same_name", "says": "It is the same name.", "score": 0.6}]
    await conn.execute(
        "update festival_nomination_people set inferred = true, link = 'credits', link_score = 0.97, link_evidence = %s"
        " where nomination_id = %s",
        [Jsonb({"evidence": reasons}), nomination],
    )
    for query in (
        "insert into movie_facts (movie_id, source, fact, usd) values (700, 'omdb', 'box_office', 12345678)",
        (
            "insert into movie_facts (movie_id, source, fact, words) values (700, 'omdb', 'awards', 'Won <b>7</b> Oscars'),"
            " (700, 'omdb', 'content_rating', 'PG-13')"
        ),
        "insert into movie_companies (movie_id, name, place, country, source) values (700, '<b>Universal', 0, 'US', 'tmdb')",
        "insert into movie_languages (movie_id, language, place, is_original, source) values (700, 'en', 0, true, 'tmdb')",
        (
            "insert into movie_releases (movie_id, country, released_on, kind, certification, source)"
            " values (700, 'DE', '2020-07-01', 'theatrical', '12', 'tmdb')"
        ),
        "insert into movie_providers (movie_id, country, kind, provider, place, source) values (700, 'FR', 'rent', 'Cine+', 0, 'tmdb')",
        "insert into collections (tmdb_id, name) values (5, 'A series')",
        "insert into movie_collections (movie_id, collection_id, source) select 700, id, 'tmdb' from collections",
    ):
        await conn.execute(query.encode())
    await filled.failed_job(conn, 700, HOSTILE)
    await scores.score(conn, [700])


async def test_the_page_tells_of_the_score_the_facts_the_nominees_and_the_jobs(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            await _told(conn)
        page = (await visit.get("/films/700")).text
        audience = (await visit.get("/films/700?profile=audience")).text
        wrong = await visit.get("/films/700?profile=audiense")
    for words in (
        "$12,345,678", "Won &lt;b&gt;7&lt;/b&gt; Oscars", "content rating", "&lt;b&gt;Universal (US)", "en (original)",
        "A series", "theatrical", "Cine+", "inferred from the credits", "0.97", "It is the same name.", "IMDb 8 (100000 votes)",
        "neither Metacritic nor Rotten Tomatoes is known for it", 'href="/jobs?film=700"', "Refresh ratings now",
    ):  # fmt: skip
        assert words in page, words
    assert (">old<" in page, "<script>alert" in page, "<b>Universal" in page) == (False, False, False)
    assert "of 100" in page
    assert "weighs 65 %" in audience
    assert (wrong.status_code, "did you mean" in wrong.text) == (409, True)


async def test_its_ratings_are_asked_for_now(site: Site) -> None:
    async with site(omdb_ratings=True) as visit:
        async with visit.program.context.database.transaction() as conn:
            film = await filled_films.film(
                conn, "Oppenheimer", imdb_id="tt15398776", import_type="full", needs_enrichment=False
            )
            stub = await filled_films.film(conn, "A stub", imdb_id="tt0000009")
        sent = await visit.send_form(f"/films/{film}/rate", on=f"/films/{film}")
        page = await visit.get(sent.headers["location"])
        refused = await visit.send_form(f"/films/{stub}/rate", on=f"/films/{stub}")
        gone = await visit.send_form("/films/999/rate", on=f"/films/{stub}")
    assert sent.headers["location"].startswith(f"/films/{film}?job=")
    assert "asks for its ratings" in page.text
    assert (refused.status_code, "cannot be rated" in refused.text, gone.status_code) == (409, True, 404)

"""Scores on their screen and for programs: by profile and decade, with their parts; and a film's score and facts."""

from typing import Any

from psycopg import AsyncConnection

from cinegraph.store import scores
from tests.store.scoring import Honoured
from tests.web.conftest import Site
from tests.web.filled_films import HOSTILE


async def _scored(conn: AsyncConnection) -> None:
    """Fifty-five films of the nineties with two parts, the last the highest; one of the sixties with a bad name."""
    made = await Honoured(conn).begin(seed=False)
    for number in range(1, 57):
        title = HOSTILE if number == 56 else f"Film {number}."
        await made.film(number, 1965 if number == 56 else 1995, title=title, imdb_id=f"tt{number:07}")
        await made.received(number, "imdb", 4 + number / 20, 100_000)
        await made.listed(number, "own")
    await conn.execute(
        "insert into movie_facts (movie_id, source, fact, words) values (56, 'omdb', 'awards', 'Won 7')"
    )
    await scores.score(conn, list(range(1, 57)))


async def test_the_highest_are_told_by_profile_and_decade(site: Site) -> None:
    async with site(omdb_ratings=True) as visit:
        async with visit.program.context.database.transaction() as conn:
            await _scored(conn)
        page = (await visit.get("/scores")).text
        onward = page.split('rel="next"')[0].rpartition('href="')[2].split('"')[0].replace("&amp;", "&")
        second = (await visit.get(onward)).text
        nineties = (await visit.get("/scores?profile=audience&decade=1990s")).text
        wrong = [
            (await visit.get(f"/scores?{asked}")).status_code
            for asked in ("profile=nobody", "decade=19x0", "after=-1", "after=1_2_3_99999999999999999999")
        ]
        top = await visit.get("/api/v1/scores?profile=audience&decade=1990&limit=2")
        unknown = await visit.get("/api/v1/scores?profile=nobody")
        film = (await visit.get("/api/v1/films/56")).json()
        rated = await visit.post("/api/v1/films/56/rate", json={})
        stub = await visit.post("/api/v1/films/999/rate", json={})
    assert page.index("&lt;script&gt;") < page.index("Film 55.") < page.index("Film 7.")
    assert ("<script>alert" in page, "Film 6." in page, "Film 6." in second) == (False, False, True)
    assert ("&lt;script&gt;" in nineties, 'href="/films/55?profile=audience#score"' in nineties) == (
        False,
        True,
    )
    assert wrong == [409, 422, 422, 422]
    assert [one["movie_id"] for one in top.json()["items"]] == [55, 54]
    assert set(top.json()["items"][0]["parts"]) == {"canon", "audience", "endurance"}
    assert (unknown.status_code, "there is no profile" in unknown.json()["detail"]) == (400, True)
    assert (film["facts"][0]["words"], "default" in film["score"]["scores"]) == (["Won 7"], True)
    assert film["score"]["parts"]["audience"]["inputs"]["imdb"]["votes"] == 100_000
    assert (rated.status_code, stub.status_code) == (409, 404)


async def test_every_film_is_told_page_by_page_in_its_place(site: Site) -> None:
    """Films of one score share a place, also over the end of a page; a page is read from an index."""
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            await _scored(conn)
            await conn.execute("update movie_scores set score = 50 where movie_id between 20 and 30")
            plan = await _plan(conn)
        whole = (await visit.get("/api/v1/scores?decade=1990&limit=1000")).json()
        told: list[dict[str, Any]] = []
        address = "/api/v1/scores?decade=1990&limit=7"
        while address:
            got = await visit.get(address)
            told += got.json()["items"]
            onward = got.json()["next"]
            address = f"/api/v1/scores?decade=1990&limit=7&cursor={onward}" if onward else ""
        other = await visit.get(
            f"/api/v1/scores?limit=7&cursor={(await visit.get('/api/v1/scores?limit=7&profile=audience')).json()['next']}"
        )
        lines = (await visit.get("/api/v1/scores.jsonl?decade=1990")).text.splitlines()
        table = (await visit.get("/api/v1/scores.csv?decade=1990")).text.splitlines()
    assert (whole["next"], len(whole["items"])) == (None, 55)
    assert told == whole["items"]
    places = [one["place"] for one in told]
    assert places == sorted(places)
    tied = [one["place"] for one in told if one["score"] == 50]
    assert (len(tied), len(set(tied))) == (11, 1)
    assert places[places.index(tied[0]) + 11] == tied[0] + 11
    assert other.status_code == 400
    assert (len(lines), len(table)) == (55, 56)
    assert table[0] == "place,movie_id,title,year,imdb_id,score,parts"
    assert "Index Only Scan using ix_movie_scores_profile_decade_score" in plan
    assert "Sort" not in plan


async def _plan(conn: AsyncConnection) -> str:
    await conn.execute("analyze movie_scores")
    await conn.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
    cursor = await conn.execute(
        """
        explain select movie_id, score from movie_scores where profile = 'default' and decade = 1990
            and score <= 50 and (score < 50 or movie_id > 25) order by score desc, movie_id limit 51
        """
    )
    return "\n".join([row[0] async for row in cursor])


async def test_how_nominees_are_linked_is_told(site: Site) -> None:
    """By year, page by page; a ceremony that names nobody has no line."""
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            made = await Honoured(conn).begin(seed=False)
            await made.film(1, 1995)
            person = await made.person(HOSTILE)
            for year, key in ((1998, "picture"), (1996, "picture"), (1996, "director"), (1999, "picture")):
                nomination = await made.nominated(1, year, key)
                await conn.execute(
                    "insert into festival_nomination_people (nomination_id, position, person_id, credited_as, link)"
                    " values (%s, 1, %s, 'x', 'credits')",
                    [nomination, person],
                )
            await made.nominated(1, 1997)
        told = (await visit.get("/api/v1/people/links?organization=old&year=1998")).json()
        whole = (await visit.get("/api/v1/people/links?organization=old")).json()
        one_by_one, address = [], "/api/v1/people/links?organization=old&limit=1"
        while address:
            page = (await visit.get(address)).json()
            one_by_one += page["items"]
            onward = page["next"]
            address = f"/api/v1/people/links?organization=old&limit=1&cursor={onward}" if onward else ""
        lines = (await visit.get("/api/v1/people/links.csv?organization=old")).text.splitlines()
        nobody = await visit.get("/api/v1/people/links?organization=nobody")
    (line,) = told["items"]
    assert (line["nominees"], line["linked"], line["by_credits"]) == (1, 1, 1)
    assert [one["year"] for one in whole["items"]] == [1996, 1996, 1998, 1999]
    assert (whole["next"], one_by_one, len(lines)) == (None, whole["items"], 5)
    assert nobody.status_code == 400

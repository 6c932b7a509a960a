"""Films, people, lists, ways and searches, as pages: all of them, with the worst names that a page may bring."""

import pytest
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb
from selectolax.lexbor import LexborHTMLParser

from cinegraph.store import graph
from tests.conftest import run_jobs
from tests.store.filming import Made
from tests.web import filled_films
from tests.web.conftest import Site
from tests.web.filled_films import HOSTILE, LONG, RTL, candidate
from tests.web.hostile import loose_texts


async def _bad_house(conn: AsyncConnection) -> dict[str, int]:
    """A film, people, a list and a question, each with a name that would do harm; and two people of one name."""
    made = Made(conn)
    crew = [(HOSTILE, "Director"), (RTL, "Editor"), (HOSTILE, HOSTILE)]
    await made.film(
        900, 2020, cast=[HOSTILE, RTL, LONG, "Ann Lee"], crew=crew, title=HOSTILE, original_title=RTL
    )
    await made.film(901, 2021, cast=[HOSTILE, "Bob Ray"], title=LONG)
    await made.film(902, 2021, cast=["Bob Ray", "Ann Lee"], title=RTL, imdb_id="tt0000902")
    await made.film(903, 2022, cast=["Twin", "Ann Lee"])
    await conn.execute(
        "insert into people (name, imdb_id) values ('Twin', 'nm0000007'), ('Twin', 'nm0000008')"
    )
    bad: dict[str, object] = {
        "overview": HOSTILE,
        "tagline": RTL,
        "homepage": "javascript:alert(1)",
        "companies": [HOSTILE] * 20,
    }
    bad |= {"budget": 1_500_000, "releases": [["US", "2020-05-01T00:00:00.000Z", ""]]}
    await conn.execute("update movies set details = %s where id = 900", [Jsonb({"tmdb": bad})])
    await graph.build(conn, [900, 901, 902, 903])
    person = await made.person(HOSTILE)
    await filled_films.nomination(conn, 900, HOSTILE, person, HOSTILE)
    await conn.execute(
        "update movie_lists set name = %s, said_name = %s, said_total = 3 where source_key = '1001_movies'",
        [HOSTILE, RTL],
    )
    await filled_films.listed(conn, "1001_movies", 900, 1, title=HOSTILE, note=HOSTILE)
    await filled_films.listed(conn, "1001_movies", 901, 2, title=LONG, left_at="2026-01-01")
    await filled_films.call(conn, 900, HOSTILE, reason=HOSTILE)
    asked = [candidate(1, HOSTILE), candidate(2, RTL, directors=[LONG], original_title=HOSTILE)]
    question = await filled_films.review(conn, HOSTILE, asked, movie_id=900)
    return {"person": person, "bob": await made.person("Bob Ray"), "review": question}


TOLD = {
    "/films": ["Film 903"],
    "/films?festival=oscars&won=true&since=2019&until=2020&sort=-year": ["stub"],
    "/films/900": ["$1,500,000", "US 2020-05-01", "8 more", "Directing", "Ann Lee", "1001_movies", "no candidate is sure"],
    "/films/900/credits": ["Editor"],
    "/films/900/join?with=tt0000902": ["Film 902 stays", "Nominations"],
    "/films/902/join": ["The other film"],
    "/films/900/join?with=900": ["that is this film itself"],
    "/people": ["Bob Ray"],
    "/people?name=bob": ["Bob Ray"],
    "/people/{person}": ["Directing", "In the cast of", "In the crew of", "<svg", 'href="/people/{bob}"'],
    "/people/{person}/pairs": ["Bob Ray"],
    "/people/{person}/with/{bob}": ["2021"],
    "/lists": ["partial"],
    "/lists/1001_movies": ["stub", "2</b>missing"],
    "/lists/1001_movies?state=left": ["Left"],
    "/six-degrees?one={person}&other=Bob+Ray": ["1 step", "<svg"],
    "/six-degrees?one=Twin&other=Ann+Lee": ["1 step"],
    "/six-degrees?one=nobody+at+all&other=": ["Nobody is called that"],
    "/six-degrees?one=Bob+Raay&other=": ["Is it one of these?"],
    "/six-degrees?one=Ann+Lee&other=Bob+Ray&top=99": ["the first 1 to 20 can count"],
    "/six-degrees?one=Ann+Lee&other=Bob+Ray&since=1900&until=1910": ["not connected within 6 steps in films that count"],
    "/search?q=bob+raay": ["Bob Ray"],
    "/search/hits?q=oscars+2024": ["2024"],
    "/review/{review}": ["no candidate is sure enough", "Directing", "+0.50", "−0.15"],
    "/review/many?least=0.5": ["0.80", "close"],
    "/review/history": ["Nobody has decided"],
}  # fmt: skip
"""Address → words that stand on its page; {person}, {bob} and {review} are numbers."""

BAD = {"q": HOSTILE, "name": HOSTILE, "with": HOSTILE, "by": HOSTILE, "festival": HOSTILE}


async def test_every_page_tells_what_is_there_and_the_worst_names_do_no_harm(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            there = await _bad_house(conn)
        for address, words in TOLD.items():
            path = address.format_map(there)
            answer = await visit.get(path)
            assert answer.status_code == 200, (path, answer.text[-600:])
            assert [word for word in words if word.format_map(there) not in answer.text] == [], path
            assert "<script>alert" not in answer.text, path
            assert 'href="javascript' not in answer.text, path
        for path in (
            "/search",
            "/search/hits",
            "/people",
            "/films/902/join",
            "/review/history",
            "/review",
            "/films",
        ):
            answer = await visit.get(path, params=BAD)
            assert answer.status_code in (200, 409), (path, answer.text[-600:])
            assert "<script>alert" not in answer.text, path


async def test_a_title_turns_nothing_around_but_itself(site: Site) -> None:
    """Text that is read from the right, or says so, stands in an element of its own; what is told once is without it."""
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            there = await _bad_house(conn)
            question = await filled_films.review(conn, RTL, [candidate(3, RTL)])
        loose = []
        for address in TOLD:
            page = LexborHTMLParser((await visit.get(address.format_map(there))).text)
            loose += [(address, one) for one in loose_texts(page)]
        marked = await visit.send_form(f"/review/{question}/skip", on="/review", note="x")
        told = (await visit.get(marked.headers["location"])).text
    assert loose == []
    assert RTL[1:] in told.split('class="told"')[1]
    assert "\u202e" not in told.split('class="told"')[1].split("</p>")[0]


@pytest.mark.parametrize("path", ["/films/7", "/films/99999999999999999999", "/people/7", "/people/7/with/8", "/people/7/join", "/review/7", "/lists/no", "/films/7/join"])  # fmt: skip
async def test_what_is_not_there_is_said(site: Site, path: str) -> None:
    async with site() as visit:
        answer = await visit.get(path)
    assert answer.status_code == 404
    assert "Traceback" not in answer.text


async def test_a_list_of_films_goes_on_where_it_ended(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            await conn.execute(
                "insert into movies (title, year) select 'F' || n, 1900 + n from generate_series(1, 60) n"
            )
        first = await visit.get("/films?sort=year")
        onward = first.text.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        second = await visit.get(onward)
        strange = await visit.get("/films?sort=year&after=x")
    assert (">F1<" in first.text, ">F51<" in first.text) == (True, False)
    assert (">F1<" in second.text, ">F51<" in second.text) == (False, True)
    assert 'rel="next"' not in second.text
    assert strange.status_code == 422


async def test_two_rows_become_one_film_and_two_again(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            one = await filled_films.film(conn, "Poor Things", imdb_id="tt14230458")
            other = await filled_films.film(conn, "Poor Thing")
            await filled_films.nomination(conn, other, "Poor Thing")
        preview = f"/films/{one}/join?with={other}"
        sent = await visit.send_form(f"/films/{one}/join", on=preview, other=other, keep=one, note="the same")
        page = await visit.get(f"/films/{one}")
        gone = await visit.get(f"/films/{other}")
        undo = page.text.split('action="/review/')[1].split('"')[0]
        parted = await visit.send_form(f"/review/{undo}", on=f"/films/{one}")
        again = await visit.get(f"/films/{other}")
        alone = await visit.send_form(f"/films/{one}/join", on=preview, other=one, keep=one)
    assert sent.headers["location"] == f"/films/{one}#evidence"
    assert "Rows that were this film" in page.text
    assert "Directing" in page.text
    assert (gone.status_code, gone.headers["location"]) == (303, f"/films/{one}")
    assert parted.status_code == 303
    assert "Directing" in again.text
    assert "a film cannot join itself" in alone.text


async def test_a_film_is_asked_for_anew_also_when_it_is_whole(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            film = await filled_films.film(
                conn, "Oppenheimer?", imdb_id="tt15398776", import_type="full", needs_enrichment=False
            )
        sent = await visit.send_form(f"/films/{film}/refresh", on=f"/films/{film}")
        job = sent.headers["location"].split("job=")[1]
        waiting = await visit.get(sent.headers["location"])
        await run_jobs(visit.program, "movies")
        done = await visit.get(f"/films/{film}/refresh/{job}")
        page = await visit.get(f"/films/{film}")
        strange = await visit.get(f"/films/{film}/refresh/{int(job) + 1}")
    assert f'data-live="/films/{film}/refresh/{job}"' in waiting.text
    assert 'data-over="true"' in done.text
    assert "Oppenheimer?" not in page.text
    assert "Found by tmdb" in page.text
    assert "not about this film" in strange.text


async def test_a_mark_is_set_and_taken_away(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            film = await filled_films.film(conn, "Marked", imdb_id="tt0000001")
        await visit.send_form(f"/films/{film}/critical", on=f"/films/{film}", critical="true")
        marked = await visit.get(f"/films/{film}")
        await visit.send_form(f"/films/{film}/critical", on=f"/films/{film}", critical="false")
        plain = await visit.get(f"/films/{film}")
    assert "No longer critical" in marked.text
    assert "Mark as critical" in plain.text

"""Settings in the browser: shown with where they come from, changed with a preview, kept with who did it."""

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from cinegraph.settings import ConfigurationError, config_file, editing, load
from tests.conftest import count
from tests.web.conftest import Browser, Site, Visit, csrf_of

HERE = "/settings"


def written(text: str) -> Path:
    """The settings file, with that in it."""
    file = config_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


async def changed(visit: Visit, **values: str) -> str:
    """What the page says after these were set, by way of the preview."""
    fields = {f"set:{name.replace('__', '.')}": value for name, value in values.items()}
    shown = await visit.send_form(f"{HERE}/preview", on=HERE, **fields)
    found = re.search(r'name="mark" value="(\w+)"', shown.text)
    if shown.status_code != 200 or found is None:
        return shown.text
    done = await visit.post(HERE, data=fields | {"csrf": csrf_of(shown.text), "mark": found[1]})
    return (await visit.get(done.headers["location"])).text if done.status_code == 303 else done.text


async def test_a_key_is_set_or_not_and_nothing_more(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CINEGRAPH_OMDB_KEY", "s3cr3tkey")
    monkeypatch.setenv("CINEGRAPH_ALERT_WEBHOOK", "https://hook.example/s3cr3thook")
    monkeypatch.setenv("CINEGRAPH_DATABASE_URL", "postgresql://me:s3cr3tword@db/films")
    async with site() as visit:
        page = (await visit.get(HERE)).text
    assert "s3cr3t" not in page
    assert "CINEGRAPH_OMDB_KEY" in page


async def test_a_budget_is_changed_and_holds_at_once(site: Site) -> None:
    file = written("# mine\nomdb_rate = 5.0  # slowly\n")
    async with site() as visit:
        told = await changed(
            visit, budgets__zyte__day_usd="1.50", budgets__zyte__day_calls="10", omdb_rate="5"
        )
        limits = visit.program.context.tiers[-1].limits
        async with visit.program.context.database.transaction() as conn:
            kept = await (
                await conn.execute(
                    "select setting, before, after, \"by\" <> '' from setting_changes order by id"
                )
            ).fetchall()
    assert limits.day_usd is None  # the program that the test holds is the old one …
    assert "budgets.zyte.day_usd is 1.5" in told  # … the site works with the new one
    assert 'value="1.5"' in told
    assert kept == [("budgets.zyte.day_usd", None, "1.5", True), ("budgets.zyte.day_calls", None, "10", True)]
    assert file.read_text(encoding="utf-8").startswith("# mine\nomdb_rate = 5.0  # slowly\n")
    assert load().budgets["zyte"].day_calls == 10


async def test_what_is_emptied_is_the_default_again(site: Site) -> None:
    file = written("tmdb_rate = 3.0\n[budgets.omdb]\nday_usd = 1.0\n")
    async with site() as visit:
        await changed(visit, tmdb_rate="", budgets__omdb__day_usd="")
    assert file.read_text(encoding="utf-8").strip() == ""


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"tmdb_rate": "fast"}, "no number"),
        ({"tmdb_rate": "-1"}, "greater than or equal to 0"),
        ({"remember_found_days": "400"}, "less than or equal to 160"),
        ({"critical_only": "imbd"}, "there is no catalogue"),
        ({"imdb_transport": "carrier pigeon"}, "imdb_transport"),
        ({"database_url": "postgresql://x"}, "is not changed here"),
        ({"budgets__omdb__day_usd": "nan"}, "no number"),
    ],
)
async def test_what_is_wrong_is_refused_before_anything_is_written(
    site: Site, values: dict[str, str], said: str
) -> None:
    async with site() as visit:
        told = await changed(visit, **values)
    assert said in told.replace("&#39;", "'")
    assert not config_file().exists()


async def test_the_environment_wins(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CINEGRAPH_TMDB_RATE", "7")
    async with site() as visit:
        page = await visit.get(HERE)
        told = await changed(visit, tmdb_rate="9")
    assert re.search(r'value="7"[^>]* name="set:tmdb_rate"[^>]* disabled', page.text)
    assert "set in the environment" in told


async def test_a_file_that_changed_meanwhile_is_not_overwritten(site: Site) -> None:
    async with site() as visit:
        fields = {"set:tmdb_rate": "9"}
        shown = await visit.send_form(f"{HERE}/preview", on=HERE, **fields)
        written("tmdb_rate = 4.0\n")
        found = re.search(r'name="mark" value="(\w+)"', shown.text)
        assert found is not None
        done = await visit.post(HERE, data=fields | {"csrf": csrf_of(shown.text), "mark": found[1]})
        async with visit.program.context.database.transaction() as conn:
            assert await count(conn, "select count(*) from setting_changes") == 0
        again = await visit.post(f"{HERE}/preview", data=fields | {"csrf": csrf_of(done.text)})
    assert done.status_code == 409
    assert "the settings file has changed meanwhile" in done.text
    assert re.search(r'value="9"[^>]* id="tmdb_rate"', done.text)
    assert "Now: 4" in done.text
    assert "Change 1 setting" in again.text
    assert load().tmdb_rate == 4.0


async def test_lists_festivals_and_users_are_reached_from_the_settings(site: Site) -> None:
    async with site() as visit:
        page = (await visit.get(HERE)).text
    assert 'href="/settings/festivals"' in page
    assert 'href="/lists/1001_movies#configured" aria-label="Change 1001 Movies' in page


def test_a_file_that_cannot_be_written_is_left_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written("tmdb_rate = 4.0\n")
    made = editing.draft({"tmdb_rate": 5.0})
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")))
    with pytest.raises(ConfigurationError, match="No space left"):
        editing.write(made)
    assert [one.name for one in file.parent.iterdir()] == [file.name]
    assert file.read_text(encoding="utf-8") == "tmdb_rate = 4.0\n"


async def test_a_spent_budget_is_told_before(site: Site) -> None:
    async with site() as visit:
        async with visit.program.context.database.transaction() as conn:
            await conn.execute(
                """
                insert into source_budgets (source, period, starts_on, spent_usd)
                values ('zyte', 'day', (now() at time zone 'utc')::date, 3)
                """
            )
        shown = await visit.send_form(f"{HERE}/preview", on=HERE, **{"set:budgets.zyte.day_usd": "2"})
    assert "3 of it is used already" in shown.text


async def test_a_budget_is_changed_by_a_person(browser: Browser) -> None:
    async with browser(script=False) as seen:
        await seen.page.goto(HERE)
        await seen.page.get_by_label("omdb: month usd").fill("20")
        await seen.page.get_by_role("button", name="See what changes in budgets").click()
        await expect(seen.page.get_by_role("row", name="budgets.omdb.month_usd")).to_contain_text("20")
        await seen.page.get_by_role("button", name="Change 1 setting").click()
        await expect(seen.page.get_by_role("status")).to_contain_text("budgets.omdb.month_usd is 20")
        await expect(seen.page.get_by_label("omdb: month usd")).to_have_value("20")


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("tmdb_rate", "-5"),
        ("http_attempts", "abc"),
        ("omdb_price_usd", "1e400"),
        ("budgets.omdb.day_usd", "-5"),
    ],
)
async def test_what_was_typed_is_kept_with_why_it_will_not_do(site: Site, name: str, typed: str) -> None:
    async with site() as visit:
        sent = {f"set:{name}": typed, "set:wikidata_rate": "3"}
        shown = await visit.send_form(f"{HERE}/preview", on=HERE, **sent)
    own = name.replace(".", "-")
    assert shown.status_code == 422
    assert re.search(rf'value="{re.escape(typed)}"[^>]* id="{own}"[^>]* aria-invalid="true"', shown.text)
    assert shown.text.count(f'id="{own}-wrong"') == shown.text.count("aria-invalid") == 1
    assert re.search(r'value="3"[^>]* id="wikidata_rate"', shown.text)


async def test_ratings_that_are_paid_for_are_shown(site: Site) -> None:
    async with site(omdb=False, omdb_ratings=True) as visit:
        page = await visit.get(HERE)
    row = next(part for part in page.text.split("<tr>") if '<th scope="row">omdb</th>' in part)
    assert re.search(r"<td>\s*<span class=\"badge good\">on</span> <span class=\"small\">[\d.]+ USD", row)

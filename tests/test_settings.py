"""Settings: built once, unknown keys refused, secrets never shown."""

from decimal import Decimal
from pathlib import Path

import pytest

from cinegraph.settings import ConfigurationError, load
from cinegraph.settings.budget import Budget


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "cinegraph.toml"
    path.write_text("")
    monkeypatch.setenv("CINEGRAPH_CONFIG", str(path))
    return path


def test_defaults_need_nothing() -> None:
    loaded = load()
    assert (loaded.tmdb_rate, loaded.imdb_transport, loaded.tmdb_token) == (40.0, "off", None)
    assert (loaded.imdb_title, loaded.zyte_key, loaded.zyte_price_usd) == ("off", None, Decimal("0.01"))
    assert sum(loaded.queues.values()) > 3


def test_the_environment_wins_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('tmdb_rate = 7\nuser_agent = "Me"\n')
    assert load().tmdb_rate == 7
    monkeypatch.setenv("CINEGRAPH_TMDB_RATE", "9")
    loaded = load()
    assert (loaded.tmdb_rate, loaded.user_agent) == (9.0, "Me")


def test_a_key_from_a_file_may_end_in_a_line_break(monkeypatch: pytest.MonkeyPatch) -> None:
    """A header with a line break is refused with a message that quotes the key."""
    monkeypatch.setenv("CINEGRAPH_TMDB_TOKEN", "word\n")
    token = load().tmdb_token
    assert token is not None
    assert token.get_secret_value() == "word"


def test_secrets_are_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CINEGRAPH_TMDB_TOKEN", "s3cr3t")
    monkeypatch.setenv("CINEGRAPH_ZYTE_KEY", "s3cr3t")
    monkeypatch.setenv("CINEGRAPH_DATABASE_URL", "postgresql://u:s3cr3t@h/d")
    assert "s3cr3t" not in repr(load()) + str(load().model_dump())


def test_budgets_read_well_in_the_file_and_the_environment(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Amounts are exact: a tenth of a dollar is one tenth."""
    file.write_text('critical_only = ["imdb_title"]\n[budgets.omdb]\nday_usd = 0.1\nday_calls = 900\n')
    loaded = load()
    assert loaded.budgets == {"omdb": Budget(day_usd=Decimal("0.1"), day_calls=900)}
    assert loaded.critical_only == ("imdb_title",)
    monkeypatch.setenv("CINEGRAPH_BUDGETS", '{"omdb": {"day_usd": 0.1, "day_calls": 900}}')
    assert load().budgets == loaded.budgets


WRONG = [
    ("CINEGRAPH_TMDB_TOKN", "x", "did you mean CINEGRAPH_TMDB_TOKEN"),
    ("CINEGRAPH_COLOUR", "x", "unknown setting CINEGRAPH_COLOUR"),
    ("CINEGRAPH_TMDB_RATE", "fast", "CINEGRAPH_TMDB_RATE"),
    ("CINEGRAPH_TMDB_RATE", "-1", "CINEGRAPH_TMDB_RATE"),
    ("CINEGRAPH_IMDB_TRANSPORT", "teleport", "CINEGRAPH_IMDB_TRANSPORT"),
    (
        "CINEGRAPH_QUEUES",
        '{"imports": 1, "movies": 1, "maintenance": 1, "movie_enrichment": 1}',
        "movie_enrichment",
    ),
    ("CINEGRAPH_QUEUES", '{"imports": 1, "movies": 0, "maintenance": 1}', "'movies'"),
    ("CINEGRAPH_QUEUES", "many", "CINEGRAPH_QUEUES): it is no JSON"),
    ("CINEGRAPH_BUDGETS", '{"omdbb": {"day_usd": 1}}', "there is no source 'omdbb'"),
    ("CINEGRAPH_BUDGETS", '{"omdb": {"day_us": 1}}', "did you mean budgets.omdb.day_usd"),
    ("CINEGRAPH_BUDGETS", '{"omdb": {"day_usd": -1}}', "budgets.omdb.day_usd"),
    ("CINEGRAPH_BUDGETS", '{"omdb": {"month_usd": "NaN"}}', "budgets.omdb.month_usd"),
    ("CINEGRAPH_CRITICAL_ONLY", '["imdb_titles"]', "there is no catalogue 'imdb_titles'"),
    ("CINEGRAPH_ALERT_FAILURE_RATE", "1.5", "CINEGRAPH_ALERT_FAILURE_RATE"),
    ("CINEGRAPH_ALERT_WEBHOOK", "hooks.example", "it is not an address"),
    ("CINEGRAPH_REMEMBER_FOUND_DAYS", "365", "CINEGRAPH_REMEMBER_FOUND_DAYS"),
    ("CINEGRAPH_CONFIG", "/no/such/file.toml", "no such file"),
    ("CINEGRAPH_QUEUES", "abc", "queues"),
    ("CINEGRAPH_TMDB_TOKEN", "two words", "CINEGRAPH_TMDB_TOKEN"),
    ("CINEGRAPH_TMDB_KEY", "ключ", "CINEGRAPH_TMDB_KEY"),
]


@pytest.mark.parametrize(("name", "value", "told"), WRONG)
def test_what_is_wrong_is_named(name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lesson 32: config keys that nobody reads. Lesson 27: a queue that was not configured."""
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError) as raised:
        load()
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tmdb_tokn = 'x'", "did you mean tmdb_token"),
        ("tmdb_rate = 'fast'", "tmdb_rate"),
        ("not toml", "cannot be read"),
    ],
)
def test_what_is_wrong_in_the_file_is_named(file: Path, text: str, told: str) -> None:
    file.write_text(text)
    with pytest.raises(ConfigurationError, match=told):
        load()

"""Settings: one frozen value, built once at start from the environment and one file.

Unknown keys are refused, wherever they stand. No secret has a default, and none is ever shown.
"""

import difflib
import os
import tomllib
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Literal

from platformdirs import user_config_path, user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from cinegraph.budget import Budget
from cinegraph.quantities import Days, Dollars, Key, Rate

PREFIX = "CINEGRAPH_"
QUEUES = ("imports", "movies", "maintenance")
"""Every queue that jobs are sent to; a worker runs each with its own concurrency."""

CATALOGUES = ("tmdb", "wikidata", "imdb_datasets", "omdb", "imdb_title")
"""Every film catalogue, in the order of asking, switched on or not."""

SITES = ("oscars", "imdb", "zyte")
"""What else is asked outside under a name of its own. IMDb's title pages are asked, and paid for, as `zyte`."""


class ConfigurationError(Exception):
    """A setting is unknown, wrong or missing. The message names it, and says what to do."""


class Settings(BaseSettings):
    """Everything that can be set. The environment (CINEGRAPH_…) wins over the file `cinegraph.toml`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        nested_model_default_partial_update=True,
    )

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("cinegraph"),
        description="The folder of the embedded PostgreSQL and its data.",
    )
    database_url: SecretStr | None = Field(
        None, description="A PostgreSQL server to use instead of the embedded one (postgresql://…)."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "WARNING", description="What is logged to standard error."
    )
    log_style: Literal["text", "json"] = Field("text", description="How it is logged.")

    tmdb: bool = Field(default=True, description="Whether TMDb is asked.")
    tmdb_token: Key | None = Field(None, description="TMDb's API read access token (preferred).")
    tmdb_key: Key | None = Field(None, description="TMDb's older API key, if there is no token.")
    tmdb_url: str = Field("https://api.themoviedb.org/3", description="Where TMDb's API is.")
    tmdb_rate: Rate = Field(40.0, description="Requests a second to TMDb, over all processes; 0 = unlimited.")

    wikidata: bool = Field(default=True, description="Whether Wikidata's query service is asked.")
    wikidata_url: str = Field(
        "https://query.wikidata.org/sparql", description="Where Wikidata's query service is."
    )
    wikidata_rate: Rate = Field(
        1.0, description="Queries a second to Wikidata, over all processes; 0 = unlimited."
    )

    imdb_datasets: bool = Field(
        default=False,
        description="Whether the loaded IMDb datasets are asked. They are for personal and non-commercial use only.",
    )
    imdb_datasets_url: str = Field(
        "https://datasets.imdbws.com", description="Where IMDb's datasets are downloaded from."
    )

    omdb: bool = Field(default=False, description="Whether OMDb is asked. Its data are CC BY-NC.")
    omdb_key: Key | None = Field(None, description="OMDb's API key.")
    omdb_url: str = Field("https://www.omdbapi.com/", description="Where OMDb's API is.")
    omdb_rate: Rate = Field(10.0, description="Requests a second to OMDb, over all processes; 0 = unlimited.")
    omdb_price_usd: Dollars = Field(Decimal("0.001"), description="What a call to OMDb costs, in US dollars.")
    omdb_quota_hour: int = Field(
        0, ge=0, le=23, description="The hour of the day, in UTC, at which OMDb's daily quota renews."
    )

    oscars_url: str = Field("https://www.oscars.org", description="Where the Academy's site is.")
    oscars_rate: Rate = Field(1.0, description="Requests a second to the Academy's site; 0 = unlimited.")
    imdb_transport: Literal["off", "direct", "zyte"] = Field(
        "off",
        description="How IMDb's event pages are fetched. IMDb's terms forbid it without consent: off, unless its owner agreed.",
    )
    imdb_url: str = Field("https://www.imdb.com", description="Where IMDb's site is.")
    imdb_rate: Rate = Field(1.0, description="Requests a second to IMDb's site; 0 = unlimited.")
    imdb_title: Literal["off", "files", "zyte"] = Field(
        "off",
        description="How IMDb's title pages are got, for films that no catalogue has: see imdb_transport.",
    )
    imdb_title_folder: Path | None = Field(
        None, description="The folder of saved title pages, for imdb_title = files."
    )
    zyte_key: Key | None = Field(None, description="Zyte's API key.")
    zyte_url: str = Field("https://api.zyte.com/v1/extract", description="Where Zyte's API is.")
    zyte_rate: Rate = Field(1.0, description="Requests a second to Zyte; 0 = unlimited.")
    zyte_price_usd: Dollars = Field(
        Decimal("0.01"), description="What Zyte charges for one page, in US dollars."
    )
    zyte_browser_html: bool = Field(
        default=False,
        description="Whether Zyte shows the page in a browser (dearer) instead of downloading it.",
    )
    page_fresh_hours: float = Field(
        24.0,
        ge=0,
        le=876_000,
        description="A fetched page younger than this is used again instead of fetched.",
    )

    http_timeout: float = Field(20.0, gt=0, description="Seconds until a request is given up.")
    http_attempts: int = Field(4, ge=1, le=10, description="How often one request is tried.")
    user_agent: str = Field(
        "Cinegraph (+https://pypi.org/project/cinegraph)", description="How we name ourselves to others."
    )

    not_found_days: Days = Field(
        7.0, description="How long a film that no catalogue has is not asked for again."
    )
    not_found_longest_days: Days = Field(
        112.0, description="That wait doubles each time, up to so many days."
    )
    refresh_limit: int = Field(500, ge=1, description="How many films one sweep asks for again.")
    stub_review_days: Days = Field(
        30.0, description="A film that is a stub for so long goes before a person."
    )
    remember_found_days: float = Field(
        90.0, ge=0, le=160, description="How long a catalogue's answer is remembered instead of asked again."
    )
    remember_not_found_days: Days = Field(
        7.0, description="How long it is remembered that a catalogue has nothing."
    )
    budgets: dict[str, Budget] = Field(
        default={}, description="What a source may cost and how often it may be asked, by day and by month."
    )
    critical_only: tuple[str, ...] = Field(
        default=(), description="Catalogues that are asked for films marked critical only."
    )
    breaker_failures: int = Field(
        10, ge=1, description="After so many failures in a row a source is left alone for a while."
    )
    breaker_base_seconds: float = Field(
        15.0, gt=0, description="For how long at first; twice as long each time."
    )
    breaker_cap_seconds: float = Field(1800.0, gt=0, description="For how long at most.")
    alert_failure_rate: float = Field(
        0.5, gt=0, le=1, description="Alert when this share of a source's calls within an hour failed."
    )
    alert_failure_calls: int = Field(20, ge=1, description="… of at least so many calls.")
    alert_spend_usd: Decimal | None = Field(
        None, gt=0, allow_inf_nan=False, description="Alert when a source has cost this within a day."
    )
    alert_webhook: SecretStr | None = Field(None, description="An address that alerts are sent to, as JSON.")

    queues: dict[str, int] = Field(
        default={"imports": 2, "movies": 12, "maintenance": 1},
        description="How many jobs of each queue one worker runs at once.",
    )
    heartbeat_seconds: float = Field(1.0, gt=0, description="How often a worker says that it lives.")
    worker_dead_seconds: float = Field(
        6.0, gt=0, description="A worker silent for so long is dead: its jobs are given to others."
    )

    offline_url: str | None = Field(
        None, description="A running `cinegraph offline serve`, used by --offline instead of its own."
    )
    offline_faults: str = Field(
        "", description="Faults that --offline's own world shows, as for `offline serve`."
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 pydantic-settings calls it by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 as above
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given in code, then the environment, then the file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, config_file())

    @field_validator("queues")
    @classmethod
    def _every_queue_has_a_worker(cls, queues: dict[str, int]) -> dict[str, int]:
        unknown = sorted(set(queues) - set(QUEUES))
        if unknown:
            raise ValueError(f"there is no queue {unknown[0]!r}; the queues are {', '.join(QUEUES)}")
        idle = [name for name in QUEUES if queues.get(name, 0) < 1]
        if idle:
            raise ValueError(
                f"jobs are sent to queue {idle[0]!r}, and no worker would run them: give it 1 or more"
            )
        return queues

    @field_validator("budgets")
    @classmethod
    def _budgets_of_sources(cls, budgets: dict[str, Budget]) -> dict[str, Budget]:
        if "imdb_title" in budgets:
            raise ValueError("IMDb's title pages are paid for by 'zyte': give it the budget")
        _refuse_unknown(budgets, "source", (*(n for n in CATALOGUES if n != "imdb_title"), *SITES))
        return budgets

    @field_validator("critical_only")
    @classmethod
    def _critical_catalogues(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        _refuse_unknown(names, "catalogue", CATALOGUES)
        return names

    @field_validator("alert_webhook")
    @classmethod
    def _address(cls, webhook: SecretStr | None) -> SecretStr | None:
        if webhook is not None and not webhook.get_secret_value().startswith(("http://", "https://")):
            raise ValueError("it is not an address (https://…)")
        return webhook

    @field_validator("data_dir", "imdb_title_folder")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        return path and path.expanduser().absolute()


def _refuse_unknown(names: Iterable[str], kind: str, known: tuple[str, ...]) -> None:
    if unknown := sorted(set(names) - set(known)):
        raise ValueError(f"there is no {kind} {unknown[0]!r}; the {kind}s are {', '.join(known)}")


def config_file() -> Path:
    """The settings file: CINEGRAPH_CONFIG, or `cinegraph.toml` in the user's configuration folder."""
    named = os.environ.get(f"{PREFIX}CONFIG")
    return Path(named) if named else user_config_path("cinegraph") / "cinegraph.toml"


def load() -> Settings:
    """The settings of this process. Raises ConfigurationError, one line, naming the key at fault."""
    _refuse_unknown_variables()
    named = os.environ.get(f"{PREFIX}CONFIG")
    if named and not Path(named).is_file():
        raise ConfigurationError(f"CINEGRAPH_CONFIG names {named}, and there is no such file")
    try:
        return Settings()
    except ValidationError as wrong:
        raise ConfigurationError(_one_line(wrong)) from None
    except SettingsError as wrong:
        raise ConfigurationError(_unreadable(wrong)) from None
    except (tomllib.TOMLDecodeError, OSError, UnicodeDecodeError) as wrong:
        raise ConfigurationError(f"the settings file {config_file()} cannot be read: {wrong}") from None


def _refuse_unknown_variables() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {f"{PREFIX}CONFIG"}
    for name in sorted(os.environ):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            raise ConfigurationError(
                f"unknown setting {name} in the environment{_meant(name.upper(), known)}"
            )


def _meant(name: str, known: set[str]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f": did you mean {close[0]}?" if close else "; see docs/configuring.md"


def _unreadable(wrong: SettingsError) -> str:
    """Lists and tables stand in the environment as JSON."""
    name = next((n for n in Settings.model_fields if f'"{n}"' in str(wrong)), "")
    return f"setting {name!r} ({PREFIX}{name.upper()}): it is no JSON; see docs/configuring.md for how it is written"


def _one_line(wrong: ValidationError) -> str:
    first = wrong.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = {*Settings.model_fields, *(f"{key.rpartition('.')[0]}.{n}" for n in Budget.model_fields)}
        where = f"{PREFIX}BUDGETS or {config_file()}" if key.startswith("budgets.") else str(config_file())
        return f"unknown setting {key!r} in {where}{_meant(key, known)}"
    said = first["msg"].removeprefix("Value error, ")
    return f"setting {key!r} (CINEGRAPH_{key.split('.')[0].upper()} or {config_file()}): {said}"

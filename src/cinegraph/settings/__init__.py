"""Settings: one frozen value, built once at start from the environment and one file; its fields stand in groups, a
file each.

Unknown keys are refused, wherever they stand. No secret has a default, and none is ever shown.
"""

import difflib
import os
import tomllib
from contextvars import ContextVar
from pathlib import Path

from platformdirs import user_config_path
from pydantic import ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)

from cinegraph.settings.asking import Asking
from cinegraph.settings.budget import Budget
from cinegraph.settings.catalogues import Catalogues
from cinegraph.settings.names import CATALOGUES, QUEUES, SITES
from cinegraph.settings.paying import Paying
from cinegraph.settings.sites import Sites
from cinegraph.settings.work import Work

__all__ = [
    "CATALOGUES",
    "PREFIX",
    "QUEUES",
    "SITES",
    "Budget",
    "ConfigurationError",
    "Settings",
    "config_file",
    "load",
    "load_from",
]

PREFIX = "CINEGRAPH_"


class ConfigurationError(Exception):
    """A setting is unknown, wrong or missing. The message names it, and says what to do."""


class Settings(Work, Catalogues, Sites, Asking, Paying, BaseSettings):
    """Everything that can be set. The environment (CINEGRAPH_…) wins over the file `cinegraph.toml`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        frozen=True,
        extra="forbid",
        nested_model_default_partial_update=True,
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


_TRIED: ContextVar[Path | None] = ContextVar("the settings file that is tried", default=None)


def config_file() -> Path:
    """The settings file: CINEGRAPH_CONFIG, or `cinegraph.toml` in the user's configuration folder."""
    if tried := _TRIED.get():
        return tried
    named = os.environ.get(f"{PREFIX}CONFIG")
    return Path(named) if named else user_config_path("cinegraph") / "cinegraph.toml"


def load_from(file: Path) -> Settings:
    """The settings as they would be with this file in the place of the settings file. Raises ConfigurationError."""
    real, token = config_file(), _TRIED.set(file)
    try:
        return load()
    except ConfigurationError as wrong:
        raise ConfigurationError(str(wrong).replace(str(file), str(real))) from None
    finally:
        _TRIED.reset(token)


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

"""The settings file, changed by the program: checked before it is written, whole or not at all, comments kept.

What the environment says wins over the file: where it does, there is nothing to change here.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from cinegraph.settings import PREFIX, ConfigurationError, Settings, config_file, load, load_from

Origin = Literal["environment", "file", "default"]
Value = str | int | float | bool | list[str]


@dataclass(frozen=True, slots=True)
class Draft:
    """The file as it would be, and the settings that it gives; `mark` is of the file that it was made from."""

    text: str
    settings: Settings
    mark: str


def now() -> Settings:
    """The settings as environment and file give them now; made anew only if one of the two has changed."""
    ours = {key: value for key, value in os.environ.items() if key.upper().startswith(PREFIX)}
    return _made(mark(), tuple(sorted(ours.items())))


@lru_cache(maxsize=1)
def _made(*_: object) -> Settings:
    return load()


def origins() -> Callable[[str], Origin]:
    """Says where a setting's value comes from, by the environment and the file as they are now; a name may lead into a
    table: `budgets.omdb.day_usd`."""
    said = {key.upper() for key, value in os.environ.items() if value}
    file: Any = _parsed(_text())

    def origin(name: str) -> Origin:
        if f"{PREFIX}{name.partition('.')[0].upper()}" in said:
            return "environment"
        found = file
        for part in name.split("."):
            if not isinstance(found, Mapping) or part not in found:
                return "default"
            found = found[part]
        return "file"

    return origin


def mark() -> str:
    """What the file is known by: another content, another mark."""
    return hashlib.sha256(_text().encode()).hexdigest()[:16]


def draft(changes: Mapping[str, Value | None]) -> Draft:
    """The file with these changes; None takes a setting out of it, so that the default holds. Nothing is written.

    Raises ConfigurationError, one line, if the outcome is refused, or a setting's value comes from the environment.
    """
    before = _text()
    document, origin = _parsed(before), origins()
    for name, value in changes.items():
        if origin(name) == "environment":
            variable = f"{PREFIX}{name.partition('.')[0].upper()}"
            raise ConfigurationError(
                f"{variable} is set in the environment, which wins over the file: change it there"
            )
        _put(document, name.split("."), value)
    text = str(document.as_string())
    return Draft(text, _tried(text), hashlib.sha256(before.encode()).hexdigest()[:16])


def write(made: Draft) -> None:
    """The draft is the file, at once and whole. Raises ConfigurationError if the file has changed meanwhile, or cannot
    be written."""
    if mark() != made.mark:
        raise ConfigurationError(f"{config_file()} has changed meanwhile: look at the settings again")
    target = config_file().resolve()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o600
        _replace(target, made.text, mode)
    except OSError as wrong:
        raise ConfigurationError(f"{target} cannot be written: {wrong.strerror}") from None


def _replace(target: Path, text: str, mode: int) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    beside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(mode)
        beside.replace(target)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


def _tried(text: str) -> Settings:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "cinegraph.toml")
        file.write_text(text, encoding="utf-8")
        return load_from(file)


def _text() -> str:
    file = config_file()
    try:
        return file.read_text(encoding="utf-8") if file.exists() else ""
    except (OSError, UnicodeDecodeError) as wrong:
        raise ConfigurationError(f"the settings file {file} cannot be read: {wrong}") from None


def _parsed(text: str) -> Any:
    import tomlkit  # noqa: PLC0415 only who changes settings needs it
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 as above

    try:
        return tomlkit.parse(text)
    except TOMLKitError as wrong:
        raise ConfigurationError(f"the settings file {config_file()} cannot be read: {wrong}") from None


def _put(table: Any, path: list[str], value: Value | None) -> None:
    import tomlkit  # noqa: PLC0415 as above

    first, rest = path[0], path[1:]
    if not rest:
        if value is None:
            table.pop(first, None)
        else:
            table[first] = value
        return
    if first not in table:
        if value is None:
            return
        table[first] = tomlkit.table(is_super_table=len(rest) > 1)
    _put(table[first], rest, value)
    if not table[first]:
        table.pop(first)


__all__ = ["Draft", "Origin", "Value", "draft", "mark", "now", "origins", "write"]

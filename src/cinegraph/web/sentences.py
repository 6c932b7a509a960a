"""What is wrong with a value that was sent, in a plain sentence instead of the words of the library that found it."""

from collections.abc import Mapping
from typing import Any

_LONGEST = 60
_SENTENCES = {
    "missing": "it is missing",
    "json_invalid": "it is no JSON from character {at} on",
    "literal_error": "{given} is none of: {words}",
    "enum": "{given} is none of: {words}",
    "int_type": "{given} is no whole number",
    "int_parsing": "{given} is no whole number",
    "int_from_float": "{given} is no whole number",
    "int_parsing_size": "{given} is too large a number",
    "float_type": "{given} is no number",
    "float_parsing": "{given} is no number",
    "finite_number": "{given} is no number",
    "bool_type": "{given} is neither true nor false",
    "bool_parsing": "{given} is neither true nor false",
    "date_type": "{given} is no date: write 2026-11-30",
    "date_parsing": "{given} is no date: write 2026-11-30",
    "date_from_datetime_parsing": "{given} is no date: write 2026-11-30",
    "string_type": "{given} is no text",
    "string_too_short": "too short: at least {min_length} characters",
    "string_too_long": "too long: at most {max_length} characters",
    "string_pattern_mismatch": "{given} is not written as it has to be",
    "list_type": "{given} is no list",
    "too_short": "too few: at least {min_length}",
    "too_long": "too many: at most {max_length}",
    "greater_than": "{given} is too small: it has to be more than {gt}",
    "greater_than_equal": "{given} is too small: at least {ge}",
    "less_than": "{given} is too large: it has to be less than {lt}",
    "less_than_equal": "{given} is too large: at most {le}",
    "dict_type": "{given} is no object",
    "model_type": "{given} is no object",
    "model_attributes_type": "{given} is no object",
}
"""By the kind of error; a kind that is not here keeps the library's words."""


def sentence(one: Mapping[str, Any]) -> str:
    """What one error of a validation says. Text that was sent is cut to what fits a line."""
    kind, given, about = one["type"], one.get("input"), one.get("ctx", {})
    if kind == "extra_forbidden":
        return f"there is no such {'parameter' if one['loc'][0] == 'query' else 'field'}"
    if kind == "string_pattern_mismatch" and "\0" in str(given):
        return "a text with a zero byte cannot be"
    if kind not in _SENTENCES:
        return str(one["msg"]).removeprefix("Value error, ")
    words = str(about.get("expected", "")).replace("'", "").replace(" or ", ", ")
    shown = repr(given[:_LONGEST] if isinstance(given, str) else given)[: _LONGEST + 2]
    return _SENTENCES[kind].format(**{**about, "given": shown, "words": words, "at": one["loc"][-1]})

"""What strangers wrote acts on nothing around it, wherever it stands."""

import json

import pytest

from cinegraph.domain.harmless import escaped, harmless, isolated

ACTS = "a\x1b[31m\x9b2J\x07\x08\r\u202eb\u2067c"


def test_what_acts_is_left_out() -> None:
    assert harmless(ACTS) == "a[31m2Jbc"
    assert harmless("two\nlines, a\ttab, \u200fשם\u200e") == "two\nlines, a\ttab, \u200fשם\u200e"


@pytest.mark.parametrize("text", ["Amélie", "기생충", "2046 (2004)", ""])
def test_what_is_read_from_left_to_right_stays_as_it_is(text: str) -> None:
    assert isolated(text) == text


@pytest.mark.parametrize("text", ["فيلم", "שם", "ދިވެހި", "a\u200f", "1\u200e"])
def test_what_is_read_from_right_to_left_is_kept_to_itself(text: str) -> None:
    assert isolated(f"\u202e{text}\u2069 x\x07") == f"\u2068{text} x\u2069"


def test_json_keeps_its_value() -> None:
    written = escaped(json.dumps([ACTS, "\\", "é"], ensure_ascii=False))
    assert json.loads(written) == [ACTS, "\\", "é"]
    assert harmless(written) == written

"""`overrides.toml`: what is not understood is one line that names the file and the line."""

from pathlib import Path

import pytest

from cinegraph.data.overrides import BadOverrides, parse_overrides, read_overrides
from cinegraph.domain.corrections import Renamed, Right, Selector
from cinegraph.domain.festivals import Edition

WHOLE = """
# The programme had it wrong.
[[correction]]
ceremony = "oscars 1930/2"
category = "Directing"
film = "Sunrise"
reason = "a test"
film_id = "tt0018455"
note = ""
"""


def test_a_correction_is_read_as_it_is_written() -> None:
    (one,) = parse_overrides("mine.toml", WHOLE)
    assert (one.organization, one.edition, one.reason) == ("oscars", Edition(1930, 2), "a test")
    assert one.correction.origin == "mine.toml, line 3"
    assert one.correction.selector == Selector("Directing", film="Sunrise")
    assert one.correction.right == Right(note="", film=Renamed("Sunrise", None, "tt0018455"))


def test_those_that_come_along_are_read_first_and_are_right(tmp_path: Path) -> None:
    shipped = read_overrides(None, ["oscars", "cannes"])
    own = tmp_path / "own.toml"
    own.write_text(WHOLE)
    assert read_overrides(own, ["oscars", "cannes"])[: len(shipped)] == shipped


HEAD = '[[correction]]\nceremony = "oscars 2024"\ncategory = "Directing"\nreason = "x"\n'
WRONG = [
    (HEAD + "winner = true\n", "mine.toml, line 1: unknown key 'winner': did you mean 'is_winner'?"),
    ("\n\n" + HEAD, "mine.toml, line 3: it says nothing that is right: give one of is_winner, "),
    (HEAD + 'is_winner = "yes"\n', "mine.toml, line 1: Expected `bool | null`, got `str` - at `$.is_winner`"),
    (HEAD.replace("2024", "soon") + "is_winner = true\n", "mine.toml, line 1: 'oscars soon' is no ceremony"),
    (HEAD + 'film_id = "12"\n', "mine.toml, line 1: '12' is no IMDb id"),
    (HEAD + 'film_title = " "\n', "mine.toml, line 1: 'film_title' is empty"),
    (HEAD + 'move_to_award = "Oscar"\n', "mine.toml, line 1: 'move_to_award' needs 'move_to'"),
    (HEAD.replace('reason = "x"\n', "is_winner = true\n"), "line 1: Object missing required field `reason`"),
    (
        HEAD.replace('category = "Directing"\n', "is_winner = true\n"),
        "line 1: which entry? give 'category', ",
    ),
    ("[correction]\n", "mine.toml: [correction] is one table: write [[correction]]"),
    ('film = "x"\n', "mine.toml: unknown key 'film': a correction begins with [[correction]]"),
    ("[[correction]\n", "mine.toml: Expected ']]' at the end of an array declaration (at line 1"),
    ("correction = [1]\n", "mine.toml, correction 1: it is no table"),
]


@pytest.mark.parametrize(("text", "reason"), WRONG, ids=[reason for _, reason in WRONG])
def test_what_is_wrong_is_told_with_its_line(text: str, reason: str) -> None:
    with pytest.raises(BadOverrides) as raised:
        parse_overrides("mine.toml", text)
    assert reason in str(raised.value)


def test_a_file_that_is_not_there_and_an_organization_that_nobody_knows(tmp_path: Path) -> None:
    with pytest.raises(BadOverrides, match="CINEGRAPH_OVERRIDES_FILE\\) cannot be read: No such file"):
        read_overrides(tmp_path / "none.toml", ["oscars"])
    own = tmp_path / "own.toml"
    own.write_text(WHOLE.replace("oscars", "oscarz"))
    with pytest.raises(
        BadOverrides, match="line 3: there is no organization 'oscarz': did you mean 'oscars'"
    ):
        read_overrides(own, ["oscars"])

"""`cinegraph diff`, `nominations` and `reparse`: what a person types, and what comes of it."""

from pathlib import Path

from tests.cli.conftest import IMPORT, Run, told


def test_a_correction_by_hand_and_what_shows_of_it(cinegraph: Run) -> None:
    cinegraph(*IMPORT, "--no-lookup")
    listed = told(cinegraph("nominations", "list", "oscars", "2024", "--category", "supporting", "--json"))
    jodie = next(str(row["nomination"]) for row in listed if row["people"][0]["name"] == "Jodie Foster")  # type: ignore[index]
    assert len(listed) == 10
    done = cinegraph("nominations", "edit", jodie, "--winner", "--note", "I was there", "--by", "anna")
    assert done.stdout == (
        f"correction 1 holds; nomination {jodie} is now Actress in a Supporting Role: Jodie Foster, Nyad (active, won)\n"
    )
    (again,) = told(cinegraph("reparse", "oscars", "2024", "--no-lookup", "--json"))
    assert (again["state"], again["import"], again["changes"]) == ("read", 2, [])
    shown = cinegraph("nominations", "show", jodie).stdout
    assert "is_winner     yes" in shown
    assert "I was there (edit: is_winner = yes)" in shown
    (undone,) = told(cinegraph("nominations", "undo", "1", "--json"))
    assert (undone["is_winner"], undone["corrections"]) == (False, 0)


def test_the_diff_of_an_import(cinegraph: Run) -> None:
    cinegraph(*IMPORT, "--no-lookup")
    text = cinegraph("diff", "oscars", "2024").stdout
    assert text.startswith("oscars 2024 · import 1 (ceremony): 120 added\n")
    assert "  Oscar · Directing\n" in text
    assert "    + Christopher Nolan, Oppenheimer (winner)\n" in text
    (whole,) = told(cinegraph("diff", "--import", "1", "--json"))
    assert whole["counts"] == {"added": 120, "changed": 0, "returned": 0, "unsaid": 0, "withdrawn": 0}


def test_what_is_wrong_is_one_line(cinegraph: Run, tmp_path: Path) -> None:
    overrides = tmp_path / "overrides.toml"
    overrides.write_text("[[correction]]\nwinner = true\n")
    wrong = [
        (("diff", "oscars", "2024"), "nothing is stored of oscars 2024: import it first"),
        (("diff", "--import", "7"), "there is no import 7"),
        (("nominations", "edit", "7", "--winner"), "there is no nomination 7"),
        (("nominations", "edit", "7", "--film-id", "7"), "'7' is no IMDb id"),
        (("reparse",), "no page is kept"),
        (("imports", "acknowledge", "7"), "there is no import 7"),
    ]
    for words, reason in wrong:
        done = cinegraph(*words)
        assert (done.returncode, done.stdout) == (1, "")
        assert reason in done.stderr
        assert done.stderr.count("\n") == 1
    broken = cinegraph("status", overrides_file=str(overrides))
    assert broken.returncode == 1
    assert broken.stderr == (
        f"cinegraph: {overrides}, line 1: unknown key 'winner': did you mean 'is_winner'?\n"
    )

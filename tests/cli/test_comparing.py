"""`cinegraph compare` and `cinegraph categories`: what they show, and one clear line for what they cannot do."""

from pathlib import Path

from tests.cli.conftest import IMPORT, Run, told


def test_three_accounts_side_by_side(cinegraph: Run) -> None:
    assert cinegraph(*IMPORT, "--no-lookup", wikidata_awards="true").returncode == 0
    lines = told(cinegraph("compare", "oscars", "2024", "--json"))
    accounts = [line for line in lines if line["kind"] == "account"]
    assert [(a["account"], a["nominations"]) for a in accounts] == [
        ("oscars_ceremony", 120),
        ("imdb_event", 120),
        ("wikidata_awards", 117),
    ]
    pairs = [
        (p["both"], p["only_one"], p["only_other"], p["differ"]) for p in lines if p["kind"] == "compared"
    ]
    assert pairs == [(120, 0, 0, 0), (117, 3, 0, 0), (117, 3, 0, 0)]
    assert [line["stated_by"] for line in lines if line["kind"] == "only"] == ["oscars_ceremony"] * 3 + [
        "imdb_event"
    ] * 3
    shown = cinegraph("compare", "oscars", "2024").stdout
    assert "oscars_ceremony and wikidata_awards: 117 stated by both, 3 only by oscars_ceremony" in shown
    assert "only oscars_ceremony: Documentary Short Film: The ABCs of Book Banning" in shown
    keys = told(cinegraph("categories", "list", "oscars", "--json"))
    assert {k["name"]: k["canonical_key"] for k in keys}["Directing"] == "director"
    assert "23 of 23 category wordings have a key" in cinegraph("categories", "check").stdout


def test_what_cannot_be_done_is_one_line(cinegraph: Run, tmp_path: Path) -> None:
    cases = {
        ("compare", "oscars", "2024"): "no page of oscars 2024 is kept",
        ("compare", "oscars", "2020..2024"): "is several years",
        ("compare", "oscars", "2024", "--page", str(tmp_path)): "is a folder",
        ("compare", "oscars", "2024", "--page"): "--page names no file",
        ("categories", "set", "oscars", "Sound"): "say which key the category has, or --none",
        ("categories", "set", "oscars", "Sound", "sound"): "oscars has no category 'Sound'",
    }
    for words, line in cases.items():
        done = cinegraph(*words)
        assert (done.returncode, done.stdout) == (1, ""), words
        assert done.stderr.count("\n") == 1
        assert line in done.stderr

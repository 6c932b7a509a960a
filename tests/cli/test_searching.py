"""`cinegraph search`, as a user types it."""

import psycopg

from tests.cli.conftest import Run, told


def test_a_search_from_the_command_line(cinegraph: Run, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(
            "insert into movies (title, original_title, year) values ('Parasite', '기생충', 2019)"
        )
        connection.execute("insert into people (name) values ('Parker Posey')")
    shown = cinegraph("search", "parazite")
    assert (shown.returncode, "Parasite" in shown.stdout) == (0, True)
    found = told(cinegraph("search", "par", "--json"))[0]
    assert [film["found_by"] for film in found["films"]] == ["Parasite"]  # type: ignore[attr-defined] # a list
    assert [one["name"] for one in found["people"]] == ["Parker Posey"]  # type: ignore[attr-defined] # as above
    only = told(cinegraph("search", "기생충", "--kind", "films", "--limit", "1", "--json"))[0]
    assert (len(only["films"]), only["people"]) == (1, [])  # type: ignore[arg-type] # as above
    assert cinegraph("search", "zzzzzz").stdout == "nothing was found\n"
    empty = cinegraph("search")
    assert (empty.returncode, empty.stdout, empty.stderr.count("\n")) == (1, "", 1)

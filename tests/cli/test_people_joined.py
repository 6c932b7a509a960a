"""`cinegraph people join`, as a user types it: told first, done, undone by `part`, refused in one line."""

import psycopg

from tests.cli.conftest import Run, one, told

MADE = """
    insert into people (name, tmdb_id, imdb_id) values ('Jane Campion', 5, null), ('J. Kampion', null, 'nm0000007'),
        ('Ann Poe', 6, null);
    insert into movies (title) values ('The Piano');
    insert into movie_credits (movie_id, person_id, kind, job, source_key) values (1, 2, 'crew', 'Director', 'k');
"""


def test_people_are_joined_and_parted(cinegraph: Run, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        connection.execute(MADE)
    shown = cinegraph("people", "join", "Jane Campion", "nm0000007", "--dry-run").stdout
    for words in (
        "stays: 1 Jane Campion",
        "moves: 0 nominations, 1 credit in 1 film, 0 pairs",
        "Jane Campion gets the IMDb id nm0000007, the name J. Kampion beside its own",
        "look: they are called differently",
        "nothing was changed",
    ):
        assert words in shown, shown
    (plan,) = told(cinegraph("people", "join", "1", "2", "--dry-run", "--json"))
    assert (plan["dry_run"], plan["gets"]) == (
        True,
        ["the IMDb id nm0000007", "the name J. Kampion beside its own"],
    )
    done = cinegraph("people", "join", "1", "2", "--by", "anna", "--note", "married")
    assert (
        done.stdout
        == "J. Kampion (number 2) is Jane Campion (number 1) from now on; `cinegraph people part 1` undoes it\n"
    )
    with psycopg.connect(database_url) as connection:
        assert one(connection, "select person_id from movie_credits") == 1
    for other, more, wrong in (
        ("2", "--json", "person 2 (J. Kampion) has joined person 1 already"),
        ("Ann Poe", "--dry-run", "have different TMDb numbers, 5 and 6"),
    ):
        refused = cinegraph("people", "join", "1", other, more)
        assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1), refused.stderr
        assert wrong in refused.stderr
    assert cinegraph("people", "part", "1").returncode == 0
    (again,) = told(cinegraph("people", "join", "2", "1", "--json"))
    assert (again["kept"]["tmdb_id"], again["joined"]["dropped_id"]) == (5, 1)  # type: ignore[index] # an object

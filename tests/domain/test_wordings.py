"""The ways in which pages print one title."""

import pytest

from cinegraph.domain.wordings import longest_word, parts, queries, readings, without_owner, words

READINGS = [
    ("La Vis (The Screw)", ("La Vis", "The Screw")),
    ("Birdnesters of Thailand (aka 'Shadow Hunters')", ("Birdnesters of Thailand", "Shadow Hunters")),
    ("Dimanche/Sunday", ("Dimanche", "Sunday")),
    ("Crusades;The", ("The Crusades",)),
    ("Matrix, The", ("The Matrix",)),
    ("Federico Fellini's 8-1/2", ()),
    ("Room(h)ates", ()),
    ("Past Lives", ()),
]


@pytest.mark.parametrize(("title", "also"), READINGS)
def test_readings(title: str, also: tuple[str, ...]) -> None:
    assert readings(title) == (title, *also)


@pytest.mark.parametrize(
    ("title", "pieces"),
    [
        ("The Dot and the Line: A Romance", ("The Dot and the Line", "A Romance")),
        ("Las Madres--The Mothers of Plaza de Mayo", ("Las Madres", "The Mothers of Plaza de Mayo")),
        ("Ala Kachuu - Take and Run", ("Ala Kachuu", "Take and Run")),
        ("Spider-Man", ()),
    ],
)
def test_parts(title: str, pieces: tuple[str, ...]) -> None:
    assert parts(title) == pieces


@pytest.mark.parametrize(
    ("title", "bare"),
    [
        ("Tim Burton's Corpse Bride", "Corpse Bride"),
        ("Federico Fellini's 8-1/2", "8-1/2"),
        ("The Women's Balcony", "The Women's Balcony"),
        ("Goya's Ghosts", "Goya's Ghosts"),
    ],
)
def test_only_a_full_name_is_an_owner(title: str, bare: str) -> None:
    assert without_owner(title) == bare


def test_words_have_one_form() -> None:
    assert words("Mr. Hulot's Holiday") == words("Monsieur Hulot's Holiday")
    assert words("L'Invitation") == words("The Invitation")
    assert words("Twelve Monkeys") == ("12", "monkeys")
    assert words("The The") == ("the", "the"), "a title of articles keeps them"


QUERIES = [
    ("12 Monkeys", "twelve monkeys"),
    ("Twelve Monkeys", "12 monkeys"),
    ("La Vis (The Screw)", "The Screw"),
    ("Tim Burton's Corpse Bride", "Corpse Bride"),
    ("Good-bye Miss Turlock", "Goodbye Miss Turlock"),
    ("My Family, Mi Familia", "My Family"),
    ("The Yankee Doodle Mouse Goes West", "yankee doodle mouse"),
]


@pytest.mark.parametrize(("title", "query"), QUERIES)
def test_what_else_to_search_for(title: str, query: str) -> None:
    found = queries(title)
    assert query in found
    assert title not in found
    assert len(set(found)) == len(found)


def test_the_last_word_to_search_for() -> None:
    assert longest_word("War Clouds in the Pacific") == "pacific"
    assert longest_word("...") == "..."

"""The lists that ship: ten, well-formed, and a file that says so when it is not."""

import pytest

from cinegraph import data
from cinegraph.data import read_lists


def test_ten_lists_ship() -> None:
    shipped = {one.key: one for one in data.lists()}
    assert len(shipped) == 10
    assert all(one.fault is None and one.source_type == "imdb" for one in shipped.values())
    assert len({one.source_id for one in shipped.values()}) == 10
    known = shipped["1001_movies"]
    assert (known.source_id, known.expected_count, known.tracks_awards) == ("ls024863935", 1260, False)
    assert shipped["ebert_great_movies"].expected_count is None
    assert not set(shipped) & {
        name.lower() for o in data.organizations() for name in (o.slug, o.abbreviation)
    }


WRONG = [
    ('[a]\nname = "A"\nsource_id = "ls000000001"\ncolour = "red"', r"\[a\] has an unknown key 'colour'"),
    ('[a]\nname = "A"\nsource_id = "ls1"', r"\[a\]: 'ls1' is not a list of IMDb's"),
    ('[a]\nname = 7\nsource_id = "ls000000001"', r"\[a\]: Expected `str`, got `int`"),
    ('[a]\nname = "A"\nsource_type = "netflix"', r"\[a\]: Invalid enum value 'netflix'"),
    ('name = "A"', "expected blocks like"),
]


@pytest.mark.parametrize(("text", "says"), WRONG, ids=[says for _, says in WRONG])
def test_a_file_that_is_wrong_is_refused_by_name(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as raised:
        read_lists(text, "lists.toml")
    assert str(raised.value).startswith("lists.toml: ")

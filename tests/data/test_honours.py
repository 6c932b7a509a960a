"""What each category honours: the shipped table, and what is refused in one."""

import pytest

from cinegraph.data.category_keys import category_keys
from cinegraph.data.honours import honours, read
from cinegraph.domain.honours import counts
from cinegraph.domain.nominees import Part

KEYS = {key.key: key for key in category_keys().keys}
BY_KEY = {
    "actor-leading": ["actor"],
    "director": ["director"],
    "screenplay-adapted": ["writer"],
    "picture": ["producer"],
    "documentary-feature": ["director", "producer"],
    "short-animated": ["director", "producer"],
    "song": ["songwriter"],
    "honorary": [],
}
BY_WORDS = {
    ("Best Director", "Best Director"): ["director"],
    ("Directing Award", "Dramatic"): ["director"],
    ("Golden Horse", "Best Art Direction"): ["production designer"],
    ("", "Best Casting Director"): ["casting director"],
    ("", "Best Director of Photography"): ["cinematographer"],
    ("", "Best Director - Short Film"): ["director"],
    ("Directors' Fortnight", "Prix"): [],
    ("Golden Camera", "Golden Camera"): [],
    ("Volpi Cup", "Best Actress"): ["actor"],
    ("", "Best Original Film Score"): ["composer"],
    ("", "Best Screenplay"): ["writer"],
    ("", "Best First Feature"): [],
}


@pytest.mark.parametrize(("key", "roles"), BY_KEY.items())
def test_a_key_honours(key: str, roles: list[str]) -> None:
    assert [role.name for role in honours().of(key, KEYS[key].role, "", "")] == roles


@pytest.mark.parametrize(("place", "roles"), BY_WORDS.items())
def test_words_of_a_category_without_a_key_honour(place: tuple[str, str], roles: list[str]) -> None:
    assert [role.name for role in honours().of(None, None, *place)] == roles


def test_art_and_casting_directors_are_no_directors() -> None:
    (director,) = honours().of("director", "director", "", "")
    jobs = ["Director", "Art Direction", "Casting", "Director of Photography", "Assistant Director"]
    assert [counts([director], [Part("crew", "Directing", job)]) for job in jobs] == [1, 0, 0, 0, 0]


def test_another_job_of_the_department_says_less() -> None:
    (sound,) = honours().of("sound", "sound", "", "")
    assert 0 < counts([sound], [Part("crew", "Sound", "Foley Artist")]) < 1
    (producer,) = honours().of("picture", None, "", "")
    assert counts([producer], [Part("crew", "Production", "Producer (p.g.a.)")]) == 1


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[rolls.x]", "unknown block 'rolls'"),
        ("[roles.x]\njob = []", r"\[roles.x\] has an unknown key 'job'"),
        ("[roles.x]\njobs = 3", r"\[roles.x\]"),
        ("[films]\npicture = ['painter']", "'painter' is no role"),
        ("[[words]]\nrole = 'painter'\nwords = []", "'painter' is no role"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        read(text)

"""Whether two spellings name one person."""

import pytest

from cinegraph.domain.people import same_name

ONE_PERSON = [
    ("Hoyte van Hoytema", "Hoyte Van Hoytema", 1.0),
    ("Kim Ki-duk", "Kim Ki Duk", 1.0),
    ("Park Chan-wook", "Chan-wook Park", 0.9),
    ("Karen Hartley Thomas", "Karen Hartley", 0.9),
    ("Amit R. Gicelter", "Amit Russell Gicelter", 0.9),
    ("Dave Crossman", "David Crossman", 0.9),
    ("Bob Murawski", "Robert Murawski", 0.9),
    ("Al Pacino", "Alfredo James Pacino", 0.9),
    ("Steve McQueen", "Steven McQueen", 0.9),
    ("Hayao Miyazaki", "Hayao Miyasaki", 0.8),
    ("Theo Bialek", "Theodore Bialek", 0.85),
    ("Raney Aronson-Rath", "Raney Aronson", 0.85),
    ("Robert Downey Jr.", "Robert Downey", 0.8),
    ("J.A. Bayona", "J. A. Bayona", 0.9),
    ("Dean Zupancic", "Dean A. Zupancic", 0.85),
    ("이창동", "이창동", 1.0),
]
TWO_PEOPLE = [
    ("Robert Downey Jr.", "Robert Downey Sr."),
    ("Emma Stone", "Emma Thomas"),
    ("Joel Coen", "Ethan Coen"),
    ("Lana Wachowski", "Lilly Wachowski"),
    ("Mary Smith", "Marvin Smith"),
    ("Mark Johnson", "Martin Johnson"),
    ("Joan Chen", "John Chen"),
    ("Paul Newman", "Paula Newman"),
    ("Mario Rossi", "Maria Rossi"),
    ("Robert Downey Jr.", "Harry Connick Jr."),
    ("Ana de Armas", "Brian de Palma"),
    ("Jerusha Hess", "Jared Hess"),
    ("Wes Anderson", "Paul Thomas Anderson"),
    ("이창동", "박찬욱"),
    ("Jennifer Lame", "Jennifer Lawrence"),
    ("", "Emma Stone"),
]


@pytest.mark.parametrize(("one", "other", "at_least"), ONE_PERSON)
def test_one_person(one: str, other: str, at_least: float) -> None:
    assert same_name(one, other) >= at_least
    assert same_name(one, other) == same_name(other, one)


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_two_people(one: str, other: str) -> None:
    assert same_name(one, other) < 0.8

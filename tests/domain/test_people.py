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
    ("Sir Laurence Olivier", "Laurence Olivier", 1.0),
    ("Robin Wright Penn", "Robin Wright", 0.9),
    ("J.R.R. Tolkien", "John Ronald Reuel Tolkien", 0.9),
    ("Cecil B. DeMille", "Cecil B. De Mille", 0.95),
    ("Bong Joon-ho", "Joonho Bong", 0.95),
    ("Сергей Бондарчук", "Sergei Bondarchuk", 0.8),
    ("Андрей Звягинцев", "Andrey Zvyagintsev", 0.8),
    ("Михалков Никита", "Nikita Mikhalkov", 0.8),
    ("Сергей Параджанов", "Sergei Parajanov", 0.8),
    ("Алексей Герман мл.", "Aleksey German Jr.", 0.8),
    ("Γιώργος Λάνθιμος", "Yorgos Lanthimos", 0.8),
    ("Θόδωρος Αγγελόπουλος", "Theodoros Angelopoulos", 0.8),
    ("봉준호", "Bong Joon-ho", 0.8),
    ("김기덕", "Kim Ki-duk", 0.8),
    ("박찬욱", "Park Chan-wook", 0.8),
    ("张艺谋", "Zhang Yimou", 0.8),
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
    ("Никита Михалков", "Andrei Konchalovsky"),
    ("Никита Михалков", "Sergei Mikhalkov"),
    ("Андрей Петров", "Andrei Petrova"),
    ("Алексей Герман", "Aleksey German Jr."),
    ("김기덕", "Kim Ki-young"),
    ("宮崎駿", "Hayao Miyazaki"),
    ("Dame Judi Dench", "Dame Maggie Smith"),
]


@pytest.mark.parametrize(("one", "other", "at_least"), ONE_PERSON)
def test_one_person(one: str, other: str, at_least: float) -> None:
    assert same_name(one, other) >= at_least
    assert same_name(one, other) == same_name(other, one)


@pytest.mark.parametrize(("one", "other"), TWO_PEOPLE)
def test_two_people(one: str, other: str) -> None:
    assert same_name(one, other) < 0.8

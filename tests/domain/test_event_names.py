"""Names of events: wordings are one, events are told apart."""

import pytest

from cinegraph import data
from cinegraph.domain.event_names import known_by, same_event

SAME = [
    ("Cannes Film Festival", "Cannes International Film Festival"),
    ("Academy Awards", "Academy Awards, USA"),
    ("The Oscars", "Oscar"),
    ("Golden Globe Awards", "Golden Globes, USA"),
    ("César Awards", "Cesar Awards, France"),
    ("Critics' Choice Awards", "Critics Choice Award"),
    ("Filmfestspiele Berlin", "Internationale Filmfestspiele Berlin"),
    ("香港電影金像獎", "香港電影金像獎"),
]
OTHER = [
    ("Academy Awards", "Academy of Science Fiction, Fantasy & Horror Films, USA"),
    ("Hong Kong Film Awards", "Hong Kong International Film Festival"),
    ("BAFTA Film Awards", "BAFTA TV Awards"),
    ("National Film Awards, India", "National Film Awards, UK"),
    ("Busan International Film Festival", "Busan International Short Film Festival"),
    ("香港電影金像獎", "金馬獎"),
    ("Film Festival", "Film Awards"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_wordings_of_one_event(one: str, other: str) -> None:
    assert same_event(one, other)
    assert same_event(other, one)


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_events_with_names_alike(one: str, other: str) -> None:
    assert not same_event(one, other)
    assert not same_event(other, one)


def test_no_two_shipped_organizations_share_a_name() -> None:
    shipped = data.organizations()
    clashes = [
        (a.slug, b.slug) for a in shipped for b in shipped if a is not b and known_by(a.names, b.names)
    ]
    assert clashes == []


IMDB_SAYS = {
    "oscars": "Academy Awards, USA",
    "cannes": "Cannes Film Festival",
    "venice": "Venice Film Festival",
    "berlin": "Berlin International Film Festival",
    "sundance": "Sundance Film Festival",
    "golden-globes": "Golden Globes, USA",
    "bafta": "BAFTA Awards",
    "sag": "Actor Awards",
    "cesar": "César Awards, France",
    "critics-choice": "Critics Choice Awards",
    "spirit": "Film Independent Spirit Awards",
    "razzies": "Razzie Awards",
    "sxsw": "SXSW Film Festival",
    "filmfare": "Filmfare Awards",
    "national-film-india": "National Film Awards, India",
    "german-film-awards": "German Film Awards",
}


def test_what_imdb_calls_them_is_known() -> None:
    names = {organization.slug: organization.names for organization in data.organizations()}
    assert [slug for slug, name in IMDB_SAYS.items() if not known_by(names[slug], [name])] == []

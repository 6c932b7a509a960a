"""Who counts as having worked together in a film, and how: facts about film credits, as data."""

CAST_COUNTED = 20
"""Of a film's cast, so many count, in the order of their billing: further down people rarely met."""

KEY_CREW = (
    "Producer",
    "Screenplay",
    "Writer",
    "Director of Photography",
    "Composer",
    "Original Music Composer",
    "Editor",
)
"""The jobs of the key crew besides the directors, in TMDb's words; a remark in brackets ("Writer (screenplay)") does
not count."""

KINDS = ("actor_actor", "actor_director", "director_director", "director_crew", "crew_crew")
"""How two people may have worked together in a film; actors and crew are no pair of their own."""

FEATURE_MINUTES = 40
"""A feature runs for more than this (the Academy's rule 2); a film of unknown length counts as one."""


def span(first: int | None, latest: int | None) -> str:
    """ "1994–2010", "2001", or nothing."""
    if first is None or first == latest:
        return str(first or "")
    return f"{first}–{latest}"

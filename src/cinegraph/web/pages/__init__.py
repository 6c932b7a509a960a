"""The screens, a file each: a handler reads the store, or calls a verb, and draws a template."""

from cinegraph.web.pages import (
    account,
    browse,
    ceremonies,
    dropping,
    exports,
    festival_changes,
    festivals,
    film,
    film_changes,
    health,
    home,
    importing,
    imports,
    jobs,
    list_changes,
    lists,
    login,
    lookups,
    nominations,
    nominees,
    person,
    person_changes,
    review,
    review_many,
    scores,
    search,
    settings,
    six_degrees,
    users,
)

_WORK = (home, importing, dropping, imports, festivals, ceremonies, nominations, lookups, jobs)
_DATA = (
    review_many,
    review,
    browse,
    film,
    film_changes,
    nominees,
    person,
    person_changes,
    six_degrees,
    lists,
    list_changes,
    search,
    exports,
    scores,
)
PARTS = (*_WORK, *_DATA, settings, festival_changes, users, account, login, health)
"""Each has a `router`."""

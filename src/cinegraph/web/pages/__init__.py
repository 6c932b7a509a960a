"""The screens, a file each: a handler reads the store, or calls a verb, and draws a template."""

from cinegraph.web.pages import (
    account,
    browse,
    film,
    film_changes,
    health,
    home,
    jobs,
    list_changes,
    lists,
    login,
    person,
    review,
    review_many,
    search,
    settings,
    six_degrees,
    users,
)

_DATA = (review_many, review, browse, film, film_changes, person, six_degrees, lists, list_changes, search)
PARTS = (home, *_DATA, jobs, settings, users, account, login, health)
"""Each has a `router`."""

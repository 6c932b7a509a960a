"""The screens, a file each: a handler reads the store, or calls a verb, and draws a template."""

from cinegraph.web.pages import (
    account,
    ceremonies,
    dropping,
    festivals,
    health,
    home,
    importing,
    imports,
    jobs,
    login,
    lookups,
    nominations,
    settings,
    users,
)

PARTS = (
    home,
    importing,
    dropping,
    imports,
    festivals,
    ceremonies,
    nominations,
    lookups,
    jobs,
    settings,
    users,
    account,
    login,
    health,
)
"""Each has a `router`."""

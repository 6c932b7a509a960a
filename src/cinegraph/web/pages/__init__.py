"""The screens, a file each: a handler reads the store, or calls a verb, and draws a template."""

from cinegraph.web.pages import account, health, home, login, users

PARTS = (home, users, account, login, health)
"""Each has a `router`."""

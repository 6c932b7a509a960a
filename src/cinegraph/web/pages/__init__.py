"""The screens, a file each: a handler reads the store, or calls a verb, and draws a template."""

from cinegraph.web.pages import account, health, home, jobs, login, settings, users

PARTS = (home, jobs, settings, users, account, login, health)
"""Each has a `router`."""

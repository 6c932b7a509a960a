"""The screens, a file each: a handler reads the store, or calls a verb, and draws a template."""

from cinegraph.web.pages import home

PARTS = (home,)
"""Each has a `router`."""

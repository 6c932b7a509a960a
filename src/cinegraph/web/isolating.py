"""Templates say what stands where; that it turns no direction of reading there is seen to here, for all of them at once.

In the body of a page `<bdi>` keeps a text to itself. A window's title, an attribute that is read out or shown, a choice and
a text in a picture hold no elements: what a template prints there passes the filter `isolated`.
"""

import re

from jinja2 import Environment
from jinja2.ext import Extension
from markupsafe import Markup

from cinegraph.domain.harmless import isolated

_PRINTED = re.compile(r"\{\{(-?)(.*?)(-?)\}\}", re.DOTALL)
_PLAIN = re.compile(
    r"""
      (?<![\w-]) (?: title | aria-label | alt | label | placeholder ) ="  (?: \{\{.*?\}\} | \{%.*?%\} | [^"] )* "
    | ^ \{%\ block\ title\ %\} [^\n]*
    | (?<=<title>) .*? (?=</title>)
    | (?P<opened> < (?: option | text ) \b (?: \{\{.*?\}\} | \{%.*?%\} | [^>] )* > ) .*? (?= </option> | </text> )
    """,
    re.DOTALL | re.MULTILINE | re.VERBOSE,
)


class Isolating(Extension):
    """Templates in which what is printed where no element can stand is isolated."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.filters["isolated"] = _isolated

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002 as it is called
        """The template's text, with the filter at every such place."""
        return _PLAIN.sub(_place, source)


def _place(found: re.Match[str]) -> str:
    opened = found["opened"] or ""
    return opened + _PRINTED.sub(r"{{\1 (\2) | isolated \3}}", found[0][len(opened) :])


def _isolated(printed: object) -> object:
    """What is no text (a number) stays as it is; what is escaped stays escaped."""
    if not isinstance(printed, str):
        return printed
    return Markup(isolated(printed)) if isinstance(printed, Markup) else isolated(printed)  # noqa: S704 it was escaped

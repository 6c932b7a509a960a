"""Where no element can stand, what a template prints is kept to itself; elsewhere it is printed as it is."""

import pytest
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup

from cinegraph.web.isolating import Isolating

TURNED = '\u202eפ\x07"'
KEPT = "\u2068פ&#34;\u2069"
RAW = "\u202eפ\x07&#34;"


def drawn(template: str, **values: object) -> str:
    made = Environment(autoescape=True, undefined=StrictUndefined, extensions=[Isolating])
    return made.from_string(template).render({"x": TURNED} | values)


@pytest.mark.parametrize(
    "template",
    [
        '<a title="about {}">b</a>',
        '<a id="1" aria-label="{}: {{% if x > \'\' %}}{}{{% endif %}}">',
        '<input placeholder="{}">',
        '<optgroup label="{}">',
        "<title>{} · Cinegraph</title>",
        "{{% block title %}}of {}{{% endblock %}}",
        '<option value="1"{{% if 2 > 1 %}} selected{{% endif %}}>{}</option>',
        '<text x="1">{}</text>',
    ],
)
def test_it_is_kept_to_itself(template: str) -> None:
    printed = drawn(template.replace("{}", "{{{{ x }}}}").replace("{{", "{").replace("}}", "}"))
    assert KEPT in printed
    assert RAW not in printed


@pytest.mark.parametrize(
    "template",
    [
        "<p>{{ x }}</p>",
        '<input value="{{ x }}">',
        '<option value="{{ x }}">a</option>',
        '<a title="a">{{ x }}</a>',
        '<a data-title="{{ x }}">',
        "<textarea>{{ x }}</textarea>",
    ],
)
def test_elsewhere_it_stays_as_it_is(template: str) -> None:
    assert RAW in drawn(template)


def test_expressions_stay_what_they_are() -> None:
    assert drawn('<a title="{{ "a" if n else "b" }}{{- n -}} ">', n=1) == '<a title="a1">'
    assert drawn('<a title="{{ x }}">', x=Markup("&lt;")) == '<a title="&lt;">'
    with pytest.raises(UndefinedError):
        drawn('<a title="{{ missing }}">')

"""GraphML 1.0: people as nodes with their names and ids, an undirected edge for each two who worked together, weighted by
the number of their films. First all nodes, then all edges."""

import re
from collections.abc import Iterator
from itertools import chain
from xml.sax.saxutils import escape

from cinegraph.domain.exporting import How, Source

MEDIA_TYPE = "application/graphml+xml"
SUFFIX = ".graphml"
BINARY = False
FLAT = True
NEEDS = None

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
  <key id="name" for="node" attr.name="name" attr.type="string"/>
  <key id="imdb_id" for="node" attr.name="imdb_id" attr.type="string"/>
  <key id="tmdb_id" for="node" attr.name="tmdb_id" attr.type="long"/>
  <key id="weight" for="edge" attr.name="weight" attr.type="int"/>
  <key id="first_year" for="edge" attr.name="first_year" attr.type="int"/>
  <key id="latest_year" for="edge" attr.name="latest_year" attr.type="int"/>
  <graph id="cinegraph" edgedefault="undirected">
"""
_TAIL = "  </graph>\n</graphml>\n"

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold, not even as a reference."""


def write(source: Source, _: How) -> Iterator[bytes]:
    """The document, some thousand nodes or edges at a time."""
    edges = source.rows()
    place = {column.name: number for number, column in enumerate(edges.columns)}
    batches = edges.batches()
    first = next(batches, ())
    yield _HEAD.encode()
    for people in source.rows("graph_people").batches():
        yield "".join(_node(*person) for person in people).encode()
    a, b = place["person_a"], place["person_b"]
    films, since, until = place["films"], place["first_year"], place["latest_year"]
    for pairs in chain((first,), batches):
        yield "".join(_edge(p[a], p[b], p[films], p[since], p[until]) for p in pairs).encode()
    yield _TAIL.encode()


def _node(number: int, name: str, imdb_id: str | None, tmdb_id: int | None) -> str:
    told = _data("name", name) + _data("imdb_id", imdb_id) + _data("tmdb_id", tmdb_id)
    return f'    <node id="p{number}">{told}</node>\n'


def _edge(one: int, other: int, films: int, first: int | None, latest: int | None) -> str:
    told = _data("weight", films) + _data("first_year", first) + _data("latest_year", latest)
    return f'    <edge source="p{one}" target="p{other}">{told}</edge>\n'


def _data(key: str, value: object) -> str:
    if value is None:
        return ""
    text = escape(_NO_XML.sub("\N{REPLACEMENT CHARACTER}", str(value)), {"\r": "&#13;"})
    return f'<data key="{key}">{text}</data>'

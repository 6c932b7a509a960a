"""The one question about awards that Wikidata is asked, and its answer as it comes.

One row is one fact of one statement, so that nothing is multiplied by anything. Each row repeats what was asked:
a saved answer says by itself which edition of which organization it is of. Properties: P166 award received, P1411
nominated for; qualifiers P585 point in time, P805 ceremony, P1686 for work, P2453 nominee, P1706 together with,
P1346 winner; P345 IMDb id, P31 is a, P361 part of, P1027 conferred by.
"""

from msgspec import Struct
from msgspec import field as named

from cinegraph.domain.festivals import Edition, Organization

MARK = "awardEdition"
"""A variable that no other query has: by it a saved answer is recognised."""

_PREFIXES = {
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "p": "http://www.wikidata.org/prop/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "pqv": "http://www.wikidata.org/prop/qualifier/value/",
    "wikibase": "http://wikiba.se/ontology#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
}
_LABEL = (
    ' OPTIONAL { ?value rdfs:label ?name FILTER(LANG(?name) IN ("en", "mul")) }'
    " OPTIONAL { ?value rdfs:label ?other"
    ' FILTER NOT EXISTS { ?value rdfs:label ?known FILTER(LANG(?known) IN ("en", "mul")) } }'
)
_ENTITY = f"{_LABEL} OPTIONAL {{ ?value wdt:P345 ?imdb }} OPTIONAL {{ ?value wdt:P31 ?type }}"
BRANCHES = (
    f'?statement ps:P166|ps:P1411 ?value BIND("award" AS ?what){_LABEL}',
    f'?value p:P166|p:P1411 ?statement BIND("subject" AS ?what){_ENTITY}',
    f'?statement pq:P1686 ?value BIND("work" AS ?what){_ENTITY}',
    f'?statement pq:P2453|pq:P1706|pq:P1346 ?value BIND("with" AS ?what){_ENTITY}',
    (
        "?statement pqv:P585 ?node . ?node wikibase:timeValue ?value ; wikibase:timePrecision ?precision"
        ' BIND("date" AS ?what)'
    ),
    '?statement pq:P805 ?value BIND("ceremony" AS ?what) OPTIONAL { ?value wdt:P585 ?day }',
)
"""What is asked of each statement; the alternatives of one UNION. None may use what is bound outside it but as the end
of a pattern: SPARQL evaluates it alone, and a BIND of a variable from outside binds nothing."""


def query(organization: Organization, edition: Edition) -> str:
    """SPARQL for every award and nomination that may be of this edition, told by all the ids of the organization."""
    offset = organization.eligibility_offset or 0
    undated = edition.year - (offset if organization.wikidata_dates == "eligibility" else 0)
    editions = max(1, len(organization.editions_of(edition.year)))
    asked = f"{edition.year}/{edition.instance} of {editions}, {undated}"
    told = (asked, organization.imdb_event_id or "", organization.name)
    prefixes = " ".join(f"PREFIX {name}: <{address}>" for name, address in _PREFIXES.items())
    roots = " ".join(f"wd:{number}" for number in organization.wikidata_ids)
    years = ", ".join(str(year) for year in sorted({edition.year, undated}))
    facts = " } UNION { ".join(BRANCHES)
    return (
        f"{prefixes} SELECT ?{MARK} ?event ?organization ?statement ?how ?rank ?what ?value ?name ?other ?imdb ?type"
        f" ?precision ?day WHERE {{ VALUES (?{MARK} ?event ?organization) {{ ({' '.join(map(_quoted, told))}) }}"
        " { SELECT DISTINCT ?statement ?how ?rank WHERE {"
        f" {{ VALUES ?award {{ {roots} }} }} UNION"
        f" {{ VALUES ?root {{ {roots} }} ?award wdt:P31|wdt:P361|wdt:P1027 ?root }}"
        ' { ?subject p:P166 ?statement . ?statement ps:P166 ?award BIND("won" AS ?how) } UNION'
        ' { ?subject p:P1411 ?statement . ?statement ps:P1411 ?award BIND("nominated" AS ?how) }'
        " ?statement wikibase:rank ?rank"
        " { ?statement pq:P805/wdt:P585 ?on } UNION { ?statement pq:P585 ?on }"
        f" FILTER(YEAR(?on) IN ({years})) }} }}"
        f" {{ {facts} }} }}"
    )


def _quoted(text: str) -> str:
    """A literal of SPARQL."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


class Term(Struct):
    """A value in SPARQL's JSON: a "literal" with its language, or a "uri"; of an unknown value, a blank one."""

    value: str
    type: str = ""
    language: str = named(name="xml:lang", default="")


class Row(Struct):
    """One fact of one statement: `what` it is ("award", "subject", "work", "with", "date", "ceremony"), and its
    value; `name` (else `other`), `imdb` and `type` are of the item that it is."""

    edition: Term = named(name=MARK)
    event: Term
    organization: Term
    statement: Term
    how: Term
    rank: Term
    what: Term
    value: Term
    name: Term | None = None
    other: Term | None = None
    imdb: Term | None = None
    type: Term | None = None
    precision: Term | None = None
    day: Term | None = None


class Head(Struct):
    vars: list[str] = []


class Rows(Struct):
    bindings: list[Row]


class Answer(Struct):
    """The whole answer of the query service."""

    head: Head
    results: Rows

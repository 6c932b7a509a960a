"""Credit phrases: "Emma Thomas, Charles Roven and Christopher Nolan, Producers" → people and roles.

The Academy writes all nominees of an entry and what they did as one phrase, in a handful of forms that
have changed little since 1929. They were read off the Academy's own pages and tables.
"""

import re
from dataclasses import dataclass

from cinegraph.domain.festivals import CompanyNominee, Nominee
from cinegraph.domain.people import PersonRef
from cinegraph.domain.titles import fold

# "Robert Downey, Jr." and "Sound Service, Inc." hold a comma that parts nothing.
_INNER_COMMA = re.compile(r",\s+(?=(?:Jr|Sr|Inc|Ltd|Esq)\b\.?(?:,|;|\s|$)|(?:II|III|IV)\b(?:,|;|\s|$))")
# Brackets behind a name; those within one ("Irvine (Cotton) Warburton") belong to it.
_BRACKETS = re.compile(r"\s*\(([^()]*)\)(?=\s*(?:[,;.]|$))")
_BY = re.compile(r"^'?(?P<role>\w[\w ,&'-]{2,60}?) by (?P<names>.+)$", re.IGNORECASE)
_COLON = re.compile(r"^(?P<role>[^:,;]{3,60}): (?P<names>.+)$")
_DASH = re.compile(
    r"^(?P<role>(?:Original )?(?:Screenplay|Story|Script|Script collaborators?|Adaptation|Dialogue|Music|Lyrics?))"
    r" - (?P<names>.+)$",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    r"^(?P<names>.+?), (?P<role>(?:(?:Executive|Co-?|Associate|Supervising|Line) ?-?)*Producers?"
    r"|Sound Directors?|Directors?|Musical Directors?|Head of Department)\.?$",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    r"\b(?:Studios?|Department|Dept|Inc|Ltd|Corp|Corporation|Compan(?:y|ies)|Co\.|Pictures|Productions?|Films?"
    r"|Bureau|News|Board|Association|Institute|Society|University|Museum|Library|Foundation|Services?"
    r"|Laborator(?:y|ies)|Labs|Office|Administration|Army|Navy|Air Force|Marine Corps|Information|Unit"
    r"|Sound|Television|Entertainment|Records|Group|Bros|Committee|Agency|Government|GmbH)\b"
    r"|^(?:First National|Metro-Goldwyn-Mayer|Paramount|Universal|Columbia|RKO Radio|20th Century-Fox|Fox"
    r"|United Artists)$"
)
# "To Hayao Miyazaki, a master storyteller whose …", "To Anne V. Coates, in recognition of …"
_HONOUR = re.compile(r"^To (?P<who>.+?)(?:,? (?:for|in|whose|who|as)\b|, (?=[a-z]))", re.DOTALL)
_PLURAL = re.compile(r"(?<=producer|director)s$", re.IGNORECASE)
_JOBS = {
    "written": "Writer",
    "written for the screen": "Writer",
    "produced": "Producer",
    "directed": "Director",
    "made": "Producer",
}


@dataclass(frozen=True, slots=True)
class Credited:
    """Who a credit phrase names. `note` keeps what it says in brackets about none of them."""

    people: tuple[Nominee, ...] = ()
    companies: tuple[CompanyNominee, ...] = ()
    note: str | None = None


def parse_credits(phrase: str) -> Credited:
    """People and companies of a credit phrase, each once, in the order of the phrase.

    Roles are nouns ("Producer", "Screenplay", "Music and Lyric"); a person with several has them joined by
    a comma; None where the phrase gives none. An empty phrase names nobody.
    """
    text = _INNER_COMMA.sub(" ", " ".join(phrase.split()))
    clauses, notes = _without_brackets(text)
    named: dict[str, tuple[str, list[str]]] = {}
    for clause in clauses:
        role, names = _role_and_names(clause)
        for name in names:
            roles = named.setdefault(fold(name), (name, []))[1]
            if role and role not in roles:
                roles.append(role)
    everyone = [(name, ", ".join(roles) or None) for name, roles in named.values()]
    return Credited(
        people=tuple(Nominee(PersonRef(n), role) for n, role in everyone if not is_company(n)),
        companies=tuple(CompanyNominee(n) for n, _ in everyone if is_company(n)),
        note="; ".join(notes) or None,
    )


def parse_citation(citation: str) -> Credited | None:
    """Whom the sentence of an honorary award names ("To Peter O'Toole, whose …"); None if it begins otherwise."""
    honour = _HONOUR.match(citation)
    return parse_credits(honour["who"]) if honour else None


def is_company(name: str) -> bool:
    """Whether a name of a credit phrase is a company's, by its words ("Paramount Studio Sound Department")."""
    return _COMPANY.search(name) is not None


def _without_brackets(text: str) -> tuple[list[str], list[str]]:
    """The clauses of the phrase, and what its brackets say that is no clause of its own."""
    clauses = [c for part in _BRACKETS.sub("", text).split(";") if (c := _trim(part))]
    notes: list[str] = []
    for inside in _BRACKETS.findall(text):
        if (credit := _BY.match(inside)) and " " not in credit["role"]:
            clauses.append(inside)
        else:
            notes.append(inside)
    return clauses, notes


def _trim(clause: str) -> str:
    return re.sub(r"^(?:and|&) ", "", clause.strip()).strip(" ,").removeprefix("'")


def _role_and_names(clause: str) -> tuple[str | None, list[str]]:
    for form in (_BY, _COLON, _DASH, _BEHIND):
        if found := form.match(clause):
            return _as_noun(found["role"]), _names(found["names"])
    return None, _names(clause)


def _as_noun(role: str) -> str:
    plain = role.strip().casefold()
    if plain in _JOBS:
        return _JOBS[plain]
    noun = _PLURAL.sub("", role.strip())
    return noun[:1].upper() + noun[1:]


def _names(text: str) -> list[str]:
    parts = [_trim(part) for part in text.split(", ")]
    return [name for part in parts if part for name in _split_pair(part)]


def _split_pair(part: str) -> list[str]:
    """ "A and B" is two names, "Australian News & Information Bureau" is one."""
    pieces = [piece for piece in re.split(r"\s+(?:and|&)\s+", part) if piece]
    return [part] if pieces and is_company(pieces[0]) else pieces

"""What a search may mean: films by any of their titles, people by their names; few rows, the likeliest chosen elsewhere.

Each answer is bounded, and each way to it has an index. Words that nobody ever wrote are led to those that are written
nearly so by the vocabulary, which is far smaller than the titles.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg import AsyncConnection
from psycopg.rows import class_row

_MET = 2000
"""So many titles of one word's are looked at before the shortest are taken."""
_NEAR = 3000
"""So many words are compared with one that may be misspelt."""


@dataclass(frozen=True, slots=True)
class Title:
    """A title of a film, as it is written and as it is searched by; the film's main title, year and import type."""

    movie_id: int
    folded: str
    written: str
    title: str
    original_title: str | None
    year: int | None
    kind: str | None
    import_type: str
    imdb_id: str | None
    nominations: int


@dataclass(frozen=True, slots=True)
class Name:
    """Someone by their name, as it is written and as it is searched by."""

    id: int
    folded: str
    name: str
    imdb_id: str | None
    known_for: str | None
    credits: int


@dataclass(frozen=True, slots=True)
class Edition:
    """A ceremony: whose, when, its number and name."""

    organization: str
    year: int
    instance: int
    number: int | None
    name: str
    organization_name: str


async def folded(conn: AsyncConnection, words: str) -> str:
    """The words as titles are searched by; empty if nothing is left of them."""
    cursor = await conn.execute("select search_fold(%s)", [words])
    row = await cursor.fetchone()
    assert row is not None
    return str(row[0] or "")


_TITLE = """
    select k.movie_id, k.folded, k.title as written, m.title, m.original_title, m.year, m.kind, m.import_type, m.imdb_id,
        (select count(*) from (select 1 from festival_nomination_films f where f.movie_id = m.id limit 20) n) as nominations
    from ({chosen}) k join movies m on m.id = k.movie_id
"""

_BEGINNING = """
    (select movie_id, folded, title from movie_title_keys where folded = %(folded)s limit %(most)s)
    union
    (select movie_id, folded, title from movie_title_keys where folded >= %(folded)s and folded < %(beyond)s
     order by folded limit %(most)s)
"""

_WORDS = """
    select movie_id, folded, title from (
        select movie_id, folded, title from movie_title_keys where search_lexemes(folded) @@ %(wanted)s::tsquery limit %(met)s
    ) met order by length(folded), movie_id limit %(most)s
"""


async def titles_that_begin(conn: AsyncConnection, text: str, most: int) -> list[Title]:
    """Titles that are the folded text, and those that begin with it, in the order of the alphabet."""
    cursor = conn.cursor(row_factory=class_row(Title))
    await cursor.execute(
        _TITLE.format(chosen=_BEGINNING), {"folded": text, "beyond": text + "\U0010ffff", "most": most}
    )
    return await cursor.fetchall()


async def titles_with(conn: AsyncConnection, wanted: str, most: int) -> list[Title]:
    """Titles with these words (see `query`), the shortest first; of very many, some."""
    cursor = conn.cursor(row_factory=class_row(Title))
    await cursor.execute(_TITLE.format(chosen=_WORDS), {"wanted": wanted, "met": _MET, "most": most})
    return await cursor.fetchall()


def query(words: Sequence[Sequence[str]]) -> str:
    """A question for words: of each group one must be there; a word of the last group may go on."""
    groups = []
    for place, group in enumerate(words):
        ending = ":*" if place == len(words) - 1 else ""
        groups.append("(" + " | ".join(_quoted(word) + ending for word in group) + ")")
    return " & ".join(groups)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


async def words_near(
    conn: AsyncConnection, kind: str, pieces: Sequence[Sequence[str]], lengths: tuple[int, int]
) -> list[str]:
    """Words of films or people that have all letters of one of the pieces in common, of such lengths."""
    has = " or ".join(f"word_grams(word) @> %(piece{n})s::text[]" for n in range(len(pieces)))
    cursor = await conn.execute(
        f"""
        select distinct word from search_vocabulary
        where ({has}) and kind = %(kind)s and length(word) between %(least)s and %(most)s limit %(near)s
        """.encode(),
        {f"piece{n}": list(piece) for n, piece in enumerate(pieces)}
        | {"kind": kind, "least": lengths[0], "most": lengths[1], "near": _NEAR},
    )
    return [str(word) for (word,) in await cursor.fetchall()]


async def names_with(conn: AsyncConnection, wanted: str, most: int) -> list[Name]:
    """People whose names have these words; of very many, some."""
    cursor = conn.cursor(row_factory=class_row(Name))
    await cursor.execute(
        """
        select p.id, search_fold(p.name) as folded, p.name, p.imdb_id, p.known_for,
            (select count(*) from (select 1 from movie_credits c where c.person_id = p.id limit 50) c) as credits
        from (
            select * from (select * from people where name_words(name) @@ %(wanted)s::tsquery limit %(met)s) met
            order by length(name), id limit %(most)s
        ) p
        """,
        {"wanted": wanted, "met": _MET, "most": most},
    )
    return await cursor.fetchall()


async def names_of_organizations(conn: AsyncConnection) -> list[tuple[int, str]]:
    """Each organization with everything that it is called, as it is searched by."""
    cursor = await conn.execute(
        """
        select id, search_fold(concat_ws(' ', slug, abbreviation, name, official_name, array_to_string(other_names, ' '),
            main_award)) from festival_organizations
        """
    )
    return [(int(number), str(words)) for number, words in await cursor.fetchall()]


async def ceremonies_of(
    conn: AsyncConnection,
    organization_ids: Sequence[int],
    years: Sequence[int],
    number: int | None,
    most: int,
) -> list[Edition]:
    """Stored ceremonies of these organizations (none: of all), of these years, with that number; the newest first."""
    cursor = conn.cursor(row_factory=class_row(Edition))
    await cursor.execute(
        """
        select o.slug as organization, c.year, c.instance, c.number, c.name, o.name as organization_name
        from festival_ceremonies c join festival_organizations o on o.id = c.organization_id
        where (%(organizations)s::bigint[] = '{}' or c.organization_id = any(%(organizations)s))
            and (%(years)s::int[] = '{}' or c.year = any(%(years)s))
            and (%(number)s::int is null or c.number = %(number)s)
        order by c.year desc, o.slug, c.instance limit %(most)s
        """,
        {"organizations": list(organization_ids), "years": list(years), "number": number, "most": most},
    )
    return await cursor.fetchall()

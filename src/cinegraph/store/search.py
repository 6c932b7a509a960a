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
class Spelling:
    """A title of a film, or the name of a person (`id`), as it is searched by and as it is written."""

    id: int
    folded: str
    written: str


@dataclass(frozen=True, slots=True)
class Film:
    """A film that was found; of its nominations a few are counted."""

    id: int
    title: str
    original_title: str | None
    year: int | None
    kind: str | None
    import_type: str
    imdb_id: str | None
    nominations: int


@dataclass(frozen=True, slots=True)
class Someone:
    """A person who was found; of their credits a few are counted."""

    id: int
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


async def titles_that_begin(conn: AsyncConnection, text: str, most: int) -> list[Spelling]:
    """Titles that are the folded text, and those that begin with it, in the order of the alphabet."""
    return await _spellings(
        conn,
        """
        (select movie_id as id, folded, title as written from movie_title_keys where folded = %(folded)s limit %(most)s)
        union
        (select movie_id, folded, title from movie_title_keys where folded >= %(folded)s and folded < %(beyond)s
         order by folded limit %(most)s)
        """,
        {"folded": text, "beyond": text + "\U0010ffff", "most": most},
    )


async def titles_with(conn: AsyncConnection, wanted: str, most: int) -> list[Spelling]:
    """Titles with these words (see `query`), the shortest first; of very many, some."""
    return await _spellings(
        conn,
        """
        select id, folded, written from (
            select movie_id as id, folded, title as written from movie_title_keys
            where search_lexemes(folded) @@ %(wanted)s::tsquery limit %(met)s
        ) met order by length(folded), id limit %(most)s
        """,
        {"wanted": wanted, "met": _MET, "most": most},
    )


async def _spellings(conn: AsyncConnection, query: str, values: dict[str, object]) -> list[Spelling]:
    """Never a prepared plan: how many titles a word has decides what the best plan is."""
    cursor = conn.cursor(row_factory=class_row(Spelling))
    await cursor.execute(query.encode(), values, prepare=False)
    return await cursor.fetchall()


async def films(conn: AsyncConnection, movie_ids: Sequence[int]) -> list[Film]:
    """These films."""
    cursor = conn.cursor(row_factory=class_row(Film))
    await cursor.execute(
        """
        select m.id, m.title, m.original_title, m.year, m.kind, m.import_type, m.imdb_id, (select count(*) from (
            select 1 from festival_nomination_films f where f.movie_id = m.id limit 20) n) as nominations
        from movies m where m.id = any(%s)
        """,
        [list(movie_ids)],
    )
    return await cursor.fetchall()


def query(words: Sequence[Sequence[str]], *, unfinished: bool) -> str:
    """A question for words: of each group one must be there. `unfinished`: the first of the last group may go on."""
    groups = []
    for place, group in enumerate(words):
        told = [_quoted(word) for word in group]
        told[0] += ":*" if unfinished and place == len(words) - 1 else ""
        groups.append("(" + " | ".join(told) + ")")
    return " & ".join(groups)


async def known(conn: AsyncConnection, kind: str, words: Sequence[str]) -> tuple[set[str], bool]:
    """Those of the words that films or people have, and whether the last one begins a word of theirs. Words of which
    no account is kept (short ones, and those of scripts without spaces) count as known."""
    cursor = await conn.execute(
        """
        select w.word, w.word !~ %(kept)s or exists (
                select 1 from search_vocabulary v where v.kind = %(kind)s and v.word = left(w.word, 64)),
            w.place = cardinality(%(words)s::text[]) and exists (
                select 1 from search_vocabulary v where v.kind = %(kind)s and v.word >= left(w.word, 64) collate "C"
                    and v.word < left(w.word, 64) || %(beyond)s collate "C")
        from unnest(%(words)s::text[]) with ordinality w(word, place)
        """,
        {
            "kind": kind,
            "words": list(words),
            "kept": r"^[^\u3040-\u30FF\u3400-\u9FFF]{3,}$",
            "beyond": "\U0010ffff",
        },
    )
    rows = await cursor.fetchall()
    return {word for word, whole, _ in rows if whole}, any(begins for _, _, begins in rows)


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A word of films or people (`kind`) that may be misspelt: its pieces, each as groups of three letters, one of which
    is right, and how long the right word may be."""

    kind: str
    pieces: Sequence[Sequence[str]]
    least: int
    most: int


async def words_near(conn: AsyncConnection, doubtful: Sequence[Doubtful]) -> list[tuple[int, str]]:
    """For each of the words, by its place, the known words that have all of one of its pieces; one statement for all."""
    parts: list[str] = []
    values: dict[str, object] = {"near": _NEAR}
    for place, one in enumerate(doubtful):
        has = []
        for number, piece in enumerate(one.pieces):
            has.append(f"word_grams(word) @> %(p{place}_{number})s::text[]")
            values[f"p{place}_{number}"] = list(piece)
        values |= {f"kind{place}": one.kind, f"least{place}": one.least, f"most{place}": one.most}
        parts.append(
            f"(select {place}, word from search_vocabulary where ({' or '.join(has)}) and kind = %(kind{place})s"
            f" and length(word) between %(least{place})s and %(most{place})s limit %(near)s)"
        )
    cursor = await conn.execute(" union ".join(parts).encode(), values, prepare=False)
    return [(int(place), str(word)) for place, word in await cursor.fetchall()]


async def names_with(conn: AsyncConnection, wanted: str, most: int) -> list[Spelling]:
    """People whose names have these words, the shortest names first; of very many, some."""
    return await _spellings(
        conn,
        """
        select id, search_fold(name) as folded, name as written from (
            select id, name from (select id, name from people where name_words(name) @@ %(wanted)s::tsquery limit %(met)s) met
            order by length(name), id limit %(most)s
        ) p
        """,
        {"wanted": wanted, "met": _MET, "most": most},
    )


async def people(conn: AsyncConnection, person_ids: Sequence[int]) -> list[Someone]:
    """These people."""
    cursor = conn.cursor(row_factory=class_row(Someone))
    await cursor.execute(
        """
        select p.id, p.name, p.imdb_id, p.known_for, (select count(*) from (
            select 1 from movie_credits c where c.person_id = p.id limit 50) c) as credits
        from people p where p.id = any(%s)
        """,
        [list(person_ids)],
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

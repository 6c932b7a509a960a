"""Films: the question that one poses, and what an answer makes of its row."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from psycopg import AsyncConnection
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from cinegraph.domain.festivals import Organization, Season
from cinegraph.domain.movies import Candidate, ImportType, MovieRef
from cinegraph.store import list_items, movie_records, organizations, ratings

_TELEVISION = ("tv", "tv_episode")


@dataclass(frozen=True, slots=True)
class Question:
    """A film to be looked for. `due` is whether it is to be asked for now: the one definition, in the database.

    `again` is when its time to be asked for again came, if it has; `critical` says that no catalogue is kept from it;
    `attempts` is how often its catalogues had nothing, or not all, in a row.
    """

    movie_id: int
    ref: MovieRef
    import_type: ImportType
    due: bool
    festivals: tuple[str, ...]
    again: datetime | None = None
    critical: bool = False
    attempts: int = 0


async def question(conn: AsyncConnection, movie_id: int) -> Question | None:
    """What is known of the film and may help to find it; None if the row is gone (joined to another)."""
    cursor = conn.cursor(row_factory=dict_row)
    await cursor.execute(
        """
        select m.imdb_id, m.title, m.original_title, m.year, m.kind, m.import_type, m.critical, m.lookup_attempts,
               extract(year from now())::int as asked_in, case when m.ask_again_at <= now() then m.ask_again_at end as again,
               exists (select 1 from unresolved_movies u where u.movie_id = m.id) as due
        from movies m where m.id = %s
        """,
        [movie_id],
    )
    if (row := await cursor.fetchone()) is None:
        return None
    season, festivals = await _told_by_ceremonies(conn, movie_id)
    ref = MovieRef(
        title=row["title"],
        original_title=row["original_title"],
        imdb_id=row["imdb_id"],
        year=row["year"],
        kind=row["kind"],
        years=season.years if season else (),
        year_kind=season.kind if season else None,
        asked_in=row["asked_in"],
        people=await _nominated(conn, movie_id),
        directors=await list_items.directors(conn, movie_id),
    )
    return Question(
        movie_id,
        ref,
        ImportType(row["import_type"]),
        row["due"],
        festivals,
        again=row["again"],
        critical=row["critical"],
        attempts=row["lookup_attempts"],
    )


async def hold(conn: AsyncConnection, movie_ids: Sequence[int], alone: bool = False) -> None:
    """Until the transaction ends, nobody else says who looks for these films, or what came of it.

    Taken in the order of the rows, before any import's row. `alone` waits for those, too, who have just begun to
    refer to the film: for who changes its ids, or joins it to another. Without it, two imports that name the same
    film do not wait for each other here.
    """
    strength = "update" if alone else "no key update"
    await conn.execute(
        f"select 1 from movies where id = any(%s) order by id for {strength}", [list(movie_ids)]
    )


async def _told_by_ceremonies(conn: AsyncConnection, movie_id: int) -> tuple[Season | None, tuple[str, ...]]:
    """When the film may have come out, and the ceremonies that say so ("oscars_2024").

    An award's season tells more than a festival's year: where there is one, the festivals are not heard.
    """
    cursor = await conn.execute(
        """
        select distinct c.organization_id, c.year, c.eligibility
        from festival_nomination_films f
        join festival_nominations n on n.id = f.nomination_id join festival_ceremonies c on c.id = n.ceremony_id
        where f.movie_id = %s and n.state = 'active' order by c.year
        """,
        [movie_id],
    )
    seasons: list[Season] = []
    festivals: list[str] = []
    known: dict[int, Organization] = {}
    for organization_id, year, eligibility in await cursor.fetchall():
        if organization_id not in known:
            known[organization_id] = await organizations.get(conn, organization_id)
        seasons.append(known[organization_id].season(year, eligibility))
        festivals.append(f"{known[organization_id].slug}_{year}")
    kind = next((s.kind for s in seasons if s.kind == "eligibility"), seasons[0].kind if seasons else None)
    years = tuple(dict.fromkeys(year for s in seasons if s.kind == kind for year in s.years))
    return (Season(kind, years) if kind else None), tuple(festivals)


async def _nominated(conn: AsyncConnection, movie_id: int) -> tuple[str, ...]:
    cursor = await conn.execute(
        """
        select distinct p.credited_as from festival_nomination_films f
        join festival_nomination_people p on p.nomination_id = f.nomination_id and not p.inferred
        where f.movie_id = %s order by 1
        """,
        [movie_id],
    )
    return tuple(name for (name,) in await cursor.fetchall())


_SAVE_FOUND = """
    update movies set
        imdb_id = coalesce(imdb_id, %(imdb_id)s), tmdb_id = coalesce(%(tmdb_id)s, tmdb_id),
        wikidata_id = case when exists (select 1 from movies o where o.wikidata_id = %(wikidata_id)s and o.id <> %(id)s)
            then wikidata_id else coalesce(%(wikidata_id)s, wikidata_id) end,
        letterboxd_id = case when exists (
                select 1 from movies o where o.letterboxd_id = %(letterboxd_id)s and o.id <> %(id)s)
            then letterboxd_id else coalesce(%(letterboxd_id)s, letterboxd_id) end,
        title = %(title)s, original_title = coalesce(%(original_title)s, original_title),
        year = coalesce(%(year)s, year), kind = coalesce(kind, %(kind)s),
        details = movies.details || %(details)s, import_type = %(import_type)s,
        needs_enrichment = %(needs_enrichment)s, data_source_hierarchy = %(asked)s,
        last_enrichment_attempt = now(), ask_again_at = null,
        lookup_attempts = case when %(needs_enrichment)s then lookup_attempts else 0 end
    where id = %(id)s
"""
_ADD = """
    update movies set imdb_id = coalesce(imdb_id, %(imdb_id)s), details = movies.details || %(details)s
    where id = %(id)s
"""
"""What a lesser record adds to a film that is full: nothing is taken from it."""


async def save_found(conn: AsyncConnection, movie_id: int, found: Candidate, asked: Sequence[str]) -> None:
    """Improve the film's row by what a source has; no other row may have its ids, see `row_of`.

    A complete record makes it full, anything less minimal, unless it is full already. Its own id from a page is
    never overwritten. Names without an id stay in its details.
    Raises nothing for a second run: it leaves the same rows.
    """
    full = found.complete or await is_full(conn, movie_id)
    await conn.execute(
        _ADD if full and not found.complete else _SAVE_FOUND,
        {
            "id": movie_id,
            "imdb_id": found.imdb_id,
            "tmdb_id": found.tmdb_id,
            "wikidata_id": found.wikidata_id,
            "letterboxd_id": found.letterboxd_id,
            "title": found.title,
            "original_title": found.original_title,
            "year": found.year,
            "kind": found.kind,
            "details": Jsonb(_details(found)),
            "import_type": ImportType.FULL if full else ImportType.MINIMAL,
            "needs_enrichment": not full,
            "asked": list(asked),
        },
    )
    await ratings.save(conn, movie_id, found)
    if found.complete or not full:
        await movie_records.save(conn, movie_id, found)


async def add_details(conn: AsyncConnection, movie_id: int, found: Candidate) -> None:
    """What a source says of a film beside what others say; it stays what it is."""
    await conn.execute(_ADD, {"id": movie_id, "imdb_id": found.imdb_id, "details": Jsonb(_details(found))})


async def clash(conn: AsyncConnection, movie_id: int, found: Candidate) -> tuple[int, str] | None:
    """Another film's row that has the same TMDb number under another IMDb id: (its row, its title).

    In life some TMDb numbers have two IMDb ids; which is right, or whether both films are one, a person decides.
    """
    cursor = await conn.execute(
        """
        select o.id, o.title from movies o join movies m on m.id = %s
        where o.id <> m.id and o.tmdb_id = %s and o.imdb_id <> coalesce(m.imdb_id, %s)
        """,
        [movie_id, found.tmdb_id, found.imdb_id],
    )
    row = await cursor.fetchone()
    return (int(row[0]), str(row[1])) if row else None


async def row_of(conn: AsyncConnection, movie_id: int, found: Candidate) -> int:
    """The row that this film has already under one of the ids, held until the transaction ends; or the one that asked."""
    cursor = await conn.execute(
        """
        select id from movies where id <> %(id)s and (imdb_id = %(imdb_id)s or tmdb_id = %(tmdb_id)s)
            and (imdb_id is null or %(imdb_id)s is null or imdb_id = %(imdb_id)s)
        order by import_type = 'full' desc, id limit 1 for update
        """,
        {"id": movie_id, "imdb_id": found.imdb_id, "tmdb_id": found.tmdb_id},
    )
    row = await cursor.fetchone()
    return int(row[0]) if row else movie_id


def _details(found: Candidate) -> dict[str, object]:
    """The facts that have no row or column of their own, without those that are empty."""
    told = asdict(found.facts) | _names(found)
    facts = {name: value for name, value in told.items() if value not in ("", None, (), [])}
    if released := found.facts.release_date:
        facts["release_date"] = released.isoformat()
    if found.kind in _TELEVISION:
        facts["source_id"] = found.source_id
    return {found.source: facts} if facts else {}


def _names(found: Candidate) -> dict[str, object]:
    """Names without an id: they are no people."""
    nameless = [credit for credit in found.credits if credit.tmdb_id is None and credit.imdb_id is None]
    return {
        "directors": [credit.name for credit in nameless if credit.job == "Director"],
        "cast": [credit.name for credit in nameless if credit.kind == "cast"],
    }


async def is_full(conn: AsyncConnection, movie_id: int) -> bool:
    """Whether the film has a whole record."""
    cursor = await conn.execute("select import_type = 'full' from movies where id = %s", [movie_id])
    row = await cursor.fetchone()
    return row is not None and bool(row[0])


async def mark_not_found(
    conn: AsyncConnection, movie_id: int, asked: Sequence[str], again_at: datetime
) -> None:
    """No catalogue has the film: it stays what it is, and is not asked for again before `again_at`."""
    await conn.execute(
        "update movies set needs_enrichment = true, data_source_hierarchy = %s where id = %s",
        [list(asked), movie_id],
    )
    await ask_later(conn, movie_id, again_at)


async def ask_later(conn: AsyncConnection, movie_id: int, again_at: datetime) -> None:
    """The film was asked for, in vain or not fully: not again before `again_at`, and later each time."""
    await conn.execute(
        """
        update movies set last_enrichment_attempt = now(), ask_again_at = %s, lookup_attempts = lookup_attempts + 1
        where id = %s
        """,
        [again_at, movie_id],
    )


async def ask_now(conn: AsyncConnection, movie_ids: Sequence[int]) -> None:
    """Their time to be asked for again has come, now, whenever they were asked for last: what was learnt before is old.
    What is known of one that never had an answer is still good."""
    await conn.execute(
        "update movies set ask_again_at = now() where id = any(%s) and ask_again_at is not null",
        [list(movie_ids)],
    )


async def mark_attempt(conn: AsyncConnection, movie_id: int) -> None:
    """Somebody tried, and learnt nothing."""
    await mark_attempts(conn, [movie_id])


async def mark_attempts(conn: AsyncConnection, movie_ids: Sequence[int]) -> None:
    """Somebody tries: who comes next asks for others first."""
    await conn.execute(
        "update movies set last_enrichment_attempt = now() where id = any(%s)", [list(movie_ids)]
    )

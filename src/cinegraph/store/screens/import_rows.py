"""The rows behind an import's figures, a page at a time: its films, its nominations, its list's films."""

from dataclasses import dataclass
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import class_row


@dataclass(frozen=True, slots=True)
class FilmRow:
    """A film of an import. `state` is pending while the import waits for it, else what is known of it; `why` says why it
    is not full."""

    movie_id: int
    title: str
    year: int | None
    imdb_id: str | None
    state: str
    sources: list[str]
    why: str | None


@dataclass(frozen=True, slots=True)
class EntryRow:
    """What an import did to a nomination, how it is called, and each field before and after."""

    nomination_id: int
    change: str
    award: str
    category: str
    is_winner: bool
    entry: dict[str, Any]
    differences: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What an import of a list did to one of its films."""

    item_id: int
    movie_id: int
    change: str
    position: int
    title: str


async def films(
    conn: AsyncConnection, import_id: int, state: str | None, after: int, count: int
) -> list[FilmRow]:
    """Its films in that state (None: all), by number, those after one."""
    cursor = conn.cursor(row_factory=class_row(FilmRow))
    await cursor.execute(
        """
        select * from (
            select m.id as movie_id, m.title, m.year, m.imdb_id,
                case when x.state = 'pending' then 'pending' else s.state end as state, m.data_source_hierarchy as sources,
                case when x.state = 'pending' then coalesce(x.reason, 'its job has not run yet')
                    when s.state = 'review' then r.reason when x.state = 'not_asked' then 'nobody was asked'
                    when s.state = 'minimal' then 'only the basics are known'
                    when s.state = 'stub' then 'no catalogue has it' end as why
            from import_movies x join movies m on m.id = x.movie_id join movie_states s on s.movie_id = m.id
            left join reviews r on r.movie_id = m.id and r.state = 'open'
            where x.import_id = %(import)s and m.id > %(after)s
        ) f where %(state)s::text is null or state = %(state)s order by movie_id limit %(count)s
        """,
        {"import": import_id, "state": state, "after": after, "count": count},
    )
    return await cursor.fetchall()


async def nominations(
    conn: AsyncConnection,
    import_id: int,
    changes: tuple[str, ...],
    winners: bool,
    after: int,
    count: int,
) -> list[EntryRow]:
    """Its nominations that were changed so (none named: in any way, or not), only winners if so asked, by number."""
    cursor = conn.cursor(row_factory=class_row(EntryRow))
    await cursor.execute(
        """
        select n.id as nomination_id, x.change, g.award, g.name as category, n.is_winner,
            coalesce(x.differences, '[]') as differences,
            jsonb_build_object('detail', n.detail,
                'films', (select coalesce(jsonb_agg(jsonb_build_object('title', f.credited_as, 'movie_id', f.movie_id)
                    order by f.position), '[]') from festival_nomination_films f where f.nomination_id = n.id),
                'people', (select coalesce(jsonb_agg(jsonb_build_object('name', p.credited_as) order by p.position), '[]')
                    from festival_nomination_people p where p.nomination_id = n.id),
                'companies', (select coalesce(jsonb_agg(jsonb_build_object('name', c.name) order by c.position), '[]')
                    from festival_nomination_companies c where c.nomination_id = n.id)) as entry
        from import_nominations x
        join festival_nominations n on n.id = x.nomination_id
        join festival_categories g on g.id = n.category_id
        where x.import_id = %(import)s and n.id > %(after)s
            and (%(changes)s::text[] = '{}' or x.change = any(%(changes)s)) and (not %(winners)s or n.is_winner)
        order by n.id limit %(count)s
        """,
        {
            "import": import_id,
            "changes": list(changes),
            "winners": winners,
            "after": after,
            "count": count,
        },
    )
    return await cursor.fetchall()


async def items(
    conn: AsyncConnection, import_id: int, changes: tuple[str, ...], after: int, count: int
) -> list[ItemRow]:
    """The films of its list that were changed so, by number."""
    cursor = conn.cursor(row_factory=class_row(ItemRow))
    await cursor.execute(
        """
        select t.id as item_id, t.movie_id, x.change, t.position, t.title
        from import_list_items x join movie_list_items t on t.id = x.item_id
        where x.import_id = %(import)s and t.id > %(after)s
            and (%(changes)s::text[] = '{}' or x.change = any(%(changes)s))
        order by t.id limit %(count)s
        """,
        {"import": import_id, "changes": list(changes), "after": after, "count": count},
    )
    return await cursor.fetchall()

"""Lists of films, and the films on one."""

from dataclasses import dataclass
from datetime import date, datetime

from cinegraph.store.browse.listing import Listing, Order


@dataclass(frozen=True, slots=True)
class ListItem:
    """A film on a list: `position` is its place, of one that has left (`state`) where it was."""

    item: int
    list: str
    position: int
    film: int
    title: str
    listed_as: str
    imdb_id: str
    tmdb_id: int | None
    year: int | None
    kind: str | None
    import_type: str
    note: str | None
    listed_on: date | None
    state: str
    first_seen: datetime
    last_seen: datetime
    left_at: datetime | None


ITEMS = Listing(
    ListItem,
    """
    select t.id as item, l.source_key as list, t.position, t.movie_id as film, m.title, t.title as listed_as, t.imdb_id,
        m.tmdb_id, m.year, m.kind, m.import_type, t.note, t.listed_on,
        case when t.left_at is null then 'there' else 'left' end as state, t.first_seen, t.last_seen, t.left_at
    from movie_list_items t join movie_lists l on l.id = t.list_id join movies m on m.id = t.movie_id {where} {tail}
    """,
    {
        "list_id": "t.list_id = %(list_id)s",
        "state": "case when t.left_at is null then 'there' else 'left' end = %(state)s",
        "type": "m.import_type = %(type)s",
    },
    {"position": Order(("t.position", "t.id"), ("position", "item"))},
)

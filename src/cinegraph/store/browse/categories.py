"""Categories as organizations word them, with the key that says which of them mean the same."""

from dataclasses import dataclass
from datetime import datetime

from cinegraph.store.browse.listing import Listing, Order


@dataclass(frozen=True, slots=True)
class Category:
    """A prize of an organization; `key_by` is the person who chose its key, null if the shipped lists did."""

    id: int
    organization: str
    award: str
    name: str
    key: str | None
    key_name: str | None
    honours: str | None
    tracks_person: bool | None
    key_by: str | None
    updated_at: datetime


CATEGORIES = Listing(
    Category,
    """
    select g.id, o.slug as organization, g.award, g.name, g.canonical_key as key, k.name as key_name, k.honours,
        g.tracks_person, g.key_by, g.updated_at
    from festival_categories g join festival_organizations o on o.id = g.organization_id
    left join category_keys k on k.key = g.canonical_key {where} {tail}
    """,
    {
        "organization_id": "g.organization_id = %(organization_id)s",
        "key": "g.canonical_key = %(key)s",
        "keyed": "(g.canonical_key is not null) = %(keyed)s",
    },
    {"id": Order(("g.id",), ("id",))},
)

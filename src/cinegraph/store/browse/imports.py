"""Imports, the newest first, each as it stands; what it counted is told when it has ended."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cinegraph.store.browse.listing import Listing, Order


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One run: of a ceremony (`organization`, `year`) or a list (`list`). `counted` is its reconciliation when it ended."""

    id: int
    kind: str
    organization: str | None
    year: int | None
    instance: int | None
    state: str
    lookup: bool
    refresh: bool
    seen: int | None
    counted: dict[str, Any] | None
    warnings: list[str]
    error: str | None
    asked_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    updated_at: datetime
    list: str | None


IMPORTS = Listing(
    ImportRow,
    """
    select i.id, i.kind, o.slug as organization, i.year, case when i.list_id is null then i.instance end as instance,
        l.source_key as list, i.state, coalesce((i.options ->> 'lookup')::boolean, true) as lookup,
        coalesce((i.options ->> 'refresh')::boolean, false) as refresh, i.seen, i.report -> 'counted' as counted,
        array(select jsonb_array_elements_text(coalesce(i.report -> 'warnings', '[]'))) as warnings, i.error,
        i.inserted_at as asked_at, i.started_at, i.finished_at, i.updated_at
    from imports i
    left join festival_organizations o on o.id = i.organization_id
    left join movie_lists l on l.id = i.list_id {where} {tail}
    """,
    {
        "kind": "i.kind = %(kind)s",
        "state": "i.state = any(%(state)s)",
        "organization_id": "i.organization_id = %(organization_id)s",
        "year": "i.year = %(year)s",
        "list": "l.source_key = %(list)s",
    },
    {"-id": Order(("i.id",), ("id",), falling=True)},
)

"""What people corrected of nominations, and what the pages say of those: corrections are never deleted, only undone."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import msgspec
from psycopg import AsyncConnection
from psycopg.rows import class_row, dict_row
from psycopg.types.json import Jsonb

from cinegraph.domain.corrections import Correction, Right
from cinegraph.domain.festivals import Nomination
from cinegraph.domain.revision import Revised, Stated


@dataclass(frozen=True, slots=True)
class Made:
    """A correction as it stands in the table; `changes` are the fields of `Right` that it sets."""

    id: int
    nomination_id: int
    kind: str
    changes: dict[str, Any]
    decided_by: str
    decided_at: datetime
    note: str | None
    undone_by: str | None
    undone_at: datetime | None
    undone_note: str | None


_COLUMNS = (
    "k.id, k.nomination_id, k.kind, k.changes, k.decided_by, k.decided_at, k.note, k.undone_by, k.undone_at,"
    " k.undone_note"
)


async def add(
    conn: AsyncConnection, nomination_id: int, kind: str, right: Right, by: str, note: str | None
) -> Made:
    """A person says what is right of a nomination."""
    changes = {name: value for name, value in asdict(right).items() if value is not None}
    cursor = conn.cursor(row_factory=class_row(Made))
    await cursor.execute(
        f"""
        insert into corrections as k (nomination_id, kind, changes, decided_by, note) values (%s, %s, %s, %s, %s)
        returning {_COLUMNS}
        """,
        [nomination_id, kind, Jsonb(changes), by, note],
    )
    made = await cursor.fetchone()
    assert made is not None
    return made


async def undo(conn: AsyncConnection, correction_id: int, by: str, note: str | None) -> None:
    """The correction holds no longer; it stays readable."""
    await conn.execute(
        """
        update corrections set undone_at = now(), undone_by = %s, undone_note = %s
        where id = %s and undone_at is null
        """,
        [by, note, correction_id],
    )


async def get(conn: AsyncConnection, correction_id: int) -> Made | None:
    """The correction with that number."""
    cursor = conn.cursor(row_factory=class_row(Made))
    await cursor.execute(f"select {_COLUMNS} from corrections k where k.id = %s", [correction_id])
    return await cursor.fetchone()


async def of_nomination(conn: AsyncConnection, nomination_id: int) -> list[Made]:
    """Every correction of the nomination, undone or not, the first first."""
    cursor = conn.cursor(row_factory=class_row(Made))
    await cursor.execute(
        f"select {_COLUMNS} from corrections k where k.nomination_id = %s order by k.id", [nomination_id]
    )
    return await cursor.fetchall()


async def of_ceremony(conn: AsyncConnection, ceremony_id: int) -> list[Correction]:
    """What holds now of the ceremony's nominations, the first first."""
    cursor = conn.cursor(row_factory=class_row(Made))
    await cursor.execute(
        f"""
        select {_COLUMNS} from corrections k join festival_nominations n on n.id = k.nomination_id
        where n.ceremony_id = %s and k.undone_at is null order by k.id
        """,
        [ceremony_id],
    )
    return [as_correction(made) for made in await cursor.fetchall()]


def as_correction(made: Made) -> Correction:
    """What it says is right, by whom."""
    origin = f"correction {made.id} by {made.decided_by}"
    return Correction(origin, msgspec.convert(made.changes, Right), made.nomination_id)


async def stated(conn: AsyncConnection, ceremony_id: int) -> dict[int, Stated]:
    """What the pages say of each nomination of the ceremony that was corrected ever. Rows of films and people that
    have joined others since are None."""
    cursor = conn.cursor(row_factory=dict_row)
    await cursor.execute(
        """
        select s.nomination_id, s.award, s.category, s.fingerprint, s.said, s.withdrawn,
            array(select m.id from unnest(s.movie_ids) with ordinality as r(id, place)
                left join movies m on m.id = r.id order by place) as movie_ids,
            array(select p.id from unnest(s.person_ids) with ordinality as r(id, place)
                left join people p on p.id = r.id order by place) as person_ids
        from stated_nominations s join festival_nominations n on n.id = s.nomination_id where n.ceremony_id = %s
        """,
        [ceremony_id],
    )
    return {
        row["nomination_id"]: Stated(
            (row["award"], row["category"]),
            row["fingerprint"],
            msgspec.convert(row["said"], Nomination),
            row["withdrawn"],
            tuple(row["movie_ids"]),
            tuple(row["person_ids"]),
        )
        for row in await cursor.fetchall()
    }


async def state(
    conn: AsyncConnection, revised: Sequence[Revised], numbers: Sequence[int], withdrawn: Sequence[int]
) -> None:
    """Keep what the pages say of those that were corrected; of `withdrawn` rows they say nothing any longer."""
    rows = [_row(n, r.stated) for n, r in zip(numbers, revised, strict=True) if r.stated]
    if rows:
        await conn.execute(
            """
            insert into stated_nominations
                (nomination_id, award, category, fingerprint, said, withdrawn, movie_ids, person_ids)
            select nomination_id, award, category, fingerprint, said, withdrawn, movie_ids, person_ids
            from jsonb_populate_recordset(null::stated_nominations, %s)
            on conflict (nomination_id) do update set award = excluded.award, category = excluded.category,
                fingerprint = excluded.fingerprint, said = excluded.said, withdrawn = excluded.withdrawn,
                movie_ids = excluded.movie_ids, person_ids = excluded.person_ids
            """,
            [Jsonb(rows)],
        )
    if withdrawn:
        await conn.execute(
            "update stated_nominations set withdrawn = true where nomination_id = any(%s) and not withdrawn",
            [list(withdrawn)],
        )


def _row(nomination_id: int, said: Stated) -> dict[str, Any]:
    return {
        "nomination_id": nomination_id,
        "award": said.category[0],
        "category": said.category[1],
        "fingerprint": said.fingerprint,
        "said": msgspec.to_builtins(said.nomination),
        "withdrawn": said.withdrawn,
        "movie_ids": list(said.movie_ids),
        "person_ids": list(said.person_ids),
    }

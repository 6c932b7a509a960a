"""Films with their casts and crews, as a test needs them, and what the graph says of them by name."""

from collections.abc import Sequence
from typing import Any

from psycopg import AsyncConnection


class Made:
    """Makes films by number and people by name."""

    def __init__(self, conn: AsyncConnection) -> None:
        self.conn = conn

    async def film(
        self,
        number: int,
        year: int | None = None,
        cast: Sequence[str] = (),
        crew: Sequence[tuple[str, str]] = (),
        **more: object,
    ) -> None:
        """The film with exactly these credits, whatever it had; `more` are its columns."""
        columns: dict[str, object] = {"title": f"Film {number}", "year": year, "kind": "movie"} | more
        names = ", ".join(columns)
        await self.conn.execute(
            f"""
            insert into movies (id, {names}) overriding system value
            values (%s, {", ".join(["%s"] * len(columns))})
            on conflict (id) do update set ({names}) = row ({", ".join(f"excluded.{c}" for c in columns)})
            """.encode(),
            [number, *columns.values()],
        )
        await self.conn.execute("delete from movie_credits where movie_id = %s", [number])
        told: list[tuple[str, str, str, int | None]] = [
            (name, "cast", "", place) for place, name in enumerate(cast)
        ]
        told += [(name, "crew", job, None) for name, job in crew]
        for key, (name, kind, job, billing) in enumerate(told):
            await self.conn.execute(
                """
                insert into movie_credits (movie_id, person_id, kind, job, billing, source_key)
                values (%s, %s, %s, %s, %s, %s)
                """,
                [number, await self.person(name), kind, job, billing, f"k{key}"],
            )

    async def person(self, name: str) -> int:
        """The person of that name; made if nobody has it."""
        cursor = await self.conn.execute(
            """
            with known as (select id from people where name = %(name)s), made as (
                insert into people (name) select %(name)s where not exists (select 1 from known) returning id)
            select id from known union all select id from made
            """,
            {"name": name},
        )
        row = await cursor.fetchone()
        assert row is not None
        return int(row[0])

    async def rated(self, number: int, imdb: float, tmdb: float | None = None) -> None:
        """What IMDb and TMDb say of the film."""
        for source, value in (("imdb", imdb), ("tmdb", tmdb)):
            if value is not None:
                await self.conn.execute(
                    """
                    insert into movie_ratings (movie_id, source, rating_source, value) values (%s, 'x', %s, %s)
                    on conflict (movie_id, source, rating_source) do update set value = excluded.value
                    """,
                    [number, source, value],
                )

    async def genres(self, number: int, *names: str) -> None:
        """The film's genres are these."""
        await self.conn.execute("delete from movie_genres where movie_id = %s", [number])
        await self.conn.execute(
            "insert into genres (name) select unnest(%s::text[]) on conflict do nothing", [list(names)]
        )
        await self.conn.execute(
            "insert into movie_genres select %s, id from genres where name = any(%s)", [number, list(names)]
        )


async def details(conn: AsyncConnection) -> list[Any]:
    """Each film of each pair, by name: both, film, kind, billing."""
    cursor = await conn.execute(
        """
        select least(a.name, b.name), greatest(a.name, b.name), movie_id, d.kind, billing
        from collaboration_details d join people a on a.id = person_a join people b on b.id = person_b
        order by 1, 2, 3, 4
        """
    )
    return await cursor.fetchall()


async def pairs(conn: AsyncConnection) -> dict[str, Any]:
    """Each pair by name, with its sums."""
    cursor = await conn.execute(
        """
        select least(a.name, b.name) || ' ' || greatest(a.name, b.name), films, first_year, latest_year, peak_year,
            mean_rating::text, genres
        from collaborations c join people a on a.id = person_a join people b on b.id = person_b order by 1
        """
    )
    return {row[0]: row[1:] for row in await cursor.fetchall()}


async def graph_rows(conn: AsyncConnection) -> list[str]:
    """Every row of the graph as it is, without times."""
    cursor = await conn.execute(
        """
        select (to_jsonb(c) - 'inserted_at' - 'updated_at')::text from collaborations c
        union all select (to_jsonb(d) - 'inserted_at' - 'updated_at')::text from collaboration_details d order by 1
        """
    )
    return [text for (text,) in await cursor.fetchall()]

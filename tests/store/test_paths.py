"""Ways between people: the shortest, all of them where they are few, with what counts; and what a plain search says."""

import itertools
import random
from collections import defaultdict

import pytest
from psycopg import AsyncConnection

from cinegraph.store import graph, paths
from cinegraph.store.paths import Filters
from tests.store.filming import Made

ANY = Filters()


async def ways(
    conn: AsyncConnection,
    one: str,
    other: str,
    which: Filters = ANY,
    deepest: int = 6,
    wanted: int = 10,
) -> list[list[str]]:
    """Every way by name, put together from the steps that are told."""
    made = Made(conn)
    start, end = await made.person(one), await made.person(other)
    told = defaultdict(list)
    for link in await paths.links(conn, start, end, which, deepest, wanted, 10):
        told[link.place, link.person].append(link.met)
    found = [[start]]
    while any((len(way) - 1, way[-1]) in told for way in found):
        found = [[*way, met] for way in found for met in told[len(way) - 1, way[-1]]]
    names = await paths.names(conn, [number for way in found for number in way])
    return sorted([names[number][0] for number in way] for way in found if way[-1] == end)


async def test_the_shortest_ways_and_all_of_them(conn: AsyncConnection) -> None:
    """A and D are two steps apart in two ways; a longer way through E is not told."""
    made = Made(conn)
    for number, cast in enumerate(["AB", "BD", "AC", "CD", "AE", "EF", "FD", "XY"], 1):
        await made.film(number, 2000, cast=list(cast))
    await graph.build(conn, range(1, 9))
    assert await ways(conn, "A", "D") == [["A", "B", "D"], ["A", "C", "D"]]
    assert await ways(conn, "D", "A") == [["D", "B", "A"], ["D", "C", "A"]]
    assert await ways(conn, "A", "B") == [["A", "B"]]
    assert await ways(conn, "A", "X") == []
    assert await ways(conn, "A", "D", deepest=1) == []


@pytest.mark.parametrize("seed", range(4))
async def test_as_a_plain_search_finds_them(conn: AsyncConnection, seed: int) -> None:
    """In a made-up world: as long as a search from one end alone says, as many, and each step is a pair."""
    dice, made = random.Random(seed), Made(conn)
    people, met = [f"P{n:02}" for n in range(40)], defaultdict(set)
    for number in range(1, 45):
        cast = dice.sample(people, dice.choice([2, 2, 2, 3]))
        await made.film(number, 2000, cast=cast)
        for one, other in itertools.permutations(cast, 2):
            met[one].add(other)
    await graph.build(conn, range(1, 45))
    for _ in range(25):
        one, other = dice.sample(people, 2)
        found = await ways(conn, one, other, deepest=12, wanted=1000)
        assert found == sorted(_plain(met, one, other)), (one, other)


def _plain(met: dict[str, set[str]], one: str, other: str) -> list[list[str]]:
    layer, seen = [[one]], {one}
    while layer and not any(way[-1] == other for way in layer):
        layer = [[*way, name] for way in layer for name in met[way[-1]] if name not in seen]
        seen |= {way[-1] for way in layer}
    return [way for way in layer if way[-1] == other]


async def test_a_few_of_very_many(conn: AsyncConnection) -> None:
    """Hundreds of people stand between two: so many as are wanted are told, the same each time."""
    made = Made(conn)
    for number in range(300):
        await made.film(number + 1, 2000, cast=["A", f"M{number}"])
        await made.film(number + 1001, 2000, cast=["Z", f"M{number}"])
    await graph.build(conn, [*range(1, 301), *range(1001, 1301)])
    found = await ways(conn, "A", "Z", wanted=7)
    assert len(found) == 7
    assert await ways(conn, "A", "Z", wanted=7) == found


@pytest.mark.parametrize("place", [0, 99])
async def test_a_level_is_searched_in_parts(conn: AsyncConnection, place: int) -> None:
    """A hundred people on each side, and one film between one of these and one of those, early or late."""
    made = Made(conn)
    for number in range(100):
        await made.film(number + 1, 2000, cast=["A", f"M{number:02}"])
        await made.film(number + 1001, 2000, cast=["Z", f"N{number:02}"])
    await made.film(5000, 2000, cast=[f"M{place:02}", "N50"])
    await graph.build(conn, [*range(1, 101), *range(1001, 1101), 5000])
    assert await ways(conn, "A", "Z") == [["A", f"M{place:02}", "N50", "Z"]]


FILTERED = [
    (Filters(features=True), ["A", "C", "D"]),
    (Filters(since=2005), ["A", "E", "D"]),
    (Filters(until=1999), ["A", "C", "D"]),
    (Filters(since=1990, until=1990), ["A", "C", "D"]),
    (Filters(top_billed=2), ["A", "E", "D"]),
    (Filters(top_billed=1), None),
    (Filters(top_billed=20), ["A", "D"]),
    (Filters(features=True, since=2005, top_billed=2), ["A", "F", "G", "D"]),
]


@pytest.mark.parametrize(("which", "way"), FILTERED)
async def test_what_counts(conn: AsyncConnection, which: Filters, way: list[str] | None) -> None:
    """A short of 2000 joins A and D at once, but D is third in it; features of 1990 by C; shorts of 2010 by E."""
    made = Made(conn)
    await made.film(1, 2000, cast=["A", "B", "D"], kind="short")
    await made.film(2, 1990, cast=["X1", "X2", "A"], crew=[("C", "Director")])
    await made.film(3, 1990, cast=["X3", "X4", "D"], crew=[("C", "Director")])
    await made.film(4, 2010, cast=["E", "A"], kind="short")
    await made.film(5, 2010, cast=["D", "E"], kind="short")
    for number, cast in enumerate((["A", "F"], ["G", "F"], ["G", "D"]), 6):
        await made.film(number, 2011, cast=cast)
    await graph.build(conn, range(1, 9))
    assert await ways(conn, "A", "D", which) == ([way] if way else [])


async def test_who_directs_together_is_joined_whoever_is_billed(conn: AsyncConnection) -> None:
    await Made(conn).film(1, 2000, crew=[("A", "Director"), ("B", "Director"), ("P", "Producer")])
    await graph.build(conn, [1])
    assert await ways(conn, "A", "B", Filters(top_billed=1)) == [["A", "B"]]
    assert await ways(conn, "A", "P", Filters(top_billed=1)) == [], "the crew does not count"


async def test_the_films_of_a_step_are_those_that_count(conn: AsyncConnection) -> None:
    made = Made(conn)
    await made.film(1, 2003, cast=["A", "B"], crew=[("A", "Director")])
    await made.film(2, 2001, cast=["B", "A"])
    await made.film(3, 2002, cast=["B", "A"], kind="short")
    await graph.build(conn, [1, 2, 3])
    pair = (await made.person("B"), await made.person("A"))
    (found,) = (await paths.films(conn, [pair], Filters(features=True))).values()
    assert [(film.year, film.kinds) for film in found] == [
        (2001, ["actor_actor"]),
        (2003, ["actor_actor", "actor_director"]),
    ]


async def test_a_search_that_takes_too_long_is_given_up(conn: AsyncConnection) -> None:
    """Its first step sleeps for a minute, as one in a world too large would take."""
    await conn.execute(
        """
        create or replace function collaborators_met(people bigint[]) returns table (person bigint, met bigint)
        language sql volatile as 'select 1::bigint, 2::bigint from pg_sleep(60)'
        """
    )
    made = Made(conn)
    one, other = await made.person("A"), await made.person("B")
    with pytest.raises(paths.TooLong):
        await paths.links(conn, one, other, Filters(), 6, 10, 0.05)

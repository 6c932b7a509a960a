"""What an import of a list would do and cost, before it is asked for."""

from dataclasses import dataclass
from decimal import Decimal

from cinegraph.domain.lists import FilmList
from cinegraph.pages import imdb_list
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.find_list import find_list
from cinegraph.pipeline.request_list import refuse_unreachable
from cinegraph.store import lists

_ON_A_PAGE = 250


@dataclass(frozen=True, slots=True)
class ListEstimate:
    """`films` it is said to have (None: nobody knows), `here` of them stored, `not_full` of those; `pages` to fetch by
    `transport` at that price for each, none if files are given."""

    one: FilmList
    films: int | None
    here: int
    not_full: int
    pages: int
    transport: str | None
    price_usd: Decimal
    given: int

    @property
    def cost_usd(self) -> Decimal:
        """What its pages would cost if each is asked for once."""
        return self.price_usd * self.pages

    @property
    def to_ask(self) -> int:
        """Films that catalogues would be asked for."""
        return self.not_full + max(0, (self.films or 0) - self.here)


async def estimate_list(context: Context, key: str, given: int = 0) -> ListEstimate:
    """Counted from rows and settings; nobody is asked. Raises Refused for a list that there is not, that stands for
    nominations, or whose pages can be neither fetched nor read from `given` files."""
    async with context.database.transaction() as conn:
        _, one = await find_list(conn, key)
        (stands,) = await lists.statuses(conn, one.key)
    if one.tracks_awards:
        raise Refused(f"{one.key} stands for nominations: import its festival instead")
    films = stands.said if stands.said is not None else stands.expected
    if given:
        pages, way = 0, None
    else:
        refuse_unreachable(context, one)
        pages, way = max(1, -(-(films or 1) // _ON_A_PAGE)), context.transports[imdb_list.SITE]
    return ListEstimate(
        one=one,
        films=films,
        here=stands.there,
        not_full=stands.there - stands.full,
        pages=pages,
        transport=way.name if way else None,
        price_usd=way.price if way else Decimal(0),
        given=given,
    )

"""Organizations, lists and the like by the names that addresses and filters use."""

from cinegraph.domain.festivals import Organization
from cinegraph.store import lists, organizations
from cinegraph.web.api.answering import Asking
from cinegraph.web.api.problems import BadRequest, Unknown


async def organization_id(ask: Asking, name: str, in_path: bool = False) -> int:
    """The organization by slug or abbreviation. Raises Unknown (of an address) or BadRequest (of a filter)."""
    return (await _organization(ask, name, in_path))[0]


async def organization_slug(ask: Asking, name: str) -> str:
    """The slug of the organization with that slug or abbreviation. Raises BadRequest."""
    return (await _organization(ask, name, in_path=False))[1].slug


async def _organization(ask: Asking, name: str, in_path: bool) -> tuple[int, Organization]:
    async with ask.reading() as conn:
        found = await organizations.find(conn, name)
    if found is not None:
        return found
    if in_path:
        raise Unknown(f"there is no organization {name!r}")
    raise BadRequest("organization", f"there is no organization {name!r}")


async def list_id(ask: Asking, key: str) -> int:
    """The list with that key. Raises Unknown."""
    async with ask.reading() as conn:
        found = await lists.find(conn, key)
    if found is None:
        raise Unknown(f"there is no list {key!r}")
    return found[0]

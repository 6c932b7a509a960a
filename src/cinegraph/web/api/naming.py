"""Organizations, lists and the like by the names that addresses and filters use."""

from cinegraph.store import lists, organizations
from cinegraph.web.api.answering import Asking
from cinegraph.web.api.problems import BadRequest, Unknown


async def organization_id(ask: Asking, name: str, in_path: bool = False) -> int:
    """The organization by slug or abbreviation. Raises Unknown (of an address) or BadRequest (of a filter)."""
    async with ask.reading() as conn:
        found = await organizations.find(conn, name)
    if found is not None:
        return found[0]
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

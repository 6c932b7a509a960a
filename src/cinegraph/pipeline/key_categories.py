"""Which prize a category's wording means: as the shipped lists say, or as a person says."""

import difflib
from dataclasses import dataclass

from cinegraph.data.category_keys import category_keys
from cinegraph.domain.titles import fold
from cinegraph.pipeline.ask_for_marked import ask_for_scores
from cinegraph.pipeline.context import Context, Refused
from cinegraph.pipeline.name_ceremonies import find_organization
from cinegraph.store import categories
from cinegraph.store.categories import KeptCategory, SharedKey


@dataclass(frozen=True, slots=True)
class Keyed:
    """The categories that are kept, and where two of one ceremony have one key."""

    categories: tuple[KeptCategory, ...]
    shared: tuple[SharedKey, ...]


async def keyed_categories(context: Context, organization: str | None = None) -> Keyed:
    """What is kept, of one organization or of all. Raises Refused for an organization that there is not."""
    async with context.database.transaction() as conn:
        number = (await find_organization(conn, organization))[0] if organization else None
        kept = await categories.kept(conn, number)
        return Keyed(tuple(kept), tuple(await categories.shared(conn, number)))


async def choose_key(
    context: Context,
    organization: str,
    award: str | None,
    name: str,
    key: str | None,
    by: str,
    note: str | None = None,
) -> KeptCategory:
    """A person says which key a category has (None: none). Raises Refused for a category or key that there is not."""
    known = {one.key for one in category_keys().keys}
    if key is not None and key not in known:
        close = difflib.get_close_matches(key, sorted(known), n=1)
        hint = f"did you mean {close[0]!r}?" if close else "`cinegraph categories keys` lists them"
        raise Refused(f"there is no key {key!r}: {hint}")
    async with context.database.transaction() as conn:
        number, _ = await find_organization(conn, organization)
        found = _the_one(await categories.kept(conn, number), organization, award, name)
        await categories.choose(conn, [found.id], key, by, note)
        await ask_for_scores(conn, context.queue)
        return next(one for one in await categories.kept(conn, number) if one.id == found.id)


async def forget_choice(context: Context, organization: str, award: str | None, name: str) -> KeptCategory:
    """The category has the key of the lists again. Raises Refused for a category that there is not."""
    async with context.database.transaction() as conn:
        number, _ = await find_organization(conn, organization)
        found = _the_one(await categories.kept(conn, number), organization, award, name)
        await categories.leave_to_the_lists(conn, [found.id])
        await categories.rekey(conn, category_keys(), number)
        await ask_for_scores(conn, context.queue)
        return next(one for one in await categories.kept(conn, number) if one.id == found.id)


def _the_one(kept: list[KeptCategory], organization: str, award: str | None, name: str) -> KeptCategory:
    named = [one for one in kept if fold(one.name) == fold(name)]
    found = [one for one in named if award is None or fold(one.award) == fold(award)]
    if len(found) == 1:
        return found[0]
    if len(found) > 1:
        groups = ", ".join(repr(one.award) for one in found)
        raise Refused(
            f"{organization} has {len(found)} categories {name!r}: name the award group with --award ({groups})"
        )
    close = difflib.get_close_matches(name, sorted({one.name for one in kept}), n=1)
    hint = f": did you mean {close[0]!r}?" if close else ", or nothing of it was imported yet"
    raise Refused(f"{organization} has no category {name!r}{f' in {award!r}' if award else ''}{hint}")

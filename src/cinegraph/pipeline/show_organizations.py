"""What is known of organizations, and what is stored of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from cinegraph.domain.festivals import Edition, Organization
from cinegraph.domain.organizations import SETTABLE
from cinegraph.pipeline.choose_ceremonies import EVERYONE, named
from cinegraph.pipeline.context import Context
from cinegraph.store import organizations


@dataclass(frozen=True, slots=True)
class Shown:
    """An organization, its stored ceremonies in order, and the fields that are no longer what the file said."""

    organization: Organization
    stored: tuple[Edition, ...]
    changed: tuple[str, ...]

    @property
    def newest(self) -> int | None:
        """The year of the newest stored ceremony."""
        return self.stored[-1].year if self.stored else None

    def told(self) -> dict[str, object]:
        """All of it as plain data: the contract of `cinegraph festivals list|show --json`."""
        fields = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in asdict(self.organization).items()
            if name != "known_editions"
        }
        known = self.organization.known_editions
        return fields | {
            "ceremonies": len(self.stored),
            "newest": self.newest,
            "stored": _plain(self.stored),
            "known_editions": _plain(known),
            "changed": list(self.changed),
        }


async def show_organizations(context: Context, festivals: Sequence[str]) -> list[Shown]:
    """Those that are named (none: all), by slug. Raises Refused for a name that is none."""
    async with context.database.transaction() as conn:
        found = await named(conn, festivals or (EVERYONE,))
        stored = await organizations.stored_editions(conn, [number for number, _ in found])
        shipped = await organizations.shipped(conn)
    return [
        Shown(
            organization,
            tuple(stored.get(number, ())),
            _changed(organization, shipped.get(number)),
        )
        for number, organization in found
    ]


def _changed(organization: Organization, shipped: dict[str, object] | None) -> tuple[str, ...]:
    if shipped is None:
        return ()
    now = {name: list(v) if isinstance(v := getattr(organization, name), tuple) else v for name in SETTABLE}
    return tuple(name for name, value in now.items() if value != shipped.get(name))


def _plain(editions: Sequence[Edition]) -> list[dict[str, int]]:
    return [{"year": one.year, "instance": one.instance} for one in editions]

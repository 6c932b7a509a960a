"""What is known of organizations, and what is stored of them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

from cinegraph.domain.festivals import Edition, Organization
from cinegraph.domain.organizations import SETTABLE
from cinegraph.pipeline.choose_ceremonies import EVERYONE, named
from cinegraph.pipeline.context import Context
from cinegraph.store import organizations, setting_changes


@dataclass(frozen=True, slots=True)
class Shown:
    """An organization, its stored ceremonies in order, and the fields that are no longer what the file said, which is
    `shipped` (None: it did not come along, a person added it)."""

    organization: Organization
    stored: tuple[Edition, ...]
    changed: tuple[str, ...]
    shipped: Mapping[str, object] | None = None

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
            stored.get(number, ()),
            _changed(organization, shipped.get(number)),
            shipped.get(number),
        )
        for number, organization in found
    ]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a field's value comes from: `file` is what ships, `here` what was set here (`by` whom and when, if that was
    written down), `nobody` that it is empty and nobody has ever said anything else."""

    kind: Literal["file", "here", "nobody"]
    by: str | None = None
    at: datetime | None = None


async def origins_of(context: Context, shown: Shown) -> dict[str, Origin]:
    """Field → where its value comes from."""
    async with context.database.transaction() as conn:
        log = await setting_changes.last_of_each(
            conn, setting_changes.named("festivals", shown.organization.slug)
        )
    return {field: _origin(shown, field, log.get(field)) for field in SETTABLE}


def _origin(shown: Shown, field: str, last: setting_changes.Set | None) -> Origin:
    said = getattr(shown.organization, field) not in (None, ())
    if field in shown.changed or (shown.shipped is None and (said or last)):
        return Origin("here", last.by, last.at) if last else Origin("here")
    return Origin("file" if said else "nobody")


def _changed(organization: Organization, shipped: Mapping[str, object] | None) -> tuple[str, ...]:
    if shipped is None:
        return ()
    now = {name: list(v) if isinstance(v := getattr(organization, name), tuple) else v for name in SETTABLE}
    return tuple(name for name, value in now.items() if value != shipped.get(name))


def _plain(editions: Sequence[Edition]) -> list[dict[str, int]]:
    return [{"year": one.year, "instance": one.instance} for one in editions]

"""How each edition of each organization stands: imported, partial, failed, missing, or nothing known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from cinegraph.domain.festivals import Edition, Organization
from cinegraph.pipeline.choose_ceremonies import every_edition
from cinegraph.pipeline.context import Context
from cinegraph.store import edition_states, organizations
from cinegraph.store.edition_states import EditionState

State = Literal["imported", "partial", "failed", "missing", "no_data"]
STATES: tuple[State, ...] = ("imported", "partial", "failed", "missing", "no_data")
_ON_ITS_WAY = ("queued", "resolving")


@dataclass(frozen=True, slots=True)
class Cell:
    """An edition and how it stands, in a word and in a sentence; `stored`: it has a ceremony to look at; `import_id` is
    its last import."""

    edition: Edition
    state: State
    why: str
    stored: bool
    import_id: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """An organization's editions by year; a year without one is not in it."""

    organization_id: int
    organization: Organization
    years: Mapping[int, Sequence[Cell]]

    @property
    def cells(self) -> list[Cell]:
        """All of them, in order."""
        return [cell for year in sorted(self.years) for cell in self.years[year]]

    def count(self, state: State) -> int:
        """How many editions stand so."""
        return sum(cell.state == state for cell in self.cells)


async def map_festivals(context: Context, organization_id: int | None = None) -> list[Row]:
    """All organizations, or the one with that number, by slug. Raises LookupError if there is none."""
    async with context.database.transaction() as conn:
        if organization_id is None:
            found = await organizations.every(conn)
        else:
            found = [(organization_id, await organizations.get(conn, organization_id))]
        states = await edition_states.of_organizations(conn, organization_id)
    by_organization: dict[int, dict[tuple[int, int], EditionState]] = {}
    for state in states:
        by_organization.setdefault(state.organization_id, {})[state.year, state.instance] = state
    supposed = {number: every_edition(one, context.now()) for number, one in found}
    return [
        Row(number, one, _by_year(one, supposed[number], by_organization.get(number, {})))
        for number, one in found
    ]


def _by_year(
    organization: Organization,
    supposed: Sequence[Edition],
    states: Mapping[tuple[int, int], EditionState],
) -> dict[int, list[Cell]]:
    told = {(e.year, e.instance) for e in organization.known_editions}
    years: dict[int, list[Cell]] = {}
    for key in sorted({(e.year, e.instance) for e in supposed} | told | set(states)):
        years.setdefault(key[0], []).append(standing(Edition(*key), states.get(key), told=key in told))
    return years


def standing(edition: Edition, known: EditionState | None, told: bool) -> Cell:
    """How an edition stands, by its row and its last import; `told`: a page says that there is such an edition."""
    if known is None:
        state: State = "missing" if told else "no_data"
        why = "there is such an edition, and it was not imported" if told else "no page told of it yet"
        return Cell(edition, state, why, stored=False, import_id=None)
    state, why = _stored(known) if known.ceremony is not None else _not_stored(known, told)
    return Cell(edition, state, why, known.ceremony is not None, known.import_id)


def _stored(known: EditionState) -> tuple[State, str]:
    if known.import_state in _ON_ITS_WAY:
        return "partial", "its import is on its way"
    if known.import_state in ("failed", "cancelled", "incomplete"):
        return "partial", f"its last import is {known.import_state}"
    if known.ceremony == "announced":
        return "partial", "announced: it has no winners yet"
    return "imported", "imported"


def _not_stored(known: EditionState, told: bool) -> tuple[State, str]:
    if known.import_state in _ON_ITS_WAY:
        return "partial", "its import is on its way"
    if known.import_state == "failed":
        return "failed", f"its import failed: {known.error or 'no reason was given'}"
    return ("missing" if told else "no_data"), f"its import is {known.import_state}"

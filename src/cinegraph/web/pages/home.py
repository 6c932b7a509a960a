"""Home: what needs a person first, then what is being done, then what was done last."""

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from psycopg import AsyncConnection

from cinegraph.app import Cinegraph
from cinegraph.pipeline.context import Context
from cinegraph.store import alerts, budgets, imports, jobs, reviews, volumes
from cinegraph.store.alerts import Alert
from cinegraph.store.imports import Reconciliation
from cinegraph.store.screens import attention
from cinegraph.store.screens.attention import Down, Gaps, Questions, Unmended
from cinegraph.store.volumes import Warned
from cinegraph.web import live
from cinegraph.web.reading import PATIENCE_SECONDS, Program
from cinegraph.web.shown import draw, page

router = APIRouter()
_LIVE = "/live/home"
_OLDEST_SECONDS = 60.0
"""What it takes long to look through is shown as it was; the page, which is live, has it anew a moment later."""
_RUNNING, _ENDED, _GAPS, _UNMENDED, _EXAMPLES = 8, 12, 6, 5, 3


@dataclass(frozen=True, slots=True)
class Spent:
    """A budget that is used up."""

    source: str
    limit: str
    period: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything that is shown."""

    questions: list[Questions]
    examples: list[tuple[int, str, str]]
    failed: int
    unmended: list[Unmended]
    spent: list[Spent]
    down: list[Down]
    alerts: list[Alert]
    small: list[Warned]
    gaps: list[Gaps]
    waiting: int
    workers: int
    running: list[Reconciliation]
    ended: list[Reconciliation]

    @property
    def quiet(self) -> bool:
        """Whether nothing needs anybody."""
        wants = (
            self.questions,
            self.failed,
            self.unmended,
            self.spent,
            self.down,
            self.alerts,
            self.small,
            self.gaps,
        )
        return not any(wants) and not self.idle

    @property
    def idle(self) -> bool:
        """Whether jobs wait and nobody works."""
        return self.waiting > 0 and self.workers == 0


@router.get("/")
async def home(request: Request, program: Program) -> Response:
    """The page: however many look at it, the house is looked through once a second; a large one more seldom."""
    part = await live.shared(request, _LIVE, lambda: _drawn(request, program), oldest=_OLDEST_SECONDS)
    return page(request, "home.html", part=part)


@router.get(_LIVE)
async def progress(request: Request, program: Program) -> Response:
    """All of it, live."""
    return await live.stream(request, lambda: _drawn(request, program), oldest=_OLDEST_SECONDS)


async def _drawn(request: Request, program: Cinegraph) -> str:
    async with program.context.database.transaction(PATIENCE_SECONDS) as conn:
        return draw(request, "home/all.html", seen=await _look(conn, program))


async def _look(conn: AsyncConnection, program: Cinegraph) -> Seen:
    """As many queries for an empty house as for a full one."""
    counts = await jobs.counts(conn)
    running, ended = await attention.in_progress(conn, _RUNNING), await attention.ended(conn, _ENDED)
    counted = {one.import_id: one for one in await imports.reconcile(conn, [*running, *ended])}
    return Seen(
        questions=await attention.questions(conn),
        examples=await reviews.open_movies(conn, _EXAMPLES),
        failed=len(await jobs.failed_for_good(conn)),
        unmended=await attention.unmended(conn, _UNMENDED),
        spent=_spent(program.context, await budgets.standing(conn)),
        down=await attention.down(conn),
        alerts=await alerts.of_the_last_day(conn),
        small=await volumes.open_warnings(conn),
        gaps=await attention.gaps(conn, _GAPS),
        waiting=sum(number for (_, state), number in counts.items() if state in ("todo", "doing")),
        workers=await jobs.workers(conn, program.settings.worker_dead_seconds),
        running=[counted[number] for number in running if number in counted],
        ended=[counted[number] for number in ended if number in counted],
    )


def _spent(context: Context, standing: list[budgets.Standing]) -> list[Spent]:
    """The limits that no further call would keep, of the catalogues that films or ratings are asked of."""
    rated = context.ratings.source if context.ratings else None
    found = []
    for tier in context.tiers:
        rates = rated is not None and rated.name == tier.name
        price = rated.price_usd if rated is not None and rates else tier.price_usd
        stands = [one for one in standing if one.source == tier.metered]
        over = budgets.exceeded(tier.limits, stands, price) if tier.on or rates else None
        if over is not None:
            found.append(Spent(tier.name, tier.limits.of(over[0]), over[0].partition("_")[0]))
    return found

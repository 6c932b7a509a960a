"""`/metrics`: what a Prometheus scrapes. Counted from rows, never from counters, and at most every fifteen seconds."""

from collections.abc import Iterable
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from cinegraph.app import Cinegraph
from cinegraph.settings import SITES
from cinegraph.store.browse.figures import Figures, figures
from cinegraph.web.access import require
from cinegraph.web.api.answering import kept_of
from cinegraph.web.reading import program_of

router = APIRouter()

_SECONDS = 15.0
_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@router.get("/metrics", include_in_schema=False, dependencies=[Depends(require("read"))])
async def metrics(request: Request) -> Response:
    """The figures in Prometheus's text format. Needs a token that may read, where the site is not open."""
    program = program_of(request)
    found = await kept_of(request).get("figures", _SECONDS, lambda: _count(program))
    registry = CollectorRegistry()
    registry.register(_Told(found))
    return Response(generate_latest(registry), headers={"Content-Type": _TYPE})


async def _count(program: Cinegraph) -> Figures:
    sources = sorted({tier.metered for tier in program.context.tiers} | set(SITES))
    async with program.context.database.transaction() as conn:
        return await figures(conn, sources, program.settings.worker_dead_seconds)


class _Told(Collector):
    """Figures as Prometheus's families."""

    def __init__(self, found: Figures) -> None:
        self._found = found

    def collect(self) -> Iterable[Metric]:
        """Every family."""
        found = self._found
        yield _gauge("jobs", "Jobs by queue and state.", ("queue", "state"), found.jobs)
        yield _gauge("imports", "Imports by state.", ("state",), found.imports)
        yield _gauge("films", "Films by import type.", ("type",), found.films)
        yield _gauge("reviews_waiting", "Open questions for a person, by kind.", ("kind",), found.reviews)
        yield _gauge(
            "calls_last_hour",
            "Calls outside within the last hour.",
            ("source",),
            [c[:2] for c in found.calls],
        )
        failed = [(source, failures) for source, _, failures in found.calls]
        yield _gauge(
            "failed_calls_last_hour",
            "Calls without an answer within it; 404 and 410 are answers.",
            ("source",),
            failed,
        )
        yield _gauge("workers", "Workers that live.", (), [(found.workers,)])
        cost = CounterMetricFamily(
            "cinegraph_cost_usd", "What calls have cost, in US dollars.", labels=["source"]
        )
        for source, amount in found.costs:
            cost.add_metric([source], float(amount))
        yield cost


def _gauge(
    name: str, says: str, labels: tuple[str, ...], rows: Iterable[tuple[Any, ...]]
) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"cinegraph_{name}", says, labels=list(labels))
    for *values, number in rows:
        family.add_metric([str(value) for value in values], float(number))
    return family

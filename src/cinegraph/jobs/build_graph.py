"""The job that recomputes who worked with whom in all films."""

from procrastinate import JobContext

from cinegraph.jobs.endings import context_of
from cinegraph.pipeline import build_graph


async def run(job: JobContext) -> None:
    """Is put off while films are being written."""
    await build_graph.build_graph(context_of(job))

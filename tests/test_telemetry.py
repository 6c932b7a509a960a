"""Spans observe and re-raise; a handler that breaks does not break the work."""

import subprocess
import sys

import pytest

from cinegraph import telemetry
from cinegraph.telemetry import Span, span


def test_a_span_tells_how_it_ended() -> None:
    seen: list[Span] = []
    detach = telemetry.watch(seen.append)
    with span("good", films=2) as facts:
        facts["found"] = 1
    with pytest.raises(ZeroDivisionError), span("bad"):
        _ = 1 / 0
    detach()
    with span("unwatched"):
        pass
    assert [(s.name, s.facts, type(s.raised)) for s in seen] == [
        ("good", {"films": 2, "found": 1}, type(None)),
        ("bad", {}, ZeroDivisionError),
    ]
    assert all(s.seconds >= 0 for s in seen)


def test_a_watcher_that_breaks_is_not_felt() -> None:
    def breaks(_: Span) -> None:
        raise ValueError("mine")

    detach = telemetry.watch(breaks)
    with span("work"):
        done = True
    detach()
    assert done


@pytest.mark.parametrize(("level", "said"), [("WARNING", False), ("DEBUG", True)])
def test_libraries_speak_only_when_asked(level: str, said: bool) -> None:
    """A lost database was a dozen lines of the pool's; the one line that a person needs stood below them."""
    code = f"""
import logging, psycopg
from cinegraph.telemetry import configure_logging
configure_logging({level!r}, "text")
logging.getLogger("psycopg.pool").warning("discarding closed connection")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ("discarding" in done.stderr) == said

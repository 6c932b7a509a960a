"""Spans: what the program does, how long it took and how it ended.

A span observes and re-raises. Handlers are attached at start and never break the work they watch.
"""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

import structlog


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of work that ended: its name, its facts, its duration in seconds and what it raised."""

    name: str
    facts: dict[str, object]
    seconds: float
    raised: BaseException | None = None


Handler = Callable[[Span], None]
_handlers: list[Handler] = []


def watch(handler: Handler) -> Callable[[], None]:
    """Call the handler at the end of every span; the answer is a function that detaches it."""
    _handlers.append(handler)
    return lambda: _handlers.remove(handler)


@contextmanager
def span(name: str, **facts: object) -> Iterator[dict[str, object]]:
    """Measure the work inside; facts may be added to the dict that it gives. Exceptions pass through."""
    began = time.perf_counter()
    raised: BaseException | None = None
    try:
        yield facts
    except BaseException as wrong:
        raised = wrong
        raise
    finally:
        ended = Span(name, facts, time.perf_counter() - began, raised)
        for handler in tuple(_handlers):
            try:
                handler(ended)
            except Exception:  # noqa: BLE001 a watcher that fails must not fail the work it watches
                log().exception("a span handler failed", span=name)


def configured() -> bool:
    """Whether logging was set up; until then structlog prints whatever it is given, values of variables too."""
    return structlog.is_configured()


def log() -> structlog.stdlib.BoundLogger:
    """The program's logger: events with facts."""
    return structlog.stdlib.get_logger("cinegraph")


def log_span(ended: Span) -> None:
    """A handler that writes each span to the log."""
    outcome = type(ended.raised).__name__ if ended.raised else "ok"
    log().debug(ended.name, ms=round(ended.seconds * 1000, 1), outcome=outcome, **ended.facts)


def configure_logging(level: str, style: Literal["text", "json"]) -> None:
    """Log to standard error at that level; libraries speak only from one level above ours."""
    chain: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if style == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=chain, processor=renderer)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING if level == "DEBUG" else logging.CRITICAL)
    logging.getLogger("psycopg").setLevel(root.level)  # it sets its own, and tells of each lost connection
    logging.getLogger("cinegraph").setLevel(level)
    structlog.configure(
        processors=[*chain, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )

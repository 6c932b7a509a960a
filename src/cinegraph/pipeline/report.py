"""The report of an import: the contract of `--json`."""

from collections.abc import Sequence

from cinegraph.domain.festivals import Edition
from cinegraph.store.imports import Reconciliation
from cinegraph.store.led_to import LedTo


def report(counted: Reconciliation, led_to: Sequence[LedTo] | None = None) -> dict[str, object]:
    """What an import did, as plain data, and what that led to, if it is known. Keys are only ever added."""
    warnings = list(counted.warnings)
    if counted.put_off and counted.pending:
        warnings.append(f"{counted.pending} films wait: {counted.put_off}")
    told: dict[str, object] = {
        "import": counted.import_id,
        "organization": counted.organization,
        "year": counted.year,
        "instance": counted.instance,
        "state": "waiting" if waits(counted) else counted.state,
        "seen": counted.seen,
        "stored": counted.stored,
        "winners": counted.winners,
        "films": {
            "total": counted.films,
            "full": counted.full,
            "minimal": counted.minimal,
            "stub": counted.stub,
            "review": counted.review,
            "pending": counted.pending,
        },
        "people": {"named": counted.named, "with_id": counted.with_id},
        "calls": counted.calls,
        "cost_usd": float(counted.cost_usd),
        "seconds": round(counted.seconds, 2),
        "warnings": warnings,
    }
    if counted.kind == "list":
        missing = max(0, counted.seen - counted.stored)
        told |= {"kind": "list", "list": counted.organization, "organization": None, "instance": None}
        told |= {"left": counted.withdrawn, "missing": missing}
    if led_to is not None:
        told["led_to"] = {line.what: {"done": line.done, "of": line.of, "note": line.note} for line in led_to}
    return told | ({"error": counted.error} if counted.error else {})


def waits(counted: Reconciliation) -> bool:
    """Whether the import's open questions were put off: nobody answers them just now, or no site gives its pages."""
    if counted.state == "queued":
        return counted.error is not None
    return counted.state == "resolving" and counted.pending > 0 and counted.put_off is not None


def title(counted: Reconciliation) -> str:
    """The import's name for a person: "oscars 2024"; of a list its key."""
    if counted.year is None:
        return counted.organization
    return f"{counted.organization} {Edition(counted.year, counted.instance)}"

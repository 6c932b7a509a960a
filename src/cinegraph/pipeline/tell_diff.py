"""What an import changed, as plain data: the contract of `cinegraph diff --json`. Keys are only ever added."""

from collections.abc import Sequence
from datetime import UTC

from cinegraph.store.changes import Changed, Run

WORDS = ("added", "changed", "returned", "unsaid", "withdrawn")


def plain(run: Run, made: Sequence[Changed]) -> dict[str, object]:
    """One object: the import, how many entries it changed in which way, and each of them."""
    return {
        "import": run.import_id,
        "organization": run.organization,
        "year": run.year,
        "instance": run.instance,
        "kind": run.kind,
        "state": run.state,
        "at": run.at.astimezone(UTC).isoformat(),
        "counts": counts([one.change for one in made]),
        "changes": [
            {
                "change": one.change,
                "nomination": one.nomination_id,
                **one.entry,
                "differences": one.differences,
            }
            for one in made
        ],
    }


def counts(words: Sequence[str]) -> dict[str, int]:
    """How many entries were changed in which way."""
    return {word: words.count(word) for word in WORDS}

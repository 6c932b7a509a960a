"""Which tables are ours to migrate."""


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The job queue's tables are procrastinate's own."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))

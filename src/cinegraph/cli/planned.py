"""What a change would do, as it is told before it is made: of an organization, of a list."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from rich.text import Text

from cinegraph.cli import show
from cinegraph.cli.printing import print
from cinegraph.pipeline.field_changes import Change


def tell(changes: Sequence[Change], named: Mapping[str, object], as_json: bool) -> None:
    """Each field before and after, with what that does; in JSON with the names of what would change."""
    if as_json:
        print(show.json_line({"dry_run": True, **named, "changes": [asdict(one) for one in changes]}))
        return
    out = show.console()
    for one in changes:
        out.print(Text(f"{one.field}: {one.before or 'empty'} → {one.after or 'empty'}: {one.does}"))
    if not changes:
        out.print("nothing would change")

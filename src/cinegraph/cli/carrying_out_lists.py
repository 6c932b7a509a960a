"""Lists that were chosen are asked for, and worked here or left to a worker."""

import sys
from collections.abc import Sequence

from cinegraph.app import Cinegraph
from cinegraph.cli import watching
from cinegraph.cli.carrying_out import How, ready
from cinegraph.cli.printing import print
from cinegraph.pipeline.context import Refused
from cinegraph.pipeline.find_list import Found
from cinegraph.pipeline.request_list import request_lists
from cinegraph.pipeline.sort_pages import GivenPage


async def import_lists(
    program: Cinegraph, chosen: Sequence[Found], pages: Sequence[GivenPage], how: How
) -> int:
    """Import these lists and show what came of each; the answer is the exit code."""
    if how.way.dry_run:
        raise Refused(
            "--dry-run tells of ceremonies: `cinegraph lists check` looks at a list and stores nothing"
        )
    await ready(program, how)
    requested = await request_lists(program.context, chosen, pages, how.lookup, how.refresh)
    for one in requested:
        if one.resumed:
            print(f"import {one.import_id} of {one.key} goes on", file=sys.stderr)
    ids = [one.import_id for one in requested]
    if how.way.detach:
        counted = await watching.count(program, ids)
    else:
        counted = await watching.work(program, ids, quiet=how.way.as_json and not sys.stderr.isatty())
    await watching.tell(program, counted, how.way.as_json, how.way.detach)
    return watching.exit_code(counted, how.way.detach)

"""`python -m cinegraph.offline PLAN CATALOGUE`: the world as a child process of `serve.own_world`."""

import sys
from pathlib import Path

from cinegraph.offline.facts import FactsUnreadable
from cinegraph.offline.faults import BadPlan
from cinegraph.offline.serve import read_facts, serve_as_child

if __name__ == "__main__":
    plan, catalogue = sys.argv[1:]
    try:
        serve_as_child(read_facts(Path(catalogue) if catalogue else None, None), plan)
    except (FactsUnreadable, BadPlan, OSError) as wrong:
        sys.exit(str(wrong))

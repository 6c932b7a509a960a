"""The house itself: arrows, sizes, and documents that tell the truth."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import App

from cinegraph.cli import app
from cinegraph.settings import Settings

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
OTHERS = [path for folder in ("tests", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py"))]
DOCS = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))


def test_data_flows_one_way() -> None:
    checked = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("path", SOURCES + OTHERS, ids=lambda p: str(p.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 300
    if "migrations/versions" in str(path):
        return
    functions = [
        n for n in ast.walk(ast.parse(text)) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))
    ]
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno > 40] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_every_file_says_what_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not text.strip() or ast.get_docstring(ast.parse(text))


def test_commands_print_by_the_one_print_that_is_harmless() -> None:
    """And draw on a console of `show.console`: what strangers wrote reaches no terminal otherwise."""
    cleaned = "from cinegraph.cli.printing import print"
    loose = []
    for path in (ROOT / "src/cinegraph/cli").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        called = {
            n.func.id
            for n in ast.walk(ast.parse(text))
            if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)
        }
        if ("print" in called and cleaned not in text) or "Console" in called:
            loose.append(path.name)
    assert loose == []


def commands(of: App = app, before: str = "") -> Iterator[str]:
    """Every command with its options, as they are typed."""
    for name in of:
        if not name.startswith("-"):
            below = list(commands(of[name], f"{before}{name} "))
            yield from below or [f"{before}{name}"]


def test_every_command_is_documented() -> None:
    assert [c for c in commands() if f"cinegraph {c}" not in DOCS] == []


def test_every_option_is_documented() -> None:
    missing = []
    for full in commands():
        found = app
        for word in full.split():
            found = found[word]
        for argument in found.assemble_argument_collection():
            missing += [f"{full} {n}" for n in argument.names if n.startswith("--") and f"`{n}" not in DOCS]
    assert missing == []


def test_every_setting_is_documented() -> None:
    assert [n for n in Settings.model_fields if f"`CINEGRAPH_{n.upper()}`" not in DOCS] == []
    named = set(re.findall(r"`CINEGRAPH_([A-Z_]+)`", DOCS))
    assert named <= {n.upper() for n in Settings.model_fields} | {"CONFIG"}


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]:
        targets = re.findall(r"\]\((?!https?://)([^)#]+)", path.read_text(encoding="utf-8"))
        broken += [f"{path.name}: {target}" for target in targets if not (path.parent / target).exists()]
    assert broken == []


def test_nothing_names_a_place_of_one_machine() -> None:
    """No path of the machine that this was written on, no data that is only shared there."""
    tracked = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout
    texts = [
        ROOT / name for name in tracked.split("\0") if name.endswith((".py", ".md", ".toml", ".sql", "run"))
    ]
    found = [
        str(p)
        for p in texts
        if p.name != "test_house.py" and re.search(r"/work/|/root/", p.read_text(encoding="utf-8"))
    ]
    assert found == []

"""Rule 10: nothing leaves the server; the core couldn't even reach out."""

import ast
import subprocess
import sys

from tests import ROOT

CORE = ROOT / "bot" / "domain"
REACHING_OUT = {
    "asyncio", "ftplib", "http", "imaplib", "multiprocessing", "os", "pathlib", "poplib",
    "random", "select", "selectors", "smtplib", "socket", "socketserver", "sqlite3", "ssl",
    "subprocess", "sys", "tempfile", "threading", "time", "urllib", "webbrowser", "xmlrpc",
}  # fmt: skip


def imports() -> dict[str, set[str]]:
    """What each module of the core imports, by the first part of its name."""
    found: dict[str, set[str]] = {}
    for path in sorted(CORE.rglob("*.py")):
        names: set[str] = set()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, "imports are absolute"
                names.add((node.module or "").split(".")[0])
        found[str(path.relative_to(ROOT))] = names
    return found


def test_the_core_imports_the_standard_library_and_itself() -> None:
    """No library that could carry words away."""
    assert len(imports()) > 20
    for path, names in imports().items():
        assert names <= {"bot", *sys.stdlib_module_names}, path


def test_the_core_imports_nothing_that_reaches_out_or_reads_a_clock() -> None:
    """No network, no files, no processes, no clock, no chance."""
    for path, names in imports().items():
        assert names.isdisjoint(REACHING_OUT), path


def test_the_core_opens_nothing_and_asks_no_clock() -> None:
    """Nor by a builtin or by a method of what it may import."""
    for path in CORE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Name):
                assert node.id not in {"open", "eval", "exec", "__import__", "input"}, path
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                assert node.func.attr not in {"now", "today", "utcnow"}, path


def test_nothing_that_could_ask_a_language_model_is_loaded_unless_it_is_set_up() -> None:
    """Its library is an extra, and Heed starts and is whole without it."""
    program = (
        "import sys, bot.__main__, bot.cli.run, bot.cli.check, bot.bootstrap.run\n"
        "print([each for each in sys.modules if each in {'openai', 'httpx2', 'adapters.llm'}])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"

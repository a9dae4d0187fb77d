"""Contracts of the repository itself: direction of imports, size of modules, names of resources."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from helpers.samples import REPOSITORY
from overpaint.paths import resource

APP = REPOSITORY / "app"
MODULES = sorted(APP.rglob("*.py"))
MAX_LINES = 400
MAX_FUNCTION_LINES = 40
MADE_LATER = {"i18n"}
"""Folders that a checkout has only once translations are compiled; the program does without."""


def _name(path: Path) -> str:
    return str(path.relative_to(REPOSITORY))


@pytest.mark.slow
def test_imports_go_one_way() -> None:
    lint = "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache'])"

    done = subprocess.run(
        [sys.executable, "-c", lint], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_says_its_purpose_and_stays_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)

    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    sizes = {node.name: _lines(node) for node in ast.walk(tree) if isinstance(node, functions)}

    assert ast.get_docstring(tree)
    assert len(text.splitlines()) <= MAX_LINES
    assert {name: lines for name, lines in sizes.items() if lines > MAX_FUNCTION_LINES} == {}


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, without the docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def _string_arguments(function: str) -> Iterator[tuple[str, str]]:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and node.args):
                continue
            called = node.func
            name = called.id if isinstance(called, ast.Name) else getattr(called, "attr", "")
            first = node.args[0]
            if (
                name == function
                and isinstance(first, ast.Constant)
                and isinstance(first.value, str)
            ):
                yield _name(path), first.value


def test_every_named_resource_exists() -> None:
    names = list(_string_arguments("resource"))

    assert names
    for _module, name in names:
        if name not in MADE_LATER:
            resource(name)


def test_nothing_is_half_done() -> None:
    marks = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")

    found = [_name(path) for path in MODULES if marks.search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=False
    )
    if listed.returncode != 0:
        pytest.skip("not a checkout")
    telling = re.compile(rb"(?<![\w.])/(?:work|root|opt/pypi)/|index-url [a-z]")

    found = [
        name
        for name in listed.stdout.decode().split("\0")
        if name
        and (REPOSITORY / name).is_file()
        and name != _name(Path(__file__))
        and telling.search((REPOSITORY / name).read_bytes())
    ]

    assert found == []

"""Change the credit engine in one small way at a time and see whether a test notices.

    python scripts/mutants.py [--only replay,book] [--slow] [--again FILE] [--out mutants.txt]

Each operator, comparison, number, condition, call and assignment in the body of a function of
`credit/domain` is made wrong once; what modules and classes say at import (tables, defaults) is
not. Tests are collected once, and a first run notes which function each test reaches; then every
change runs in a fork, which replaces the code of one function in place and runs the tests that
reach it, quickest first, until one fails. What no test notices is written down with its place.
Tests that draw examples or take long are left out unless `--slow`; `--again` tries only the
changes that a file written before names.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import re
import signal
import sys
import time
import types
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.runner import runtestprotocol

ROOT = Path(__file__).parents[1]
ROOM = ROOT / "src" / "dayaq" / "credit" / "domain"
TESTS = ROOT / "tests" / "credit" / "domain"
PACKAGE = "dayaq.credit.domain."
LEFT_OUT = {"__init__", "errors"}
SECONDS = 4
SLOW_SECONDS = 60
SLOW = 0.3

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult,
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
CALLS = {"min": "max", "max": "min", "any": "all", "all": "any"}


class Place:
    """One change: where it is and how it reads."""

    def __init__(self, module: str, function: str, line: int, before: str, after: ast.Module):
        self.module = module
        self.function = function
        self.line = line
        self.before = before
        self.tree = after
        self.after = ""

    def __str__(self) -> str:
        return f"{self.module}.py:{self.line} {self.function}: {self.before}  =>  {self.after}"


def changes_of(node: ast.AST) -> Iterator[ast.AST]:
    """Every wrong version of one node."""
    yield from _operators(node)
    yield from _values(node)
    yield from _statements(node)


def _operators(node: ast.AST) -> Iterator[ast.AST]:
    """Another operator or comparison, or none where there was a minus or a not."""
    for field in ("op", "ops"):
        found = getattr(node, field, None)
        ops = found if isinstance(found, list) else [found] if found else []
        for index, op in enumerate(ops):
            if type(op) in SWAPS:
                other = copy.deepcopy(node)
                new = SWAPS[type(op)]()
                if field == "ops":
                    other.ops[index] = new  # type: ignore[attr-defined]
                else:
                    other.op = new  # type: ignore[attr-defined]
                yield other
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub):
        yield copy.deepcopy(node.operand)


def _values(node: ast.AST) -> Iterator[ast.AST]:
    """Another number, the other truth, the smallest for the largest, some for all."""
    if isinstance(node, ast.Constant) and type(node.value) is int:
        yield ast.Constant(node.value + 1)
    if isinstance(node, ast.Constant) and type(node.value) is bool:
        yield ast.Constant(not node.value)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
        other = copy.deepcopy(node)
        other.func = ast.Name(CALLS[node.func.id], ast.Load())
        yield other


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """The other branch, the other way out of a loop, a step left out, nothing given back."""
    if isinstance(node, ast.If | ast.IfExp | ast.While):
        other = copy.deepcopy(node)
        other.test = ast.UnaryOp(ast.Not(), other.test)
        yield other
    elif isinstance(node, ast.Continue | ast.Break):
        yield ast.Break() if isinstance(node, ast.Continue) else ast.Continue()
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield ast.Pass()
    elif isinstance(node, ast.AugAssign):
        yield ast.Assign([_stored(node.target)], copy.deepcopy(node.value))
    elif isinstance(node, ast.Assign) and not isinstance(node.value, ast.Constant | ast.Lambda):
        changed = copy.deepcopy(node)
        changed.value = ast.Constant(None)
        yield changed
    elif isinstance(node, ast.Return) and ast.unparse(node) not in ("return", "return None"):
        yield ast.Return(ast.Constant(None))


def _stored(target: ast.expr) -> ast.expr:
    other = copy.deepcopy(target)
    other.ctx = ast.Store()  # type: ignore[attr-defined]
    return other


def places(path: Path) -> Iterator[Place]:
    """All changes of one module, by function."""
    source = path.read_text()
    tree = ast.parse(source)
    lines = source.splitlines()
    for name, function in _functions(tree, ""):
        for parent in ast.walk(function):
            for field, value in ast.iter_fields(parent):
                if parent is function and field != "body":
                    continue
                if field in ("annotation", "returns", "type_params", "defaults", "kw_defaults"):
                    continue
                yield from _at(path.stem, name, tree, parent, field, value, lines)


def _at(
    module: str, name: str, tree: ast.Module, parent: ast.AST, field: str, value: object,
    lines: list[str],
) -> Iterator[Place]:  # fmt: skip
    slots = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
    for index, node in slots:
        if not isinstance(node, ast.expr | ast.stmt) or _in_raise_or_text(parent, node):
            continue
        for other in changes_of(node):
            line = node.lineno
            ast.copy_location(other, node)
            if index is None:
                setattr(parent, field, other)
            else:
                value[index] = other  # type: ignore[index]
            place = Place(module, name, line, lines[line - 1].strip(), tree)
            place.after = ast.unparse(ast.fix_missing_locations(other)).splitlines()[0]
            yield place
            if index is None:
                setattr(parent, field, node)
            else:
                value[index] = node  # type: ignore[index]


def _in_raise_or_text(parent: ast.AST, node: ast.AST) -> bool:
    text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return isinstance(parent, ast.JoinedStr | ast.FormattedValue) or text


def _functions(tree: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef):
            yield f"{prefix}{node.name}", node
        elif isinstance(node, ast.ClassDef):
            yield from _functions(node, f"{prefix}{node.name}.")


def code_of(code: types.CodeType, names: list[str]) -> types.CodeType | None:
    """The code of a function inside a compiled module."""
    for part in code.co_consts:
        if isinstance(part, types.CodeType) and part.co_name == names[0]:
            return part if len(names) == 1 else code_of(part, names[1:])
    return None


def function_of(module: str, name: str) -> types.FunctionType | None:
    """The living function, behind property and classmethod."""
    found: object = sys.modules[PACKAGE + module]
    for part in name.split("."):
        found = vars(found).get(part) if not isinstance(found, property) else None
    if isinstance(found, property):
        found = found.fget
    if isinstance(found, classmethod | staticmethod):
        found = found.__func__
    found = getattr(found, "__wrapped__", found)
    return found if isinstance(found, types.FunctionType) else None


class Hunt:
    """A pytest plugin whose run is the hunt."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.options = options
        self.reached: dict[types.CodeType, list[tuple[float, pytest.Item]]] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        items = [item for item in session.items if self.options.slow or not _draws(item)]
        self._note_reach(items)
        with Path(self.options.out).open("w") as out:
            self._hunt(out.write)
        return True

    def _note_reach(self, items: list[pytest.Item]) -> None:
        """Run every test once and note which functions of the room it calls."""
        room = str(ROOM)
        for item in items:
            seen: set[types.CodeType] = set()

            def profile(frame: types.FrameType, event: str, _: object) -> None:
                if event == "call" and frame.f_code.co_filename.startswith(room):
                    seen.add(frame.f_code)  # noqa: B023 - used within the turn of the loop

            started = time.process_time()
            sys.setprofile(profile)
            reports = runtestprotocol(item, nextitem=None, log=False)
            sys.setprofile(None)
            spent = time.process_time() - started
            if any(report.failed for report in reports):
                raise SystemExit(f"{item.nodeid} fails without any change")
            if spent > SLOW and not self.options.slow:
                continue
            for code in seen:
                self.reached.setdefault(code, []).append((spent, item))
        for found in self.reached.values():
            found.sort(key=lambda pair: pair[0])

    def _hunt(self, write: object) -> None:
        only = set(self.options.only.split(",")) if self.options.only else None
        listed = Path(self.options.again).read_text() if self.options.again else None
        again = None if listed is None else {_what(line) for line in listed.splitlines()}
        killed = survived = 0
        for path in sorted(ROOM.glob("*.py")):
            if path.stem in LEFT_OUT or (only and path.stem not in only):
                continue
            here = [0, 0]
            for place in places(path):
                if again is not None and _what(str(place)) not in again:
                    continue
                caught = self._try(place)
                here[not caught] += 1
                if not caught:
                    write(f"{place}\n")  # type: ignore[operator]
                    getattr(write, "__self__").flush()  # noqa: B009
            killed, survived = killed + here[0], survived + here[1]
            write(f"# {path.stem}: {here[0]} noticed, {here[1]} not\n")  # type: ignore[operator]
            getattr(write, "__self__").flush()  # noqa: B009
        write(f"# all: {killed} noticed, {survived} not\n")  # type: ignore[operator]

    def _try(self, place: Place) -> bool:
        """Whether some test notices the change."""
        function = function_of(place.module, place.function)
        if function is None:
            return True
        items = [item for _, item in self.reached.get(function.__code__, [])]
        if not items:
            return False
        try:
            module = compile(place.tree, str(ROOM / f"{place.module}.py"), "exec")
        except SyntaxError:
            return True
        code = code_of(module, place.function.split("."))
        if code is None or code.co_freevars != function.__code__.co_freevars:
            return True
        pid = os.fork()
        if pid == 0:
            signal.setitimer(signal.ITIMER_VIRTUAL, SLOW_SECONDS if self.options.slow else SECONDS)
            devnull = os.open(os.devnull, os.O_WRONLY)
            os.dup2(devnull, 1)
            os.dup2(devnull, 2)
            function.__code__ = code
            _forget_results(place.module)
            for item in items:
                if any(r.failed for r in runtestprotocol(item, nextitem=None, log=False)):
                    os._exit(1)
            os._exit(0)
        return os.waitpid(pid, 0)[1] != 0


def _what(line: str) -> str:
    """A change as it is written down, without the number of its line, which moves."""
    return re.sub(r"^(\w+\.py):\d+ ", r"\1 ", line)


def _forget_results(module: str) -> None:
    """What functions remember of earlier calls must not hide the change."""
    for found in vars(sys.modules[PACKAGE + module]).values():
        if hasattr(found, "cache_clear"):
            found.cache_clear()


def _draws(item: pytest.Item) -> bool:
    return "propert" in item.nodeid or "stateful" in item.nodeid or "hypothesis" in item.keywords


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="modules, with commas between")
    parser.add_argument("--slow", action="store_true", help="with the tests that draw examples")
    parser.add_argument("--again", default="", help="only the changes named in this file")
    parser.add_argument("--out", default="mutants.txt")
    options = parser.parse_args()
    tests = [
        "-q",
        "-c",
        str(ROOT / "pyproject.toml"),
        "-p",
        "no:cacheprovider",
        str(ROOT / "tests" / "credit" / "domain"),
    ]
    return int(pytest.main(tests, plugins=[Hunt(options)]))


if __name__ == "__main__":
    sys.exit(main())

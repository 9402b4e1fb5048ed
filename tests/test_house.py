"""The house itself: sizes, and names that stand in several places and must agree.

`python -m tests.test_house` tells the sizes alone.
"""

import ast
import importlib
import pkgutil
import re
import statistics
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TypeGuard

import pytest

import forum
from forum.core.errors import ForumError, refusals
from forum.core.events import Event
from forum.core.permissions import GRANTS, NEEDS_SCOPE, Permission, Role

ROOT = Path(__file__).parent.parent
PACKAGES = ("forum", "realtime", "i18n")
FILE_MOST, FUNCTION_MOST = 400, 40
"""Lines of code; what is larger is to be split."""

NOT_ASKED_FOR: set[Permission] = set()
"""Permissions that nothing needs yet; `forum/README.md` says so."""

NOT_OURS_TO_NAME = {
    "the path of one machine": r"/wor[k]/|/roo[t]/|/hom[e]/[a-z]",
    "the host of a registry": r"py[p]i\.org|python[h]osted|npm[j]s\.|[r]egistry\.[a-z-]+\.[a-z]+/",
    "the address of a download": r"https?://[^\s)]+\.(?:whl|tgz|zip|deb|tar\.[a-z0-9]+)\b",
    "where packages come from": r"--(?:extra-)?inde[x]-url|--find-link[s]|--truste[d]-host",
    "the number of an issue": r"(?i)\b(?:issu[e]|ticke[t]) ?#?\d",
}
"""What holds in one place or for one day only, written so that it does not find itself."""
TEXTS = {".cfg", ".css", ".example", ".html", ".in", ".ini", ".js", ".json", ".lock", ".mako"}
TEXTS |= {".md", ".mjs", ".c", ".h", ".po", ".pot", ".py", ".sh", ".svg", ".toml", ".txt", ""}


@dataclass(frozen=True, slots=True)
class Sized:
    """A file or function, and its lines of code: no blank ones, comments or docstrings."""

    name: str
    lines: int


@dataclass(frozen=True, slots=True)
class Sizes:
    """Every file and function of the packages, the largest first."""

    files: Sequence[Sized]
    functions: Sequence[Sized]

    def told(self) -> str:
        """The figures, and what is largest."""
        return "\n".join(_told(*pair) for pair in (("file", self.files), ("func", self.functions)))


def _told(what: str, found: Sequence[Sized]) -> str:
    lines = [one.lines for one in found]
    ninety = statistics.quantiles(lines, n=10)[-1]
    largest = ", ".join(f"{one.name} {one.lines}" for one in found[:3])
    return f"{what}: median {statistics.median(lines):g}, 90 % {ninety:g}, largest {largest}"


@cache
def sizes() -> Sizes:
    """Measure every file of the packages, and every function in it."""
    files, functions = [], []
    for path in (path for package in PACKAGES for path in (ROOT / package).rglob("*.py")):
        text, name = path.read_text(encoding="utf-8"), str(path.relative_to(ROOT))
        nodes = [*ast.walk(ast.parse(text))]
        code = _code_lines(text, nodes) - _docstring_lines(nodes)
        if code:
            files.append(Sized(name, len(code)))
        functions += [Sized(f"{name}:{at}", lines) for at, lines in _functions(nodes, code)]
    return Sizes(_largest_first(files), _largest_first(functions))


def _largest_first(found: Iterable[Sized]) -> Sequence[Sized]:
    return sorted(found, key=lambda one: one.lines, reverse=True)


def _code_lines(text: str, nodes: Iterable[ast.AST]) -> set[int]:
    """Lines with more than a comment; within a text, all of its lines."""
    lines = enumerate(map(str.lstrip, text.split("\n")), 1)
    texts = (node for node in nodes if isinstance(node, ast.JoinedStr) or _is_text(node))
    code = {number for number, line in lines if line and not line.startswith("#")}
    return code.union(*map(_span, texts))


def _docstring_lines(nodes: Iterable[ast.AST]) -> set[int]:
    strings = (node for node in nodes if isinstance(node, ast.Expr) and _is_text(node.value))
    return {line for node in strings for line in _span(node)}


def _is_text(node: ast.AST) -> TypeGuard[ast.Constant]:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _functions(nodes: Iterable[ast.AST], code: set[int]) -> Iterator[tuple[str, int]]:
    for node in nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = {line for part in node.body for line in _span(part)} & code
            if body:
                yield node.name, len(body)


def _span(node: ast.stmt | ast.expr) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


def test_files_and_functions_stay_small(capsys: pytest.CaptureFixture[str]) -> None:
    found = sizes()
    with capsys.disabled():
        print(f"\n{found.told()}")
    assert [one for one in found.files if one.lines > FILE_MOST] == []
    assert [one for one in found.functions if one.lines > FUNCTION_MOST] == []


def test_most_files_and_functions_are_of_the_size_that_the_house_wants() -> None:
    files = [one.lines for one in sizes().files]
    functions = [one.lines for one in sizes().functions]
    assert statistics.median(files) <= 100
    assert statistics.quantiles(files, n=10)[-1] <= 250
    assert statistics.median(functions) <= 8
    assert statistics.quantiles(functions, n=10)[-1] <= 25


def test_every_feature_is_under_the_contract_of_features() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    inside = next(one for one in contracts["contracts"] if one["name"].startswith("in a feature"))
    found = (
        path for depth in ("*", "live/*") for path in (ROOT / "forum").glob(f"{depth}/actions*")
    )
    features = {".".join(path.relative_to(ROOT).parent.parts) for path in found}
    assert set(inside["containers"]) == features


@pytest.fixture(scope="module")
def everything() -> None:
    """Import every module of the product, so that every refusal and event is known."""
    for module in pkgutil.walk_packages(forum.__path__, "forum."):
        if not module.name.endswith(("__main__", ".asgi")):
            importlib.import_module(module.name)


def table(document: str, heading: str) -> list[list[str]]:
    """Rows of the first table below a heading, without the marks of code."""
    text = (ROOT / document).read_text(encoding="utf-8")
    below = text.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\|(.+)\|$", below, re.MULTILINE)[2:]
    return [[cell.strip().replace("`", "") for cell in row.split("|")] for row in rows]


def test_every_permission_is_asked_for_somewhere() -> None:
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in (ROOT / "forum").rglob("*.py")
        if path.name not in {"permissions.py", "words.py"}
    )
    asked = {Permission[name] for name in re.findall(r"\bPermission\.([A-Z_]+)\b", text)}
    assert set(Permission) - asked == NOT_ASKED_FOR


def test_the_table_of_permissions_says_who_has_them() -> None:
    def least(permission: Permission) -> Role:
        return next(role for role in Role if permission in GRANTS[role])

    real = [[one.value, least(one).value, NEEDS_SCOPE[one].value] for one in sorted(Permission)]
    assert table("forum/README.md", "Permissions") == real


@pytest.mark.usefixtures("everything")
def test_every_refusal_has_a_code_of_its_own_and_a_status_that_is_one() -> None:
    ours = [kind for kind in refusals() if kind.__module__.startswith("forum.")]
    counted = Counter(kind.code for kind in ours)
    assert [code for code, times in counted.items() if times > 1] == []
    for kind in ours:
        assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", kind.code)
        assert 400 <= kind.status < 600, kind
        assert re.fullmatch(r"[A-Z].*[.]", kind.text), kind
        assert not kind.__name__.endswith("Error") or kind is ForumError


def events(of: type[Event] = Event) -> Iterator[type[Event]]:
    """Every event of the product; the slots of a dataclass make each class twice."""
    for kind in of.__subclasses__():
        if "name" in vars(kind) and kind.__module__.startswith("forum."):
            yield kind
        yield from events(kind)


def described(kind: type[Event]) -> list[str]:
    """An event as the table tells it: its name, channels, and what is beside the name."""
    ids = {"member_id": "<id>", "topic_id": "<id>", "space": "<slug>", "slug": "<slug>"}
    ids |= {"session_id": "<id>", "place": "<place>"}
    values = {one.name: ids.get(one.name, "1") for one in fields(kind)}
    # Texts that are translated belong to topics so far.
    heard = {"heard_by": ("topic:<id>", "space:<slug>")} if "heard_by" in values else {}
    several = {"topics": ("<id>",)} if "topics" in values else {}
    event = kind(**values | heard | several)
    return [event.name, ", ".join(event.channels()), ", ".join(event.payload())]


@pytest.mark.usefixtures("everything")
def test_the_table_of_events_is_complete_and_true() -> None:
    real = {kind.name: described(kind) for kind in events()}
    assert table("forum/README.md", "Events") == [real[name] for name in sorted(real)]


def texts() -> Iterator[tuple[str, str]]:
    """Name and content of every text of the repository."""
    tops = (path for path in ROOT.iterdir() if path.name not in {".git", "data", "node_modules"})
    shown = [top for top in tops if top.is_file() or top.name == ".ci" or top.name[0] != "."]
    for path in (path for top in shown for path in (top, *top.rglob("*"))):
        if path.suffix in TEXTS and path.is_file() and not path.name.startswith(".coverage"):
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def test_no_text_names_what_holds_in_one_place_only() -> None:
    found = [
        f"{name}: {what}: {match[0]}"
        for name, text in texts()
        for what, pattern in NOT_OURS_TO_NAME.items()
        for match in re.finditer(pattern, text)
    ]
    assert found == []


if __name__ == "__main__":
    print(sizes().told())

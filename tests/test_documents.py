"""Documents for people: what they name exists, and what exists is named."""

import ast
import re
import shlex
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from urllib.parse import unquote

import pytest

from forum.commands import commands
from forum.settings import Settings
from i18n.translate import PROVIDERS
from tests.test_house import ROOT

FOLDERS = ("forum", "realtime", "i18n", "migrations", "tests", "docs")
DOCUMENTS = sorted(
    str(path.relative_to(ROOT))
    for path in (
        *ROOT.glob("*.md"),
        *(one for top in FOLDERS for one in (ROOT / top).rglob("*.md")),
    )
)
LARGEST_PICTURE = 150 * 1024


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def example() -> Iterator[tuple[str, str, str]]:
    """Name, value and comment of every setting in `.env.example`, in order."""
    for block in read(".env.example").split("\n\n"):
        lines = block.strip().splitlines()
        if match := re.fullmatch(r"#(FORUM_[A-Z_]+)=(.*)", lines[-1]):
            comment = " ".join(line.removeprefix("#").strip() for line in lines[:-1])
            yield match[1], "".join(shlex.split(match[2])), comment


def meanings() -> dict[str, str]:
    """What `Settings` says of each of its fields."""
    tree = ast.parse(read("forum/settings.py"))
    kinds = {node.name: node.body for node in tree.body if isinstance(node, ast.ClassDef)}
    body = kinds[Settings.__name__]
    return {
        f"FORUM_{field.target.id.upper()}": " ".join(str(said.value.value).split())
        for field, said in pairwise(body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(said, ast.Expr)
        and isinstance(said.value, ast.Constant)
    }


def test_the_example_names_every_setting_once_and_no_other() -> None:
    names = [name for name, _, _ in example()]
    assert sorted(names) == sorted(f"FORUM_{name.upper()}" for name in Settings.model_fields)
    assert len(re.findall(r"^#?FORUM_", read(".env.example"), re.MULTILINE)) == len(names)


@pytest.mark.parametrize(
    ("name", "value", "comment"), [pytest.param(*one, id=one[0]) for one in example()]
)
def test_the_example_tells_what_a_setting_means_and_its_default(
    name: str, value: str, comment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert meanings()[name] in comment
    monkeypatch.setenv(name, value)
    assert Settings() == Settings.model_construct()


def links(document: str) -> list[str]:
    """Where a document leads to inside of the repository."""
    found = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", read(document), flags=re.S))
    return [unquote(link) for link in found if not re.match(r"[a-z]+:|#", link)]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_to_what_is_there(document: str) -> None:
    folder = (ROOT / document).parent
    assert [one for one in links(document) if not (folder / one.split("#")[0]).exists()] == []


@cache
def endings() -> set[str]:
    """Every way to name a file of the repository by the end of its path."""
    paths = (path for top in FOLDERS for path in (ROOT / top).rglob("*.*"))
    parts = [
        *((path.name,) for path in ROOT.iterdir()),
        *(one.relative_to(ROOT).parts for one in paths),
    ]
    return {"/".join(one[at:]) for one in parts for at in range(len(one))}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_files_that_a_document_names_exist(document: str) -> None:
    file = r"`((?:[\w.-]+/)*[\w-]+\.(?:py|html|js|css|toml|json))`"
    assert set(re.findall(file, read(document))) - IN_PACKAGES_OF_OTHERS <= endings()


IN_PACKAGES_OF_OTHERS = {"dist/centrifuge.js"}


def test_every_document_can_be_reached_from_the_first_one() -> None:
    found, new = set(), {"README.md"}
    while new:
        found |= new
        near = {(ROOT / one).parent / link.split("#")[0] for one in new for link in links(one)}
        new = {str(path.resolve().relative_to(ROOT)) for path in near if path.suffix == ".md"}
        new -= found
    assert set(DOCUMENTS) - found == set()


def test_every_part_of_the_product_that_has_several_files_has_a_document() -> None:
    parts = {path.parent.name for path in (ROOT / "forum").glob("*/__init__.py")}
    without = {one for one in parts if not (ROOT / "forum" / one / "README.md").exists()}
    # The first is in ../README.md, the others in forum's.
    assert without == {"commands", "core", "routes"}
    text = read("forum/README.md")
    assert all(f"`{one}/" in text for one in parts)


def test_the_first_document_lists_every_command() -> None:
    rows = re.findall(r"^\| (`forum .+?) \|", read("README.md"), re.MULTILINE)
    listed = {name for row in rows for name in re.findall(r"`forum ([a-z ]+)`", row)}
    assert listed == {command.name for command in commands()}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_words_of_make_exist(document: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    assert set(re.findall(r"(?:^|`)make ([a-z]+)", read(document), re.MULTILINE)) <= targets


def test_the_procfile_starts_commands_that_exist() -> None:
    started = re.findall(
        r"^\w+: python -m forum (\w+)(?: --\w+ \S+)*$", read("Procfile"), re.MULTILINE
    )
    assert len(started) == len(read("Procfile").splitlines())
    assert set(started) <= {command.name for command in commands()}


def test_every_engine_is_named_where_engines_are_set() -> None:
    comment = next(comment for name, _, comment in example() if name == "FORUM_TRANSLATORS")
    assert {name for name in PROVIDERS if name not in comment} == set()


def test_pictures_are_small_and_shown() -> None:
    pictures = [path for path in (ROOT / "docs").iterdir() if path.suffix == ".png"]
    shown = "\n".join(map(read, DOCUMENTS))
    for path in pictures:
        assert path.stat().st_size <= LARGEST_PICTURE, path.name
        assert f"docs/{path.name})" in shown

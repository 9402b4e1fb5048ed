"""What the record calls what was done."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from forum.moderation.acts import ACTS
from forum.moderation.pages.words import NOTED

NOTE = {"note", "_note", "_record"}
"""Functions by which features have something written down; the act comes second."""
NAMED = re.compile(rf"\b(?:{'|'.join(NOTE)})\b")


def noted() -> Iterator[str]:
    for path in Path("forum").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)) if NAMED.search(text) else ():
            if isinstance(node, ast.Call) and _name(node.func) in NOTE and len(node.args) > 1:
                act = node.args[1]
                if isinstance(act, ast.Constant) and isinstance(act.value, str):
                    yield act.value


def _name(called: ast.expr) -> str:
    return str(getattr(called, "id", "") or getattr(called, "attr", ""))


def test_whatever_a_feature_has_written_down_has_words_in_the_record() -> None:
    found = set(noted())
    assert {"change_space", "mute_participant", "make_role"} <= found
    assert found <= {*ACTS, *NOTED}

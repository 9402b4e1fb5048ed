"""A package of somebody else's, installed beside this one: an engine and its hooks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from i18n.translate import open_translators
from i18n.translate.engine import Engine
from i18n.translate.hooks import installed_hooks
from i18n.translate.memory import MemoryInProcess
from i18n.translate.originals import Originals
from i18n.translate.pipeline import Pipeline
from i18n.translate.router import Router
from i18n.translate.translation import Request
from tests.i18n.translate.fakes import soon

MODULE = """
from i18n.translate.base import Capabilities
from i18n.translate.hooks import Hooks
from i18n.translate.refusals import Vetoed
from i18n.translate.tags import differ

class Shout:
    name = "shout"

    def __init__(self, options):
        self.mark = options["mark"]

    async def capabilities(self):
        return Capabilities(covers=differ)

    async def translate(self, batch, *, deadline):
        return [text.upper() + self.mark for text in batch.texts]

    async def aclose(self):
        pass

async def veto(engine, batch):
    if any("secret" in text for text in batch.texts):
        raise Vetoed("not to leave the house")
    return batch

async def soften(engine, batch, answer):
    return [text.replace("SHOUT", "say") for text in answer]

hooks = Hooks(before=(veto,), after=(soften,))
"""
ENTRIES = """
[forum.translators]
shout = loud_engine:Shout

[forum.translator_hooks]
manners = loud_engine:hooks
"""


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Lay the package on the path as an installer would."""
    info = tmp_path / "loud-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: loud\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRIES)
    (tmp_path / "loud_engine.py").write_text(MODULE)
    monkeypatch.syspath_prepend(str(tmp_path))
    installed_hooks.cache_clear()
    yield info
    installed_hooks.cache_clear()


@pytest.mark.usefixtures("package")
async def test_its_engine_translates_and_its_hooks_veto_and_rewrite() -> None:
    (shout,) = open_translators(["shout"], {"shout": {"mark": "!"}})
    engine = Engine(shout, hooks=installed_hooks())
    pipeline = Pipeline(MemoryInProcess(), Router([engine]))
    said = await pipeline.translate(Request(Originals(["I shout"]), "en", "fr"), deadline=soon())
    assert [(one.text, one.engine) for one in said.segments] == [("I say!", "shout")]
    vetoed = await pipeline.translate(Request(Originals(["a secret"]), "en", "fr"), deadline=soon())
    assert [one.reason for one in vetoed.segments] == ["vetoed"]


def test_what_is_registered_as_hooks_and_is_none_stops_the_start(package: Path) -> None:
    entries = "[forum.translator_hooks]\nmanners = loud_engine:veto\n"
    (package / "entry_points.txt").write_text(entries)
    with pytest.raises(TypeError, match="loud_engine:veto"):
        installed_hooks()

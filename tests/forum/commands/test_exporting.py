"""`forum export`, as a person types it."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from forum.__main__ import main
from forum.app import SUBJECTS
from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.interop import exports
from forum.jobs.runner import Runner
from forum.spaces.rules import Access
from forum.translations import actions as translations
from forum.translations.engines import engines_of
from forum.translations.jobs import kinds
from i18n.translate.pseudo import Pseudo
from tests import factories

Captured = pytest.CaptureFixture[str]


async def _fill(url: str, folder: Path) -> None:
    async with factories.product(url, folder) as product:
        runtime = product.runtime
        maria = await factories.member(runtime)
        olga = await factories.member(runtime, "olga", Role.MODERATOR)
        await factories.space(runtime, "closed", access=Access.PRIVATE)
        await factories.space(runtime)
        await factories.topic(runtime, olga, "closed")
        topic = await factories.topic(runtime, maria, replies=["Réponse"], language="en")
        await factories.topic(runtime, maria, title="A second topic", language="en")
        async with runtime.unit(Actor()) as unit:
            for subject in (f"topic:{topic}", "post:2"):
                await translations.ask(unit, subject, "de")
        await Runner(runtime, kinds(engines_of([Pseudo({})], {"pseudo"}), SUBJECTS)).drain()


@pytest.fixture
def filled(url: str, tmp_path: Path) -> None:
    """Two spaces, a private one among them, and three topics."""
    asyncio.run(_fill(url, tmp_path / "data"))


def exported(capsys: Captured, *words: str) -> list[dict[str, Any]]:
    assert main(["export", *words]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def told(records: list[dict[str, Any]]) -> list[tuple[str, str]]:
    names = {"space": "slug", "topic": "title", "post": "number"}
    return [(one["type"], str(one[names[one["type"]]])) for one in records]


@pytest.mark.usefixtures("filled")
def test_what_visitors_see_comes_with_its_translations(
    capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    found = exported(capsys)
    assert told(found) == [
        ("space", "general"),
        ("topic", "A second topic"),
        ("post", "1"),
        ("topic", "Open courses"),
        ("post", "1"),
        ("post", "2"),
    ]
    languages = [[made["language"] for made in one.get("translations", [])] for one in found]
    assert languages == [[], [], [], ["de"], ["de"], []]
    assert found[-1]["body"]["source"] == "Réponse"


@pytest.mark.usefixtures("filled")
def test_an_operator_can_have_all_of_it(capsys: Captured) -> None:
    found = told(exported(capsys, "--all"))
    assert found[:3] == [("space", "closed"), ("topic", "Open courses"), ("post", "1")]
    assert found[3:] == told(exported(capsys))


@pytest.mark.usefixtures("settle")
def test_a_database_without_tables_is_refused(capsys: Captured) -> None:
    assert main(["export"]) == 2
    assert "run `forum migrate` first" in capsys.readouterr().err

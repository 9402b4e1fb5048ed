"""`forum xliff`, as a person types it."""

import asyncio
import re
from pathlib import Path

import pytest

from forum.__main__ import main
from forum.translations import queries
from forum.translations.schemas import TranslationOut
from tests import factories

Bytes = pytest.CaptureFixture[bytes]


async def filled(url: str, folder: Path) -> None:
    """A topic, and a moderator who writes German in a space that lets reviewers be the second."""
    async with factories.product(url, folder) as product:
        house = product.runtime
        await factories.space(house, self_review=True)
        role = factories.Role.MODERATOR
        gero = await factories.member(house, "gero", role, languages=["de"])
        await factories.topic(house, gero, title="Buses", body="See **them**.", language="en")


async def german(url: str, folder: Path, subject: str) -> TranslationOut:
    async with (
        factories.product(url, folder) as product,
        product.runtime.database.reading() as db,
    ):
        return (await queries.translations(db, [subject], "de"))[subject]


def test_a_topic_goes_out_and_comes_back(
    file_url: str, capsysbinary: Bytes, tmp_path: Path
) -> None:
    asyncio.run(filled(file_url, tmp_path))
    assert main(["xliff", "export", "1", "de"]) == 0
    given = capsysbinary.readouterr().out.decode()
    assert 'version="2.1" srcLang="en" trgLang="de"' in given
    back = re.sub(r"<source>(.*?)</source>", r"<source>\1</source><target>Ü \1</target>", given)
    file = tmp_path / "back.xlf"
    file.write_text(back, encoding="utf-8")
    take = ["xliff", "import", "1", str(file), "--as", "gero@example.org"]
    assert main(take) == 0
    assert capsysbinary.readouterr().out == b"topic:1: taken\npost:1: taken\n"
    found = asyncio.run(german(file_url, tmp_path, "post:1"))
    assert (found.text, found.reviewer) == ("Ü See **them**.", "Gero")
    assert main(take) == 0
    assert capsysbinary.readouterr().out == b"topic:1: same\npost:1: same\n"


def test_what_cannot_be_done_is_told_in_one_line(
    file_url: str, capsysbinary: Bytes, tmp_path: Path
) -> None:
    file = tmp_path / "bad.xlf"
    file.write_text('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><xliff>&x;</xliff>')
    for words, told in (
        (["export", "7", "de"], "Nothing is here."),
        (["export", "1", "xx-nowhere-at-all"], "language"),
        (["import", "1", str(file), "--as", "gero@example.org"], "not an XLIFF 2 file"),
        (["import", "1", str(tmp_path / "none.xlf"), "--as", "a@example.org"], "cannot read"),
    ):
        assert main(["xliff", *words]) == 2
        said = capsysbinary.readouterr().err.decode()
        assert told in said
        assert said.count("\n") == 1

import json
import re
import unicodedata
from pathlib import Path

import pytest

from forum.demo.build import SOURCES, Declaration

FOLDER = Path(__file__).parents[3] / "forum" / "demo" / "udhr"
MARKUP = re.compile(r"</?[a-z]|&#?\w+;", re.IGNORECASE)


def declaration(language: str) -> Declaration:
    return json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))


def texts(found: Declaration) -> list[str]:
    headings = [article["title"] for article in found["articles"]]
    bodies = [text for article in found["articles"] for text in article["paragraphs"]]
    return [found["title"], *found["preamble"], *headings, *bodies]


def test_there_is_one_file_for_each_of_49_languages() -> None:
    assert len(SOURCES) == 49
    assert {file.stem for file in FOLDER.glob("*.json")} == set(SOURCES)


def test_all_files_together_stay_small() -> None:
    assert sum(file.stat().st_size for file in FOLDER.iterdir()) <= 1_200_000


@pytest.mark.parametrize("language", SOURCES)
def test_a_declaration_is_whole(language: str) -> None:
    found = declaration(language)
    assert found["language"] == language
    assert [article["number"] for article in found["articles"]] == list(range(1, 31))
    assert all(article["paragraphs"] for article in found["articles"])
    assert 6 <= len(found["preamble"]) <= 13
    assert all(text and text == text.strip() for text in texts(found))


@pytest.mark.parametrize("language", SOURCES)
def test_a_declaration_is_composed_text_without_markup(language: str) -> None:
    for text in texts(declaration(language)):
        assert not MARKUP.search(text)
        assert unicodedata.is_normalized("NFC", text)
        assert "\ufffd" not in text


@pytest.mark.parametrize("language", SOURCES)
def test_lines_inside_a_paragraph_are_a_numbered_list(language: str) -> None:
    for text in texts(declaration(language)):
        lines = text.split("\n")
        if len(lines) > 1:
            numbers = [line.partition(". ")[0] for line in lines]
            assert numbers == [str(number) for number in range(1, len(lines) + 1)]


def test_no_two_languages_share_a_text() -> None:
    firsts = {declaration(language)["articles"][0]["paragraphs"][0] for language in SOURCES}
    assert len(firsts) == len(SOURCES)

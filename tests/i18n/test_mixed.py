"""Which language parts of a text are in."""

import pytest

from forum.demo.declaration import article, first_item, read_texts
from i18n.languages import LANGUAGES
from i18n.mixed import is_mixed, other_language

TEXTS = read_texts()
FRENCH = first_item(article(TEXTS["fr"], 1))


def test_a_sentence_of_the_declaration_is_known_in_a_french_text_and_the_other_way() -> None:
    others = {tag: first_item(article(text, 1)) for tag, text in TEXTS.items() if tag != "fr"}
    found = {tag: other_language(text, "fr") for tag, text in others.items()}
    assert {tag: other for tag, other in found.items() if other not in (tag, None)} == {}
    assert sum(other is None for other in found.values()) <= 3  # of families of close languages
    assert {other_language(FRENCH, tag) for tag in others} == {"fr"}


def test_no_part_of_the_declaration_is_taken_for_another_language() -> None:
    parts = [
        (part, tag)
        for tag, text in TEXTS.items()
        for one in text["articles"]
        for part in one["paragraphs"]
    ]
    wrong = [part for part, tag in parts if is_mixed([part], tag)]
    assert len(wrong) <= len(parts) * 0.002, wrong


@pytest.mark.parametrize("part", ["", "42 %", "Pardon ?", "ok", "Δ", "…", "@maria #credits"])
def test_what_is_short_is_left_alone(part: str) -> None:
    assert other_language(part, "en") is None


def test_few_letters_of_a_script_with_one_language_are_enough() -> None:
    assert other_language("ສະບາຍດີ", "en") == "lo"
    assert other_language("ສະບາຍດີ", "lo") is None
    assert {"lo", "en"} <= set(LANGUAGES)

"""How long a text may be."""

import pytest
from pydantic import ValidationError

from forum.web.fields import CODE_POINTS, Line, Text
from i18n.segment import grapheme_length

SYLLABLE = "ខ្ញុំ"
"""One character to its readers, in five code points."""


def fits(text: str, mark: Text) -> bool:
    try:
        mark.check(text)
    except (ValueError, ValidationError):
        return False
    return True


@pytest.mark.parametrize("text", ["a" * 10, "é" * 10, "น้ำ" * 5, "👩‍👧" * 7])
def test_a_text_is_as_long_as_its_readers_say(text: str) -> None:
    room = grapheme_length(text)
    assert fits(text, Text(1, room))
    assert not fits(text, Text(1, room - 1))


def test_no_character_is_without_end() -> None:
    assert fits("e" + "\u0301" * (CODE_POINTS * 5 - 1), Text(1, 5))
    assert not fits("e" + "\u0301" * (CODE_POINTS * 5 + 5), Text(1, 5))


def test_a_line_is_counted_in_code_points() -> None:
    assert len(SYLLABLE) == 5
    assert not fits(SYLLABLE, Line(1, 4))
    assert fits(SYLLABLE, Text(1, 2))

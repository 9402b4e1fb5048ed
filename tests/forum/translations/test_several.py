"""Several lines as one text, and each beside its translation: pure."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from forum.translations.rules import Status
from forum.translations.schemas import TranslationOut
from forum.translations.several import as_paragraphs, matched, paragraphs

LINES = st.lists(st.text("ab*_[]<>\\`&~# 1.-", min_size=1, max_size=8), min_size=1, max_size=5)


def translation(text: str, status: Status = Status.MACHINE) -> TranslationOut:
    return TranslationOut(
        language="de",
        html="",
        text=text,
        status=status,
        engine="pseudo",
        via=None,
        made_at=datetime(2026, 11, 22, tzinfo=UTC),
        reviewer=None,
    )


@given(LINES)
def test_lines_come_back_from_one_text_as_they_were(lines: list[str]) -> None:
    assert paragraphs(as_paragraphs(lines)) == lines


def test_each_word_stands_beside_its_own_translation() -> None:
    made = matched(["moocs", "open access"], translation("MOOCs\n\nfreier Zugang"))
    assert made is not None
    assert made.words == {"moocs": "MOOCs", "open access": "freier Zugang"}


def test_words_that_have_changed_since_stay_as_they_are_written() -> None:
    for made in (translation("A\n\nB"), translation("A", Status.OUTDATED)):
        found = matched(["a"], made)
        assert found is not None
        assert found.words == {}
    assert matched(["a"], None) is None

"""How a summary record comes about."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from forum.live.parts import Part
from forum.live.sessions.rules import Standing
from forum.live.sessions.states import CorrectionsWait, SessionState
from forum.live.summaries.rules import (
    Block,
    CorrectionsDue,
    check_due,
    check_ripe,
    digest_of,
    final_text,
    may_read,
)

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RAPPORTEUR = Standing(parts=frozenset({Part.RAPPORTEUR}))
DELEGATE = Standing(parts=frozenset({Part.DELEGATE}))


def test_a_heading_stands_once_over_the_paragraphs_of_its_item() -> None:
    blocks = [Block("", "Opened."), Block("1 Courses", "A."), Block("1 Courses", "B.\nC.")]
    assert final_text("Meeting", blocks) == (
        "# Meeting\n\nOpened\\.\n\n## 1 Courses\n\nA\\.\n\nB\\.\n\nC\\.\n"
    )


def test_a_paragraph_that_was_taken_out_leaves_no_heading() -> None:
    assert final_text("Meeting", [Block("1 Courses", ""), Block("2 End", "Z")]) == (
        "# Meeting\n\n## 2 End\n\nZ\n"
    )


def test_what_belongs_to_no_item_stands_apart_from_the_last_one() -> None:
    blocks = [
        Block("", "Opened."),
        Block("1 Courses", "A."),
        Block("", ""),
        Block("", "Closed."),
        Block("", "---"),
    ]
    html = MarkdownIt().render(final_text("Meeting", blocks))
    assert html.count("<hr") == 1
    assert "<p>A.</p>\n<hr />\n<p>Closed.</p>\n<p>---</p>" in html


@given(st.text(), st.text())
def test_two_records_have_one_digest_only_if_they_are_one(one: str, other: str) -> None:
    texts = [one.encode(errors="replace").decode(), other.encode(errors="replace").decode()]
    digests = [digest_of(text) for text in texts]
    assert (digests[0] == digests[1]) == (texts[0] == texts[1])
    assert digests[0] == hashlib.sha256(texts[0].encode()).hexdigest()


def test_corrections_are_taken_until_the_deadline_and_not_at_it() -> None:
    check_due(NOON, NOON - timedelta(microseconds=1))
    with pytest.raises(CorrectionsDue):
        check_due(NOON, NOON)


@pytest.mark.parametrize(("until", "waiting"), [(NOON + timedelta(seconds=1), 0), (NOON, 1)])
def test_a_record_is_not_final_while_corrections_can_come_or_wait(
    until: datetime, waiting: int
) -> None:
    with pytest.raises(CorrectionsWait):
        check_ripe(until, waiting, NOON)
    check_ripe(NOON, 0, NOON)


@pytest.mark.parametrize(
    ("state", "readers"),
    [
        (SessionState.CLOSED, ()),
        (SessionState.RECORD_DRAFT, (RAPPORTEUR,)),
        (SessionState.CORRECTIONS, (RAPPORTEUR, DELEGATE)),
        (SessionState.RECORD_FINAL, (RAPPORTEUR, DELEGATE)),
    ],
)
def test_a_draft_is_read_by_who_writes_it_and_then_by_all(
    state: SessionState, readers: tuple[Standing, ...]
) -> None:
    assert tuple(one for one in (RAPPORTEUR, DELEGATE) if may_read(one, state)) == readers

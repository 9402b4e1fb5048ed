from forum.live.record.files import Names
from forum.live.record.summary import draft
from forum.live.record.transcript import Kind, Said
from tests.forum.live.record.logs import BEGIN, Log, slot

NAMES = Names(
    members={1: "Linh Tran", 2: "Ana Costa"},
    delegations={40: "Viet Nam", 41: "Portugal"},
    words={"adopted": "adopted"},
)


def sentences(log: Log) -> list[tuple[int | None, str]]:
    texts = {(Kind.DECISION, 8): Said("Joint statement")}
    found = draft(log.entries, [7, 9], texts, NAMES, BEGIN + 60_000)
    return [(one.item, one.said(lambda text: text)) for one in found]


def opened() -> Log:
    log = Log()
    log.state("in_session", at=BEGIN)
    log.add("agenda.item_opened", item_id=7)
    return log


def test_a_draft_says_when_the_meeting_was_held() -> None:
    log = opened()
    log.state("closed", at=BEGIN + 3_600_000)
    assert sentences(log) == [
        (None, "The meeting was opened on 2027-01-15 at 08:00 UTC."),
        (None, "The meeting was closed on 2027-01-15 at 09:00 UTC."),
    ]


def test_a_draft_names_each_speaker_of_an_item_once() -> None:
    log = opened()
    for number in (1, 2):
        log.floor(7, slot(number, "speaking", 1, delegation=40))
        log.floor(7, slot(number, "done", 1, delegation=40, spent=9))
    log.floor(7, slot(3, "speaking", 2, delegation=41, kind="right_of_reply"))
    log.floor(7, slot(4, "listed", 2, delegation=41, words=30))
    said = sentences(log)
    assert (7, "Statements were made by: Linh Tran, Viet Nam.") in said
    assert (7, "The right of reply was exercised by: Ana Costa, Portugal.") in said
    assert (7, "Statements were handed in and not delivered by: Ana Costa, Portugal.") in said


def test_a_question_belongs_to_the_item_in_which_it_was_asked() -> None:
    log = opened()
    log.add("question.asked", id=1)
    log.add("question.asked", id=2)
    log.add("agenda.item_opened", item_id=9)
    log.add("question.answered", id=1, state="answered_live")
    said = sentences(log)
    assert (7, "Questions asked: 2. Answered: 1. Left open: 1.") in said
    assert not any(item == 9 for item, _ in said)


def test_a_decision_is_named_with_its_outcome() -> None:
    log = opened()
    log.add("decision.opened", id=8)
    log.add("agenda.item_opened", item_id=9)
    log.add("decision.closed", id=8, sums={}, outcome="adopted")
    assert (7, "“Joint statement”: adopted.") in sentences(log)


def test_a_meeting_that_was_never_held_has_no_draft() -> None:
    log = Log()
    log.state("cancelled")
    assert sentences(log) == []

from forum.live.record.entries import Who
from forum.live.record.files import Names
from forum.live.record.transcript import Kind, Said, transcript
from tests.forum.live.record.logs import BEGIN, Log, slot


def talk() -> Log:
    log = Log()
    log.state("in_session")
    log.add("agenda.item_opened", item_id=7)
    log.floor(7, slot(1, "listed", 4, delegation=40, capacity="head"))
    log.floor(7, slot(1, "speaking", 4, delegation=40, capacity="head"))
    log.floor(7, slot(1, "paused", 4, delegation=40, capacity="head"))
    log.floor(7, slot(1, "speaking", 4, delegation=40, capacity="head"))
    log.add("caption.final", by=9, id=11, began=BEGIN + 3_000, ended=BEGIN + 4_000, via="typed")
    log.add("chat.said", by=5, id=12, behalf={"delegation": 41, "capacity": "adviser"})
    log.add("chat.removed", by=2, id=12)
    log.add("question.asked", by=5, id=13)
    log.add("question.answered", by=2, id=13, state="answered_in_writing")
    log.add("decision.closed", id=14, sums={}, outcome="adopted")
    return log


def test_moments_come_in_the_order_of_the_log() -> None:
    found = transcript(talk().entries, {})
    assert [one.kind for one in found] == [
        Kind.STATE,
        Kind.ITEM,
        Kind.SPEECH,
        Kind.CAPTION,
        Kind.CHAT,
        Kind.QUESTION,
        Kind.ANSWER,
        Kind.DECISION,
    ]
    assert [one.offset for one in found] == sorted(one.offset for one in found)


def test_a_speech_is_that_of_its_speaker_and_not_of_the_chair() -> None:
    speech = next(one for one in transcript(talk().entries, {}) if one.kind is Kind.SPEECH)
    assert (speech.who, speech.item, speech.anchor) == (Who(4, 40, "head"), 7, "at-4")


def test_a_caption_is_at_the_time_at_which_it_was_said() -> None:
    caption = next(one for one in transcript(talk().entries, {}) if one.kind is Kind.CAPTION)
    assert (caption.at, caption.detail) == (BEGIN + 3_000, "typed")


def test_a_remark_is_a_moment_with_its_own_words_and_says_on_what() -> None:
    log = Log()
    log.state("in_session")
    log.add("decision.explained", by=4, id=14, remark=3)
    said = {(Kind.REMARK, 3): Said("Vì các em.", "vi", about="Courses")}
    (_, one) = transcript(log.entries, said)
    assert (one.kind, one.id, one.detail, one.said.about) == (
        Kind.REMARK,
        3,
        "explained",
        "Courses",
    )
    assert Names(words={"explained": "Explanation"}).line(one) == "Explanation: Vì các em."


def test_moments_have_the_words_of_their_tables() -> None:
    texts = {
        (Kind.QUESTION, 13): Said("Pourquoi ?", "fr"),
        (Kind.ANSWER, 13): Said("Because", "en"),
    }
    found = {one.kind: one.said.text for one in transcript(talk().entries, texts)}
    assert (found[Kind.QUESTION], found[Kind.ANSWER], found[Kind.CHAT]) == (
        "Pourquoi ?",
        "Because",
        "",
    )

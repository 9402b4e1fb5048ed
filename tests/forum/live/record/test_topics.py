from hypothesis import given
from hypothesis import strategies as st

from forum.discussions import schemas
from forum.live.record.files import Names
from forum.live.record.summary import draft
from forum.live.record.topics import LONGEST_POST, PostPlan, Source, packed, topic_of
from forum.live.record.transcript import Kind, Said
from forum.live.record.turns import turns
from tests.forum.live.record.logs import BEGIN, Log, slot

NAMES = Names(
    members={1: "Linh Tran", 2: "Ana Costa"},
    delegations={40: "Viet Nam"},
    words={"adopted": "Adopted", "yes": "Yes"},
    options={5: {"2": "Later"}},
)


def source() -> Source:
    log = Log()
    log.state("in_session", at=BEGIN)
    log.add("agenda.item_opened", item_id=7)
    log.floor(7, slot(1, "speaking", 1, delegation=40, words=2))
    log.floor(7, slot(1, "done", 1, delegation=40, words=2, spent=9))
    log.floor(7, slot(2, "listed", 2, words=3))
    log.add("question.asked", by=2, id=3)
    log.add("question.asked", by=2, id=4)
    log.add("question.answered", by=1, id=4, state="answered_live")
    log.add("decision.opened", id=5)
    log.add("decision.closed", id=5, sums={"yes": [12, 12, 0], "2": [3, 3, 0]}, outcome="adopted")
    log.add("agenda.item_opened", item_id=9)
    log.add("question.asked", by=1, id=6)
    texts = {
        (Kind.SPEECH, 1): Said("Xin chào.\n\n# các bạn", "vi"),
        (Kind.SPEECH, 2): Said("Bom dia", "pt"),
        (Kind.QUESTION, 3): Said("Who pays?", "en"),
        (Kind.QUESTION, 4): Said("When?", "en"),
        (Kind.QUESTION, 6): Said("Where?", "en"),
        (Kind.DECISION, 5): Said("Joint statement", "en"),
    }
    sentences = draft(log.entries, [7, 9], texts, NAMES, BEGIN)
    found = turns(log.entries, BEGIN)
    return Source(12, log.entries, found, texts, sentences, NAMES, lambda text: text)


def test_statements_are_posts_of_their_authors_in_their_language() -> None:
    plan = topic_of(source(), 7, "1 Opening")
    assert plan.posts == [
        PostPlan(
            1,
            "*Statement of Linh Tran\\, Viet Nam\\, delivered in the session\\.*"
            " [In the record](/sessions/12/record#at-3)\n\nXin chào\\.\n\n\\# các bạn",
            "vi",
        ),
        PostPlan(2, "*Statement of Ana Costa\\, handed in and not delivered\\.*\n\nBom dia", "pt"),
    ]


def test_a_topic_cites_open_questions_and_decisions_of_its_item_only() -> None:
    body = topic_of(source(), 7, "1 Opening").body
    assert "(/sessions/12/record#at-2)" in body
    assert "Who pays\\?" in body
    assert "(/sessions/12/record#at-6)" in body
    assert "Joint statement\\: Adopted \\(Yes 12\\, Later 3\\)" in body
    assert body.count("Joint statement") == 1
    assert "When" not in body
    assert "Where" not in body
    assert "Where\\?" in topic_of(source(), 9, "2 Closing").body


def test_an_item_of_which_nothing_was_said_has_a_topic_all_the_same() -> None:
    plan = topic_of(source(), 11, "x" * 500)
    assert (len(plan.title), plan.posts) == (200, [])
    assert "(/sessions/12/record#transcript)" in plan.body


@given(st.lists(st.text(max_size=30), min_size=1, max_size=12))
def test_packing_loses_nothing_and_keeps_to_the_length(blocks: list[str]) -> None:
    found = packed(blocks, 40)
    assert "\n\n".join(found) == "\n\n".join(blocks)
    assert all(len(one) <= 40 for one in found)


def test_the_longest_statement_fits_in_posts() -> None:
    given_in = source()
    texts = {**given_in.texts, (Kind.SPEECH, 2): Said("*" * 20_000, "pt")}
    whole = Source(12, given_in.entries, given_in.turns, texts, [], NAMES, lambda text: text)
    posts = [one for one in topic_of(whole, 7, "1").posts if one.author == 2]
    assert sum(one.body.count("\\*") for one in posts) == 20_000
    assert max(len(one.body) for one in posts) <= LONGEST_POST == schemas.LONGEST_POST

"""What is said in the sessions of the demonstration."""

import pytest

from forum.core.ids import SessionId
from forum.demo.debate import DELEGATES, GUESTS, LANGUAGES, PARTS, QUESTIONS, Debate
from forum.demo.declaration import Texts, read_texts
from forum.demo.hall import Hall
from forum.demo.meetings import ALL
from forum.demo.people import EVERYBODY, MEMBERS
from forum.live.speech.rules import LONGEST_LINE


@pytest.fixture(scope="module")
def texts() -> Texts:
    return read_texts()


def test_delegates_speak_their_own_languages_and_each_is_offered(texts: Texts) -> None:
    languages = {person.handle: person.language for person in MEMBERS}
    said = {who: Debate(texts, 26).said(who) for who in DELEGATES}
    assert {who: words.language for who, words in said.items()} == {
        who: languages[who] for who in DELEGATES
    }
    assert {words.language for words in said.values()} <= set(LANGUAGES)
    assert said["camille"].text.startswith("Toute personne a droit à l’éducation.")


@pytest.mark.parametrize("number", ALL)
def test_everybody_who_acts_takes_part_and_every_line_fits(texts: Texts, number: int) -> None:
    debate = Debate(texts, number)
    assert len(set(debate.speakers)) == 3
    beats = list(debate.beats(Hall(SessionId(1))))
    assert {beat.who for beat in beats} <= {who for who, _, _ in PARTS}
    assert 90 < sum(beat.after for beat in beats) < 300
    for who in DELEGATES:
        assert 0 < len(debate.said(who).text) <= 3 * LONGEST_LINE


def test_everybody_belongs_to_the_demonstration() -> None:
    handles = {person.handle for person in EVERYBODY}
    assert {who for who, _, _ in PARTS} | {who for who, _ in QUESTIONS} | set(GUESTS) <= handles

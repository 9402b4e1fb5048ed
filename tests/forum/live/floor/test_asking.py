from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.core.errors import NotFound
from forum.core.ids import DelegationId, MemberId
from forum.live.floor.asking import Admit, Withdraw, needs_consent
from forum.live.floor.chairing import Call, CloseList, OpenList, Start, Stop
from forum.live.floor.rules import (
    FloorChanged,
    ListClosed,
    ListState,
    NoReplyLeft,
    SlotKind,
    SlotState,
    SlotsUsed,
    seconds_to_read,
)
from forum.live.floor.slots import Speaker
from forum.live.floor.speakers import SpeakersList
from forum.live.parts import Part
from forum.live.profiles import ASEM_INFORMAL, UNGA
from forum.live.sessions.rules import NotYourPart
from tests.forum.live.floor.floors import (
    RULES,
    START,
    after,
    ask,
    opened,
    played,
    speaker,
    waiting,
)


def test_names_are_taken_while_the_list_is_open() -> None:
    with pytest.raises(ListClosed):
        ask(1).on(SpeakersList(RULES))
    closed = CloseList(ListState.OPEN, START).on(opened())
    with pytest.raises(ListClosed):
        ask(1).on(closed)
    assert ask(1).on(opened()).remaining == 1


def test_a_list_opens_and_closes_at_its_stated_times() -> None:
    floor = OpenList(ListState.CLOSED, after(10), after(20)).on(SpeakersList(RULES))
    assert [floor.is_open(after(at)) for at in (9.9, 10, 19.9, 20)] == [False, True, True, False]


def test_a_delegation_makes_one_statement_on_an_item() -> None:
    floor = played(opened(UNGA.floor), ask(1, speaker(4)))
    with pytest.raises(SlotsUsed) as raised:
        ask(2, speaker(4)).on(floor)
    assert raised.value.data == {"most": 1}
    done = played(floor, *call_to_stop(1))
    with pytest.raises(SlotsUsed):
        ask(2, speaker(4)).on(done)
    withdrawn = Withdraw(1, SlotState.LISTED, after(2)).on(floor)
    assert waiting(ask(2, speaker(4)).on(withdrawn)) == [2]


def test_in_the_free_part_a_delegation_asks_again_once_it_has_spoken() -> None:
    floor = played(opened(UNGA.floor), ask(1, speaker(4), SlotKind.INTERVENTION))
    again = ask(2, speaker(4), SlotKind.INTERVENTION)
    with pytest.raises(SlotsUsed):
        again.on(floor)
    assert waiting(played(floor, *call_to_stop(1), again)) == [2]


def test_another_person_of_the_delegation_is_the_same_delegation() -> None:
    floor = ask(1, person(41, 4)).on(opened(UNGA.floor))
    with pytest.raises(SlotsUsed):
        ask(2, person(42, 4)).on(floor)


def test_a_group_has_a_statement_of_its_own_whichever_of_its_delegations_makes_it() -> None:
    rules = replace(RULES, per_delegation=1)
    asean = [replace(speaker(one), group=DelegationId(9)) for one in (1, 2)]
    floor = played(opened(rules), ask(1, asean[0]), ask(2, speaker(1)), ask(3, speaker(2)))
    with pytest.raises(SlotsUsed):
        ask(4, asean[1]).on(floor)
    assert len(waiting(floor)) == 3


def test_who_speaks_for_themselves_counts_for_themselves() -> None:
    floor = ask(1, person(41)).on(opened(UNGA.floor))
    assert waiting(ask(2, person(42)).on(floor)) == [1, 2]
    with pytest.raises(SlotsUsed):
        ask(2, person(41)).on(floor)
    assert waiting(ask(2, person(41, 4)).on(floor)) == [1, 2]


def test_replies_are_two_of_ten_and_five_minutes_also_on_a_closed_list() -> None:
    floor = SpeakersList(UNGA.floor)
    for number in (1, 2):
        floor = ask(number, speaker(4), SlotKind.REPLY).on(floor)
    assert [one.limit for one in floor.slots] == [timedelta(minutes=10), timedelta(minutes=5)]
    with pytest.raises(NoReplyLeft):
        ask(3, speaker(4), SlotKind.REPLY).on(floor)
    with pytest.raises(NoReplyLeft):
        ask(3, speaker(4), SlotKind.REPLY).on(SpeakersList(ASEM_INFORMAL.floor))


def test_a_reply_that_was_withdrawn_is_not_used_up() -> None:
    floor = SpeakersList(UNGA.floor)
    for number in (1, 2):
        floor = ask(number, speaker(4), SlotKind.REPLY).on(floor)
    floor = Withdraw(1, SlotState.LISTED, after(3)).on(floor)
    again = ask(3, speaker(4), SlotKind.REPLY).on(floor)
    assert again.slot(3).limit == timedelta(minutes=10)


def test_a_request_that_waits_for_consent_is_not_called() -> None:
    floor = replace(ask(1), needs_consent=True).on(opened())
    assert (floor.next, floor.remaining, waiting(floor)) == (None, 0, [1])
    with pytest.raises(FloorChanged):
        Call(1, SlotState.REQUESTED, START).on(floor)
    admitted = Admit(1, SlotState.REQUESTED, START).on(floor)
    assert admitted.next == admitted.slot(1)
    with pytest.raises(FloorChanged):
        Admit(1, SlotState.REQUESTED, START).on(admitted)


def test_a_request_is_on_the_list_once() -> None:
    with pytest.raises(FloorChanged):
        ask(1, speaker(5)).on(ask(1).on(opened()))


def test_who_speaks_does_not_withdraw() -> None:
    floor = played(opened(), ask(1), Call(1, SlotState.LISTED, START))
    gone = Withdraw(1, SlotState.CALLED, after(5)).on(floor)
    assert (gone.slot(1).state, gone.slot(1).ended_at) == (SlotState.WITHDRAWN, after(5))
    speaking = Start(1, SlotState.CALLED, START).on(floor)
    with pytest.raises(FloorChanged):
        Withdraw(1, SlotState.SPEAKING, START).on(speaking)
    with pytest.raises(FloorChanged):  # they were called since the chair looked
        Withdraw(1, SlotState.LISTED, START).on(floor)
    with pytest.raises(NotFound):
        Withdraw(9, SlotState.LISTED, START).on(floor)


def test_the_profile_says_who_asks_and_who_needs_consent() -> None:
    rules = ASEM_INFORMAL.floor
    assert not needs_consent(rules, {Part.DELEGATE, Part.OBSERVER})
    assert needs_consent(rules, {Part.STAKEHOLDER})
    with pytest.raises(NotYourPart):
        needs_consent(rules, {Part.INTERPRETER})


def person(member: int, delegation: int | None = None) -> Speaker:
    return Speaker(MemberId(member), None if delegation is None else DelegationId(delegation))


def call_to_stop(slot: int) -> tuple[Call, Start, Stop]:
    return (
        Call(slot, SlotState.LISTED, after(10)),
        Start(slot, SlotState.CALLED, after(11)),
        Stop(slot, SlotState.SPEAKING, after(20)),
    )


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("", 0),
        ("one", 1),
        ("word " * 110, 60),
        ("word " * 330, 180),  # three minutes at the World Health Assembly
        ("word " * 111, 61),
        ("ขอบคุณท่านประธาน", 2),  # three words without a space
    ],
)
def test_how_long_a_statement_takes(text: str, seconds: int) -> None:
    assert seconds_to_read(text, 110) == seconds


@given(st.lists(st.sampled_from("abc"), max_size=50), st.integers(60, 240))
def test_a_longer_statement_takes_longer(words: list[str], speed: int) -> None:
    exact = len(words) * 60 / speed
    assert exact <= seconds_to_read(" ".join(words), speed) < exact + 1

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from forum.core.ids import DelegationId
from forum.live.floor.chairing import Call, Move, Start, Stop
from forum.live.floor.rules import Level, SlotKind, SlotState
from forum.live.floor.slots import Slot
from forum.live.floor.speakers import SpeakersList
from forum.live.profiles import Order
from tests.forum.live.floor.floors import (
    RANKED,
    RULES,
    START,
    ask,
    opened,
    played,
    speaker,
    waiting,
)

EUROPE, ASIA, NONE = "europe", "asia", ""
MINISTER = Level.MINISTER
requests = st.lists(
    st.tuples(
        st.sampled_from([EUROPE, ASIA, NONE]),
        st.sampled_from([Level.HEAD_OF_STATE, MINISTER, Level.OBSERVER]),
        st.sampled_from([SlotKind.STATEMENT, SlotKind.INTERVENTION, SlotKind.REPLY]),
    ),
    max_size=14,
)


def heard(slot: int) -> tuple[Call, Start, Stop]:
    return (
        Call(slot, SlotState.LISTED, START),
        Start(slot, SlotState.CALLED, START),
        Stop(slot, SlotState.SPEAKING, START),
    )


def test_where_nothing_is_ranked_who_asks_first_speaks_first() -> None:
    floor = opened()
    for slot, level in enumerate([Level.OBSERVER, MINISTER, Level.HEAD_OF_STATE]):
        floor = ask(slot, speaker(slot, ASIA, level)).on(floor)
    assert waiting(floor) == [0, 1, 2]


def test_a_minister_is_called_before_an_ambassador_who_asked_first() -> None:
    floor = played(
        opened(RANKED),
        ask(1, speaker(1, ASIA, Level.HEAD_OF_DELEGATION)),
        ask(2, speaker(2, ASIA, MINISTER)),
        ask(3, speaker(3, ASIA, Level.HEAD_OF_DELEGATION)),
        ask(4, speaker(4, ASIA, Level.HEAD_OF_STATE)),
    )
    assert waiting(floor) == [4, 2, 1, 3]


def test_regions_take_turns() -> None:
    floor = opened(RANKED)
    for slot, region in enumerate([ASIA, ASIA, ASIA, EUROPE, EUROPE]):
        floor = ask(slot, speaker(slot, region)).on(floor)
    assert waiting(floor) == [0, 3, 1, 4, 2]


def test_a_region_that_has_spoken_lets_the_other_go_first() -> None:
    floor = played(opened(RANKED), ask(1, speaker(1, ASIA)), *heard(1), ask(2, speaker(2, ASIA)))
    assert waiting(ask(3, speaker(3, EUROPE)).on(floor)) == [3, 2]


def test_groups_are_heard_before_single_delegations_where_the_rules_say_so() -> None:
    asking = [None, 7, None, 8, 7]
    for order, expected in ((Order.GROUPS, [1, 3, 4, 0, 2]), (Order.ASKED, [0, 1, 2, 3, 4])):
        floor = opened(replace(RULES, order=order))
        for slot, group in enumerate(asking):
            named = None if group is None else DelegationId(group)
            floor = ask(slot, replace(speaker(slot), group=named)).on(floor)
        assert waiting(floor) == expected


def test_the_prepared_part_comes_first_and_replies_last() -> None:
    floor = played(
        opened(),
        ask(1, kind=SlotKind.REPLY),
        ask(2, kind=SlotKind.INTERVENTION),
        ask(3),
        ask(4, kind=SlotKind.REPLY),
        ask(5, kind=SlotKind.INTERVENTION),
    )
    assert waiting(floor) == [3, 2, 5, 1, 4]


def test_what_a_chair_moved_stays_moved_when_another_asks() -> None:
    floor = played(opened(RANKED), *(ask(at, speaker(at, ASIA)) for at in (1, 2, 3)))
    moved = Move(3, SlotState.LISTED, START).on(floor)
    assert waiting(moved) == [3, 1, 2]
    assert waiting(ask(4, speaker(4, ASIA)).on(moved)) == [3, 1, 2, 4]


@given(requests, st.integers(0, 5))
def test_nobody_who_waits_is_moved_past_another_by_a_new_name(
    names: list[tuple[str, Level, SlotKind]], calls: int
) -> None:
    floor = opened(RANKED)
    for slot, name in enumerate(names):
        before = waiting(floor)
        floor = asked(floor, slot, name)
        assert [one for one in waiting(floor) if one != slot] == before
    for _ in range(min(calls, floor.remaining)):
        floor = played(floor, *heard(floor.waiting[0].id))
        assert sorted(one.id for one in floor.slots) == list(range(len(names)))


@given(requests, st.integers(0, 3))
def test_a_list_goes_by_part_then_level_then_turns(
    names: list[tuple[str, Level, SlotKind]], every: int
) -> None:
    floor = opened(RANKED)
    for slot, name in enumerate(names):
        floor = asked(floor, slot, name)
        if every and slot % (every + 1) == every:
            floor = played(floor, *heard(floor.waiting[0].id))
    keys = [key(slot, floor) for slot in floor.waiting]
    assert keys == sorted(keys)


def asked(floor: SpeakersList, slot: int, name: tuple[str, Level, SlotKind]) -> SpeakersList:
    region, level, kind = name
    return ask(slot, speaker(slot, region, level), kind).on(floor)


def key(slot: Slot, floor: SpeakersList) -> tuple[int, int, int]:
    """Its part; and in the prepared part its level, and how many of its region come before it."""
    part = [SlotKind.STATEMENT, SlotKind.INTERVENTION, SlotKind.REPLY].index(slot.kind)
    if slot.kind is not SlotKind.STATEMENT:
        return part, 0, int(slot.requested_at.timestamp())
    peers = [
        one
        for one in floor.slots
        if (one.kind, one.speaker.level) == (slot.kind, slot.speaker.level)
        and one.speaker.region == slot.speaker.region
    ]
    waiting_before = [one for one in peers if one.is_waiting].index(slot)
    return part, slot.speaker.level, waiting_before + sum(one.has_ended for one in peers)

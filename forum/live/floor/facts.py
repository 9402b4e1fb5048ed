"""The floor as subscribers of a session get it: ids, words, and times of the server's clock."""

from datetime import datetime, timedelta

from forum.live.floor.events import Facts
from forum.live.floor.slots import Slot
from forum.live.floor.speakers import SpeakersList


def instant(at: datetime | None) -> int | None:
    """An instant in milliseconds since 1970, as clients read it."""
    return None if at is None else round(at.timestamp() * 1_000)


def length(span: timedelta) -> int:
    """A length of time in milliseconds."""
    return span // timedelta(milliseconds=1)


def slot_facts(slot: Slot, capacity: str | None, words: int) -> Facts:
    """A request as subscribers get it: who, for whom, and its clock.

    Args:
        slot: the request.
        capacity: as what they act for the delegation.
        words: of the statement handed in.
    """
    return {
        "id": slot.id,
        "kind": slot.kind.value,
        "state": slot.state.value,
        "member": slot.speaker.member,
        "delegation": slot.speaker.delegation,
        "capacity": capacity,
        "group": slot.speaker.group,
        "limit": length(slot.limit),
        "spent": length(slot.spent),
        "running_since": instant(slot.running_since),
        "requested_at": instant(slot.requested_at),
        "called_at": instant(slot.called_at),
        "ended_at": instant(slot.ended_at),
        "ruling": None if slot.ruling is None else slot.ruling.value,
        "appeal": None if slot.appeal is None else slot.appeal.value,
        "words": words,
    }


def list_facts(floor: SpeakersList) -> Facts:
    """How it is with a list: who has the floor, and the ids of those who wait in their order."""
    speaker, point = floor.speaker, floor.point
    return {
        "state": floor.state.value,
        "opens_at": instant(floor.opens_at),
        "closes_at": instant(floor.closes_at),
        "appealable": floor.appealable,
        "speaker": None if speaker is None else speaker.id,
        "point": None if point is None else point.id,
        "waiting": [one.id for one in floor.waiting],
        "remaining": floor.remaining,
    }

"""Who took part in a meeting, for whom, and from when to when.

The log has when somebody was let in and when their part ended. Whether they were at their machine
meanwhile is written down nowhere; the first and the last of their acts are shown beside it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from forum.live.record.entries import Entry, Who, slots_in, speaker
from forum.live.record.sittings import Stretch, meeting

Seats = Mapping[int, Who]
"""By the number of a participant: for whom they take part."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """That somebody took part as something.

    Attributes:
        who: and for whom.
        part: as what.
        began, ended: within the meeting, in ms since 1970.
        first, last: when they did something; `None`: they did nothing that was recorded.
    """

    who: Who
    part: str
    began: int
    ended: int
    first: int | None = None
    last: int | None = None


def attendance(entries: Sequence[Entry], seats: Seats, until: int) -> list[Attendee]:
    """All who could follow a meeting as participants, in the order in which they were let in.

    Args:
        entries: of the log.
        seats: for whom the participants act.
        until: when a meeting that goes on is taken to end, in ms since 1970.
    """
    held = meeting(entries, until)
    if held is None:
        return []
    found: list[Attendee] = []
    places: dict[int, int] = {}
    for entry in entries:
        key = entry.number("participant_id")
        if entry.event == "participant.joined" and key not in places:
            places[key] = len(found)
            who = seats.get(key, Who(entry.number("member_id")))
            found.append(Attendee(who, entry.word("part"), entry.at, held.ended))
        elif entry.event == "participant.left" and key in places:
            place = places.pop(key)
            found[place] = replace(found[place], ended=entry.at)
    acts = _acts(entries)
    return [_within(one, held, acts) for one in found if _was_there(one, held)]


def _was_there(one: Attendee, held: Stretch) -> bool:
    return one.began < held.ended and one.ended > held.began


def _within(one: Attendee, held: Stretch, acts: Mapping[int | None, Sequence[int]]) -> Attendee:
    began, ended = max(one.began, held.began), min(one.ended, held.ended)
    times = [at for at in acts.get(one.who.member, ()) if began <= at <= ended]
    first, last = (times[0], times[-1]) if times else (None, None)
    return replace(one, began=began, ended=ended, first=first, last=last)


def _acts(entries: Sequence[Entry]) -> Mapping[int | None, Sequence[int]]:
    """When each member did something, by the order of the log; who speaks does."""
    found: dict[int | None, list[int]] = {}
    for entry in entries:
        spoke = {speaker(slot).member for slot in slots_in(entry) if _speaks(slot)}
        for member in {entry.who.member, *spoke}:
            found.setdefault(member, []).append(entry.at)
    return found


def _speaks(slot: Mapping[str, object]) -> bool:
    return slot.get("state") == "speaking"

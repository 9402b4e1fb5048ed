"""As what somebody comes to the floor, and which requests are theirs."""

from collections.abc import Set

from forum.core.ids import MemberId
from forum.delegations.rules import Capacity, OnBehalf
from forum.live.floor.rules import Level
from forum.live.floor.slots import Slot, Speaker
from forum.live.parts import Part
from forum.live.sessions.rules import Standing


def level_of(parts: Set[Part], on_behalf: OnBehalf | None) -> Level:
    """The level of representation that parts and mandate tell; the chair can set a higher one."""
    if on_behalf is not None and on_behalf.capacity is Capacity.HEAD:
        return Level.HEAD_OF_DELEGATION
    if Part.DELEGATE in parts or not parts & {Part.OBSERVER, Part.STAKEHOLDER}:
        return Level.DELEGATE
    return Level.OBSERVER if Part.OBSERVER in parts else Level.STAKEHOLDER


def speaker_for(
    member: MemberId, parts: Set[Part], on_behalf: OnBehalf | None, region: str = ""
) -> Speaker:
    """Somebody as the list knows them; `region` is that of their delegation."""
    delegation = None if on_behalf is None else on_behalf.delegation_id
    return Speaker(member, delegation, region, level_of(parts, on_behalf))


def owns(member: MemberId, standing: Standing, slot: Slot) -> bool:
    """Whether a request is somebody's own, or of the delegation that they speak for."""
    behalf = standing.on_behalf
    if behalf is not None and not behalf.speaks:
        return slot.speaker.member == member
    return slot.speaker.is_of(speaker_for(member, standing.parts, behalf))

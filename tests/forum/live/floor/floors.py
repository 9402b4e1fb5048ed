"""Lists of speakers for tests, built by the acts themselves."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from forum.core.ids import DelegationId, MemberId
from forum.live.floor.acts import Act
from forum.live.floor.asking import Ask
from forum.live.floor.chairing import OpenList
from forum.live.floor.rules import Level, ListState, SlotKind
from forum.live.floor.slots import Speaker
from forum.live.floor.speakers import SpeakersList
from forum.live.profiles import UNGA, FloorRules, Order

START = datetime(2026, 11, 20, 9, tzinfo=UTC)
RULES = replace(UNGA.floor, per_delegation=3)
RANKED = replace(RULES, order=Order.RANKED)


def after(seconds: float) -> datetime:
    """An instant so many seconds after the list was opened."""
    return START + timedelta(seconds=seconds)


def speaker(delegation: int, region: str = "", level: Level = Level.DELEGATE) -> Speaker:
    return Speaker(MemberId(delegation * 10), DelegationId(delegation), region, level)


def opened(rules: FloorRules = RULES) -> SpeakersList:
    return OpenList(ListState.CLOSED, START).on(SpeakersList(rules))


def ask(slot: int, who: Speaker | None = None, kind: SlotKind = SlotKind.STATEMENT) -> Ask:
    return Ask(slot, who or speaker(slot), kind, after(slot))


def played(floor: SpeakersList, *acts: Act) -> SpeakersList:
    for act in acts:
        floor = act.on(floor)
    return floor


def waiting(floor: SpeakersList) -> list[int]:
    """Ids of the requests that wait, the next first."""
    return [slot.id for slot in floor.waiting]

"""Cards of topics. Who may change a topic, and what they see, is checked by those who call."""

from typing import Any

from forum.core.addresses import canonical
from forum.core.ids import SpaceId, TopicId
from forum.db.unit import Unit
from forum.resources import queries
from forum.resources.events import ResourceChanged
from forum.resources.rules import FIRST_CHECK
from forum.resources.schemas import ResourceDraft
from forum.resources.tables import Resource


async def describe(unit: Unit, topic_id: TopicId, space_id: SpaceId, draft: ResourceDraft) -> None:
    """Give a topic this card, in the place of another if there is one.

    Whether the actor sees the topic of `draft.version_of`, and whether that has a card, was asked
    before; where it has none, the resource stands alone.
    """
    row = await queries.resource_for_update(unit.db, topic_id)
    if row is None:
        row = Resource(
            topic_id=topic_id, space_id=space_id, work_id=topic_id, **_values(unit, draft)
        )
    else:
        _change(row, _values(unit, draft))
    await queries.store(unit.db, row, draft.languages, draft.competences)
    left = await _leave(unit, row, draft.version_of)
    joined = await _join(unit, row, draft.version_of)
    unit.emit(ResourceChanged(tuple(sorted({topic_id, *left, *joined}))))


def _values(unit: Unit, draft: ResourceDraft) -> dict[str, Any]:
    shown = draft.model_dump(include={"url", "type", "licence", "provider", "country"})
    return {
        **shown,
        "level": draft.level,
        "subject": draft.subject,
        "canonical": canonical(draft.url),
        "changed_at": unit.now,
        "check_due": unit.now + FIRST_CHECK,
    }


def _change(row: Resource, values: dict[str, Any]) -> None:
    if row.url == values["url"]:
        values.pop("check_due")
    else:  # what is known is known of another address
        values |= {"failures": 0, "failing_since": None, "unreachable_since": None}
        values["checked_at"] = None
    for name, value in values.items():
        setattr(row, name, value)


async def forget(unit: Unit, topic_id: TopicId) -> None:
    """Take a topic's card away, if it has one."""
    row = await queries.resource_for_update(unit.db, topic_id)
    if row is not None:
        left = await _leave(unit, row, None)
        await queries.forget(unit.db, row)
        unit.emit(ResourceChanged(tuple(sorted({topic_id, *left}))))


async def move(unit: Unit, topic_id: TopicId, space_id: SpaceId) -> None:
    """Let the card of a topic, if it has one, follow the topic into another space."""
    row = await queries.resource_for_update(unit.db, topic_id)
    if row is not None:
        row.space_id = space_id


async def announce(unit: Unit, topic_id: TopicId) -> None:
    """Say that what is shown beside a card, its title or its state, is another."""
    work_id = await queries.work_of(unit.db, topic_id)
    if work_id is not None:
        unit.emit(ResourceChanged(tuple(await queries.topics_of_work(unit.db, work_id))))


async def _leave(unit: Unit, row: Resource, beside: TopicId | None) -> list[TopicId]:
    """Part a resource from its other versions, unless it is to stay `beside` one of them."""
    others = list(await queries.topics_of_work(unit.db, row.work_id))
    others.remove(row.topic_id)
    if not others or beside in others:
        return []
    await queries.set_work(unit.db, others, others[0])
    await queries.set_work(unit.db, [row.topic_id], row.topic_id)
    row.work_id = row.topic_id
    return others


async def _join(unit: Unit, row: Resource, other: TopicId | None) -> list[TopicId]:
    work_id = await queries.work_of(unit.db, other) if other is not None else None
    if work_id is None or work_id == row.work_id:
        return []
    both = [row.topic_id, *await queries.topics_of_work(unit.db, work_id)]
    await queries.set_work(unit.db, both, min(both))
    return both

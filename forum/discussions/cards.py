"""The cards of resources: checked and changed together with the topics they belong to."""

from forum.core.addresses import canonical
from forum.core.errors import N_, Fault, InvalidInput
from forum.core.ids import TopicId
from forum.db.unit import Unit
from forum.discussions import queries
from forum.discussions.rules import Kind
from forum.discussions.tables import Topic
from forum.resources import actions as resources
from forum.resources import queries as known
from forum.resources.rules import MOST_VERSIONS, AlreadyShared
from forum.resources.schemas import ResourceDraft


async def start(unit: Unit, topic: Topic, card: ResourceDraft | None) -> None:
    """Give a new topic its card, if it is to have one.

    Raises:
        AlreadyShared: the actor sees another topic with the address, and does not insist.
        InvalidInput: what it is a version of is no resource that the actor sees.
    """
    if card is not None:
        await _describe(unit, topic, card)


async def change(unit: Unit, topic: Topic, kind: Kind | None, card: ResourceDraft | None) -> None:
    """Let the card follow a change of its topic; `None` is what stays.

    Raises:
        AlreadyShared, InvalidInput: see `start`; or a card for another kind, or none for this.
    """
    topic_id, wanted = _id(topic), kind or topic.kind
    if card is not None and wanted != Kind.RESOURCE:
        raise InvalidInput([Fault("resource", N_("Only topics of the kind “resource” have one."))])
    if kind == Kind.RESOURCE and card is None and not await known.address_of(unit.db, topic_id):
        raise InvalidInput([Fault("resource", N_("Say what the resource is and where."))])
    if card is not None:
        await _describe(unit, topic, card)
    elif wanted != Kind.RESOURCE:
        await resources.forget(unit, topic_id)
    else:
        await resources.announce(unit, topic_id)


async def announce(unit: Unit, topic: Topic) -> None:
    """Say that a topic with a card is shown or hidden from now on."""
    if topic.kind == Kind.RESOURCE:
        await resources.announce(unit, _id(topic))


async def _describe(unit: Unit, topic: Topic, card: ResourceDraft) -> None:
    topic_id = _id(topic)
    address = canonical(card.url)
    was = await known.address_of(unit.db, topic_id)
    if address != was and not card.shared_again:
        await _check_address(unit, topic_id, address)
    await _check_version(unit, topic_id, card.version_of)
    await resources.describe(unit, topic_id, topic.space_id, card)


async def _check_address(unit: Unit, topic_id: TopicId, address: str) -> None:
    if await queries.is_shared(unit.db, unit.actor, address, topic_id):
        raise AlreadyShared


async def _check_version(unit: Unit, topic_id: TopicId, other: TopicId | None) -> None:
    if other is None:
        return
    if other == topic_id or not await queries.has_card(unit.db, unit.actor, other):
        raise InvalidInput([Fault("version_of", N_("There is no other resource at this address."))])
    work_id = await known.work_of(unit.db, other)
    if work_id is not None and len(await known.topics_of_work(unit.db, work_id)) >= MOST_VERSIONS:
        raise InvalidInput([Fault("version_of", N_("It has too many language versions already."))])


def _id(topic: Topic) -> TopicId:
    assert topic.id is not None  # noqa: S101 (it was read or flushed)
    return topic.id

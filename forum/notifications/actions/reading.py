"""Having read what one was told."""

from forum.accounts.rules import check_own
from forum.db.unit import Unit
from forum.notifications import queries
from forum.notifications.events import NotificationsChanged
from forum.notifications.schemas import ReadMark


async def mark_read(unit: Unit, mark: ReadMark) -> None:
    """Note that the actor has read notifications; those of others stay as they are.

    Raises:
        SignInRequired, ScopeTooNarrow: the actor may not.
    """
    member_id = check_own(unit.actor)
    some = await queries.mark_read(
        unit.db, member_id, unit.now, ids=mark.ids, topic_id=mark.topic_id
    )
    if some:
        unit.emit(NotificationsChanged(member_id))

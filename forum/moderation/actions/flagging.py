"""Reporting a post."""

from dataclasses import dataclass

from forum.core.ids import FlagId, PostId
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.moderation import queries
from forum.moderation.actions.opening import announce
from forum.moderation.queueing import CaseKind
from forum.moderation.rules import FlagReason, check_flag, written_in
from forum.moderation.schemas import FlagDraft
from forum.moderation.tables import Flag


@dataclass(frozen=True, slots=True)
class Flagged:
    """A member's open flag of a post, and whether it is new."""

    id: FlagId
    is_new: bool


async def flag(unit: Unit, post_id: PostId, draft: FlagDraft) -> Flagged:
    """Report a post to the moderators; a member's second flag, while one is open, changes nothing.

    Raises:
        NotFound: there is no such post for this actor.
        OwnPost: the actor wrote it.
        PostGone: it is out of sight already.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    await discussions.post_for_update(unit.db, unit.actor, post_id)  # no act comes in between
    post = await discussions.post(unit.db, unit.actor, post_id)
    reporter = check_flag(unit.actor, post.author.id, post.state)
    if (known := await queries.open_flag(unit.db, post_id, reporter)) is not None:
        return Flagged(known, is_new=False)
    row = Flag(
        post_id=post_id,
        reporter_id=reporter,
        reason=draft.reason,
        remark=draft.remark,
        language=written_in(draft.remark, unit.actor.reads, unit.actor.locale),
        translation=draft.translation or "",
        created_at=unit.now,
    )
    flag_id = await queries.add_flag(unit.db, row)
    wrong = draft.reason == FlagReason.WRONG_TRANSLATION
    kind = CaseKind.TRANSLATION if wrong else CaseKind.REPORT
    await announce(unit, await queries.raise_case(unit.db, post_id, kind, unit.now))
    return Flagged(flag_id, is_new=True)

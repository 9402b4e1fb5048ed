"""What moderation does. An action checks, changes, announces; its caller commits."""

from dataclasses import asdict, dataclass

from forum.core.ids import AuditId, FlagId, PostId
from forum.db.unit import Unit
from forum.discussions import queries as discussions
from forum.moderation import queries
from forum.moderation.acts.base import Act
from forum.moderation.events import PostFlagged
from forum.moderation.recording import record
from forum.moderation.rules import AlreadyDone, Standing, TargetKind, check_flag
from forum.moderation.schemas import FlagDraft
from forum.moderation.tables import AuditEntry, Flag
from forum.web.inputs import row_id
from i18n.detect import detect

ACTED = "moderation.acted"
"""Kind of the job that an act leaves (`audit_id`) for whoever tells members of it."""


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
        language=_language(unit, draft.remark),
        created_at=unit.now,
    )
    flag_id = await queries.add_flag(unit.db, row)
    unit.emit(PostFlagged(post_id))
    return Flagged(flag_id, is_new=True)


def _language(unit: Unit, remark: str) -> str:
    preferred = unit.actor.reads[0] if unit.actor.reads else unit.actor.locale
    return detect(remark, hint=preferred).language or preferred


async def carry_out(unit: Unit, act: Act) -> AuditId:
    """Do what a moderator decided, settle the flags it answers, and write it down.

    Raises:
        NotFound: there is no such target for this actor.
        AlreadyDone: the target does not stand as the act needs it.
        SignInRequired, Forbidden, ScopeTooNarrow: the actor may not.
    """
    moderator = unit.actor.require(act.needs)
    row_id(act.target.id)
    standing = await queries.standing_for_update(unit.db, unit.actor, act.target)
    if not act.fits(standing):
        raise AlreadyDone
    target = str(act.target)
    undone = await queries.last_standing(unit.db, act.undoes, target) if act.undoes else None
    await act.carry_out(unit, undone)
    entry = AuditEntry(
        made_at=unit.now,
        actor_id=moderator,
        act=act.name,
        target=target,
        reason=act.reason,
        details=_details(act, standing),
        undoes=undone.id if undone else None,
    )
    audit_id = await record(unit, entry)
    unit.later(ACTED, audit_id=audit_id)
    if act.on == TargetKind.POST:
        await queries.resolve_flags(unit.db, PostId(act.target.id), entry)
    return audit_id


def _details(act: Act, standing: Standing) -> dict[str, object]:
    own = act.model_dump(mode="json", exclude={"target", "reason"})
    return {"was": asdict(standing), **own}

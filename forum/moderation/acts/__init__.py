"""What moderators can do. To add an act: its file and its line here."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from forum.moderation.acts.approve_held import ApproveHeld
from forum.moderation.acts.approve_request import ApproveRequest
from forum.moderation.acts.archive_topic import ArchiveTopic
from forum.moderation.acts.ban_member import BanMember
from forum.moderation.acts.base import Act
from forum.moderation.acts.decline_held import DeclineHeld
from forum.moderation.acts.decline_request import DeclineRequest
from forum.moderation.acts.delete_post import DeletePost
from forum.moderation.acts.dismiss_flags import DismissFlags
from forum.moderation.acts.edit_post import EditPost
from forum.moderation.acts.hide_post import HidePost
from forum.moderation.acts.hide_topic import HideTopic
from forum.moderation.acts.hold_again import HoldAgain
from forum.moderation.acts.lift_sanction import LiftSanction
from forum.moderation.acts.lock_text import LockText
from forum.moderation.acts.lock_topic import LockTopic
from forum.moderation.acts.lock_translation import LockTranslation
from forum.moderation.acts.merge_topic import MergeTopic
from forum.moderation.acts.move_topic import MoveTopic
from forum.moderation.acts.mute_participant import MuteParticipant
from forum.moderation.acts.pin_topic import PinTopic
from forum.moderation.acts.premoderate_member import PremoderateMember
from forum.moderation.acts.purge_text import PurgeText
from forum.moderation.acts.purge_translations import PurgeTranslations
from forum.moderation.acts.remove_translation import RemoveTranslation
from forum.moderation.acts.renew_sanction import RenewSanction
from forum.moderation.acts.reopen_flags import ReopenFlags
from forum.moderation.acts.reopen_request import ReopenRequest
from forum.moderation.acts.restore_post import RestorePost
from forum.moderation.acts.restore_topic import RestoreTopic
from forum.moderation.acts.restore_translation import RestoreTranslation
from forum.moderation.acts.retranslate_post import RetranslatePost
from forum.moderation.acts.retranslate_text import RetranslateText
from forum.moderation.acts.set_topic_kind import SetTopicKind
from forum.moderation.acts.set_topic_language import SetTopicLanguage
from forum.moderation.acts.silence_member import SilenceMember
from forum.moderation.acts.split_topic import SplitTopic
from forum.moderation.acts.suspend_member import SuspendMember
from forum.moderation.acts.unarchive_topic import UnarchiveTopic
from forum.moderation.acts.unlock_text import UnlockText
from forum.moderation.acts.unlock_topic import UnlockTopic
from forum.moderation.acts.unlock_translation import UnlockTranslation
from forum.moderation.acts.unmerge_topic import UnmergeTopic
from forum.moderation.acts.unmute_participant import UnmuteParticipant
from forum.moderation.acts.unpin_topic import UnpinTopic
from forum.moderation.acts.unsplit_topic import UnsplitTopic
from forum.moderation.acts.warn_member import WarnMember
from forum.moderation.rules import NotUndoable, Standing, TargetKind
from forum.moderation.tables import AuditEntry
from forum.web.inputs import validate

ACTS: Mapping[str, type[Act]] = {
    act.name: act
    for act in (
        HidePost,
        RestorePost,
        EditPost,
        SplitTopic,
        UnsplitTopic,
        RemoveTranslation,
        RestoreTranslation,
        LockTranslation,
        UnlockTranslation,
        RetranslatePost,
        PurgeTranslations,
        DeletePost,
        DismissFlags,
        ReopenFlags,
        ApproveHeld,
        DeclineHeld,
        HoldAgain,
        ApproveRequest,
        DeclineRequest,
        ReopenRequest,
        LockTopic,
        UnlockTopic,
        PinTopic,
        UnpinTopic,
        ArchiveTopic,
        UnarchiveTopic,
        MoveTopic,
        MergeTopic,
        UnmergeTopic,
        SetTopicKind,
        SetTopicLanguage,
        HideTopic,
        RestoreTopic,
        WarnMember,
        PremoderateMember,
        SilenceMember,
        SuspendMember,
        BanMember,
        LiftSanction,
        RenewSanction,
        MuteParticipant,
        UnmuteParticipant,
        LockText,
        UnlockText,
        RetranslateText,
        PurgeText,
    )
}
"""Every act by its name, in the order that menus offer them."""


def _known(name: str) -> str:
    if name not in ACTS:
        raise PydanticCustomError("enum", "unknown act", {"expected": ", ".join(ACTS)})
    return name


ActName = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": [*ACTS]})]


NOTHING: Mapping[str, object] = MappingProxyType({})


def make(name: str, target: str, reason: str, values: Mapping[str, object] = NOTHING) -> Act:
    """The act that was asked for by these words.

    Args:
        name: one of `ACTS`.
        target: what it is to be done to, as `post:12`.
        reason: why.
        values: of the act's own fields.

    Raises:
        InvalidInput: the act is not for such a target, or the reason or a field does not fit.
    """
    return validate(ACTS[name], {**values, "target": target, "reason": reason})


def undoing(entry: AuditEntry, reason: str) -> Act:
    """The act that undoes one on record.

    Raises:
        NotUndoable: there is none.
    """
    act = ACTS.get(entry.act)
    if act is None or not is_undoable(entry.act, entry.target):
        raise NotUndoable
    return make(_undone_by(act) or "", entry.target, reason, act.back(entry.details))


def _undone_by(act: type[Act]) -> str | None:
    others = (other.name for other in ACTS.values() if other.undoes == act.name)
    return act.undone_by or next(others, None)


def is_undoable(name: str, target: str = "") -> bool:
    """Whether an act on record can be undone, as far as its kind goes.

    Args:
        name: of the act.
        target: as in the record, which may hold acts of the same name by other features.
    """
    if name not in ACTS or _undone_by(ACTS[name]) is None:
        return False
    return not target or target.partition(":")[0] == ACTS[name].on


def fitting(on: TargetKind, standing: Standing) -> Sequence[type[Act]]:
    """The acts that make sense for a target of this kind that stands like this."""
    menu = [act for act in ACTS.values() if act.on == on and act.in_menus]
    return [act for act in menu if act.fits(standing)]

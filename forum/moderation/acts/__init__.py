"""What moderators can do. To add an act: its file and its line here."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from forum.moderation.acts.base import Act
from forum.moderation.acts.dismiss_flags import DismissFlags
from forum.moderation.acts.hide_post import HidePost
from forum.moderation.acts.hide_topic import HideTopic
from forum.moderation.acts.lock_topic import LockTopic
from forum.moderation.acts.pin_topic import PinTopic
from forum.moderation.acts.restore_post import RestorePost
from forum.moderation.acts.restore_topic import RestoreTopic
from forum.moderation.acts.unlock_topic import UnlockTopic
from forum.moderation.acts.unpin_topic import UnpinTopic
from forum.moderation.rules import Standing, TargetKind
from forum.web.inputs import validate

ACTS: Mapping[str, type[Act]] = {
    act.name: act
    for act in (
        HidePost,
        RestorePost,
        DismissFlags,
        LockTopic,
        UnlockTopic,
        PinTopic,
        UnpinTopic,
        HideTopic,
        RestoreTopic,
    )
}
"""Every act by its name, in the order that menus offer them."""


def _known(name: str) -> str:
    if name not in ACTS:
        raise PydanticCustomError("enum", "unknown act", {"expected": ", ".join(ACTS)})
    return name


ActName = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": [*ACTS]})]


def make(name: str, target: str, reason: str) -> Act:
    """The act that was asked for by these words.

    Args:
        name: one of `ACTS`.
        target: what it is to be done to, as `post:12`.
        reason: why.

    Raises:
        InvalidInput: the act is not for such a target, or the reason does not fit.
    """
    return validate(ACTS[name], {"target": target, "reason": reason})


def fitting(on: TargetKind, standing: Standing) -> Sequence[type[Act]]:
    """The acts that make sense for a target of this kind that stands like this."""
    return [act for act in ACTS.values() if act.on == on and act.fits(standing)]

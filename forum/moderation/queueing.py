"""What the queue holds: kinds of cases, and what each is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from forum.core.ids import AuditId, HeldId, ParticipantId, PostId


class CaseKind(StrEnum):
    """Why something waits for a moderator."""

    REPORT = "report"
    """Somebody reported a post."""
    TRANSLATION = "translation"
    """Somebody reported a translation of a post."""
    HINT = "hint"
    """A post looks as if nobody wanted it; nobody has reported it."""
    HELD = "held"
    """A text waits to be posted."""
    APPEAL = "appeal"
    """Somebody answered a decision."""
    ACCREDITATION = "accreditation"
    """Somebody asks to take part in a live session."""


ABOUT_POSTS = (CaseKind.REPORT, CaseKind.TRANSLATION, CaseKind.HINT)
"""Kinds of cases about posts, the weightiest first: a case is of the weightiest thing said."""
REPORTED = (CaseKind.REPORT, CaseKind.TRANSLATION)
"""Those that people have raised."""


def weightier(one: CaseKind, other: CaseKind) -> CaseKind:
    """Which of two kinds a case about a post is of, about which both are said."""
    return min(one, other, key=ABOUT_POSTS.index)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a case is about; one of the four."""

    post_id: PostId | None = None
    held_id: HeldId | None = None
    decision_id: AuditId | None = None
    participant_id: ParticipantId | None = None

    def __str__(self) -> str:
        if self.post_id is not None:
            return f"post:{self.post_id}"
        if self.participant_id is not None:
            return f"request:{self.participant_id}"
        return f"appeal:{self.decision_id}" if self.held_id is None else f"held:{self.held_id}"

    @property
    def url(self) -> str:
        """Where it is decided about."""
        if self.post_id is not None:
            return f"/p/{self.post_id}/moderate"
        if self.held_id is not None:
            return f"/held/{self.held_id}/moderate"
        if self.participant_id is not None:
            return f"/moderation/requests/{self.participant_id}"
        return f"/moderation/appeals/{self.decision_id}"


SUGGESTED_FOR_HELD: Sequence[str] = ("approve_held", "decline_held")
"""Names of the acts that settle a text that waits."""
SUGGESTED_FOR_REQUEST: Sequence[str] = ("approve_request", "decline_request")
"""The same of a request to take part."""

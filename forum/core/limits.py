"""How often somebody may do what: the one table, by act and by standing."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from forum.core.actor import Actor
from forum.core.permissions import Role

NEW = timedelta(days=3)
"""How long a member is new."""


class Act(StrEnum):
    """What is counted."""

    API = "api"
    """Requests with one access token."""
    CAPTION = "caption"
    """Segments of captions in a live session, partial ones too."""
    CHAT = "chat"
    """Lines of chat and questions in a live session."""
    EDIT = "edit"
    FLAG = "flag"
    POST = "post"
    PREVIEW = "preview"
    REACTION = "reaction"
    """Reactions, accepted answers and bookmarks."""
    SEARCH = "search"
    SUGGESTION = "suggestion"
    """What is suggested while somebody types."""
    TOPIC = "topic"
    TRANSLATION = "translation"
    """Translations asked for that nobody has made yet."""
    UPLOAD = "upload"
    WRITE = "write"
    """Whatever else changes something."""


class Standing(StrEnum):
    """Who does it; administrators have no limits."""

    VISITOR = "visitor"
    """Counted by address, which a school may share."""
    NEW = "new"
    """A member of the first three days."""
    MEMBER = "member"
    MODERATOR = "moderator"


Rates = Mapping[Act, Mapping[Standing, str]]
"""As `20/hour` or `30/10 minutes`; "" means: no limit."""


def _row(visitor: str, new: str, member: str, moderator: str) -> Mapping[Standing, str]:
    return dict(zip(Standing, (visitor, new, member, moderator), strict=True))


RATES: Rates = {
    Act.API: _row("", "300/minute", "600/minute", "3000/minute"),
    Act.CAPTION: _row("", "1200/minute", "1200/minute", "1200/minute"),
    Act.CHAT: _row("", "15/minute", "30/minute", "120/minute"),
    Act.EDIT: _row("", "30/10 minutes", "120/10 minutes", "600/10 minutes"),
    Act.FLAG: _row("", "10/hour", "30/hour", "300/hour"),
    Act.POST: _row("", "15/10 minutes", "60/10 minutes", "300/10 minutes"),
    Act.PREVIEW: _row("", "60/minute", "60/minute", "60/minute"),
    Act.REACTION: _row("", "30/minute", "60/minute", "120/minute"),
    Act.SEARCH: _row("120/minute", "60/minute", "60/minute", "120/minute"),
    Act.SUGGESTION: _row("600/minute", "300/minute", "300/minute", "300/minute"),
    Act.TOPIC: _row("", "5/hour", "20/hour", "100/hour"),
    Act.TRANSLATION: _row("30/minute", "30/minute", "60/minute", "120/minute"),
    Act.UPLOAD: _row("", "10/hour", "60/hour", "300/hour"),
    Act.WRITE: _row("120/minute", "120/minute", "300/minute", "600/minute"),
}
"""The defaults. What visitors may not do at all has no limit for them."""


def standing(actor: Actor, now: datetime) -> Standing | None:
    """Whose limits hold for `actor`; `None` for administrators, and for what the house does."""
    if actor.role == Role.ADMIN:
        return None
    if actor.member_id is None:
        return Standing.VISITOR
    if actor.role == Role.MODERATOR:
        return Standing.MODERATOR
    is_new = actor.joined_at is not None and now - actor.joined_at < NEW
    return Standing.NEW if is_new else Standing.MEMBER

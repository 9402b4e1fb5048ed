"""Where what a session leaves open may be discussed on."""

from forum.core.errors import N_, ForumError
from forum.live.sessions.rules import SessionAccess
from forum.spaces.rules import Access


class NoSpaceForTopics(ForumError):
    """The session belongs to no space that the actor sees."""

    code, status = "no_space_for_topics", 409
    text = N_(
        "This session belongs to no space that you see, so there is nowhere to make topics of it."
    )


class TopicsTooOpen(ForumError):
    """More people see the space than follow the session."""

    code, status = "topics_too_open", 409
    text = N_("More people see the space of this session than follow the session itself.")


def check_openness(session: SessionAccess, space: Access) -> None:
    """Let a session's content be shown to who sees a space.

    A session of those who were accredited is for them alone, so it is shown in no space.

    Raises:
        TopicsTooOpen: some of them do not follow the session.
    """
    if session is SessionAccess.ACCREDITED:
        raise TopicsTooOpen
    if session is SessionAccess.MEMBERS and space is Access.PUBLIC:
        raise TopicsTooOpen

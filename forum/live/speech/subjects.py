"""What is written in sessions as something to translate; who sees the session sees it."""

from forum.live.sessions.rules import SessionAccess
from forum.live.sessions.tables import LiveSession
from forum.spaces.rules import Access
from forum.spaces.tables import Space
from forum.translations.rules import Reach
from forum.translations.subjects import Subject


def spoken_subject(
    name: str,
    text: tuple[str, str],
    place: tuple[LiveSession, Space | None],
    *,
    markdown: bool = False,
) -> Subject:
    """One text, which is never changed once it was said.

    Args:
        name: its kind and number, such as `caption:12`.
        text: what was said, and the BCP 47 tag of its language.
        place: the session, and its space.
        markdown: whether it is Markdown; otherwise it is one line.
    """
    session, space = place
    return Subject(
        name=name,
        text=text[0],
        markdown=markdown,
        language=text[1],
        version=1,
        channel=f"session:{session.id}",
        reach=_reach(session) if space is None else space.engines,
        ceiling=None if space is None else space.translation_budget,
        memory=_memory(session, space),
        space="" if space is None else f"space:{space.id}",
        live=True,
    )


def _reach(session: LiveSession) -> Reach:
    """Of a session in no space, only what everybody may read leaves the house."""
    return Reach.ANY if session.access is SessionAccess.PUBLIC else Reach.INSIDE


def _memory(session: LiveSession, space: Space | None) -> str:
    """Words that not everybody reads are reused only where they were said."""
    if session.access is SessionAccess.PUBLIC and (space is None or space.access is Access.PUBLIC):
        return ""
    return f"session:{session.id}"

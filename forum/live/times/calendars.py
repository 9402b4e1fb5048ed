"""Sessions as calendars show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from forum.core.errors import N_
from forum.live.calendar import Entry, calendar, status_of
from forum.live.sessions.tables import LiveSession
from forum.translations.rules import is_reviewed
from forum.translations.schemas import TranslationOut
from i18n.catalogs import gettext

_BY_MACHINE = N_("Translated by a machine; the original is on the page.")
_BY_PEOPLE = N_("Translated by members; the original is on the page.")


@dataclass(frozen=True, slots=True)
class Reader:
    """In which languages a calendar is written.

    Attributes:
        language: BCP 47 tag that texts of sessions are read in.
        locale: tag of the interface.
        made: translations into `language`, by the names of texts, such as `session_title:3`.
    """

    language: str
    locale: str
    made: Mapping[str, TranslationOut]

    def texts(self, session: LiveSession) -> tuple[dict[str, str], str]:
        """Titles by language, and the description: with a word on who translated, if any did."""
        titles = {session.language: session.title}
        if session.language == self.language:
            return titles, session.description
        title = self.made.get(f"session_title:{session.id}")
        text = self.made.get(f"session_text:{session.id}")
        said = text.text if text else session.description
        if title:
            titles[self.language] = title.text
        used = [one for one in (title, text) if one]
        if not used:
            return titles, said
        by_people = all(is_reviewed(one.status) for one in used)
        label = gettext(_BY_PEOPLE if by_people else _BY_MACHINE, self.locale)
        return titles, f"{said}\n\n{label}".strip()


def texts_of(sessions: Sequence[LiveSession], language: str) -> list[str]:
    """The names of the texts that a calendar in `language` shows of sessions in others."""
    return [
        f"{kind}:{one.id}"
        for one in sessions
        if one.language != language
        for kind in ("session_title", "session_text")
    ]


def entry(session: LiveSession, site: str, reader: Reader, *, follows: bool) -> Entry:
    """A session as a calendar's entry.

    Args:
        session: its row.
        site: address of the forum, as `https://forum.example`.
        reader: whose calendar it is.
        follows: whether the reader follows it, and so sees where its video conference is.
    """
    titles, description = reader.texts(session)
    return Entry(
        uid=f"session-{session.id}@{urlsplit(site).hostname}",
        sequence=session.sequence,
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        changed_at=session.changed_at,
        titles=titles,
        language=session.language,
        status=status_of(session.state),
        url=f"{site}/sessions/{session.id}/about",
        description=description,
        video=session.video_url if follows else "",
    )


def written(entries: Sequence[Entry], *, name: str, language: str, now: datetime) -> str:
    """A calendar of these entries, as RFC 5545 writes it."""
    return calendar(entries, name=name, language=language, made_at=now)

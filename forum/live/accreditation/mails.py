"""The mail that tells somebody what became of their request."""

from datetime import datetime
from zoneinfo import ZoneInfo

from forum.accounts.tables import Member
from forum.core.errors import N_
from forum.live.parts import PART_NAMES
from forum.live.sessions.rules import RequestState
from forum.live.sessions.tables import LiveSession, Participant
from forum.mail.base import Mail
from forum.settings import Settings
from i18n.catalogs import gettext
from i18n.formats import moment, offset

SUBJECTS = {
    RequestState.APPROVED: N_("You take part in “{title}”"),
    RequestState.DECLINED: N_("Your request to take part in “{title}” was declined"),
    RequestState.WITHDRAWN: N_("You take part in “{title}” no more"),
}
TEXTS = {
    RequestState.APPROVED: N_("You were let in. Your part in this session: {part}."),
    RequestState.DECLINED: N_("Your request was read, and declined."),
    RequestState.WITHDRAWN: N_("You were let in to this session before, and are no more."),
}
WHY = N_("The reason: {reason}")
WHEN = N_("It begins on {start} ({zone}).")
MORE = N_("You find the session here:\n{link}")


def outcome(row: Participant, member: Member, session: LiveSession, settings: Settings) -> Mail:
    """What became of a request, in the language and time zone of whose it is."""
    locale = member.locale
    part = gettext(PART_NAMES[row.part], locale)
    parts = [gettext(TEXTS[row.state], locale).format(part=part)]
    if row.reason:
        parts.append(gettext(WHY, locale).format(reason=row.reason))
    if row.state is RequestState.APPROVED:
        parts.append(_when(session.starts_at, locale, ZoneInfo(member.zone)))
    link = f"{settings.public_url}/sessions/{session.id}/about"
    parts += [gettext(MORE, locale).format(link=link)]
    foot = f"-- \n{settings.site_name}\n{settings.public_url}\n"
    subject = gettext(SUBJECTS[row.state], locale).format(title=session.title)
    return Mail(member.email, subject, "\n\n".join([*parts, foot]), locale)


def _when(at: datetime, locale: str, zone: ZoneInfo) -> str:
    told = {"start": moment(at, locale, zone), "zone": offset(at, locale, zone)}
    return gettext(WHEN, locale).format(**told)

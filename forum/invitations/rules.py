"""What an invitation is worth, and how a list of addresses is read: plain values only."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.accounts.rules import email_key, is_email
from forum.core.errors import N_, ForumError
from i18n.languages import UnknownLanguage, canonical

MOST_LINES = 500
"""Addresses in one list."""
MOST_A_DAY = 1000
"""Invitations that one member may send in a day."""
AGAIN_AFTER = timedelta(minutes=10)
"""How long after one mail the next may be sent for the same invitation."""
KEPT = timedelta(days=90)
"""How long an invitation is kept that is over."""
DAYS = (1, 90)
"""How long an invitation is good, least and most."""

_NAMED = re.compile(r".*<([^<>]*)>")
_HEADINGS = {"email", "e-mail", "address", "mail"}
_LONGEST_SHOWN = 100


class State(StrEnum):
    """How an invitation stands."""

    OPEN = "open"
    USED = "used"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Outcome(StrEnum):
    """What became of one line of a list."""

    INVITED = "invited"
    REPEATED = "repeated"
    """The address stands in the list before."""
    OPEN_ALREADY = "open_already"
    """An invitation for the same is open."""
    NO_ADDRESS = "no_address"
    NO_LANGUAGE = "no_language"


class InvitationNotGood(ForumError):
    """The link is no invitation that anybody could accept any more; why, is not said."""

    code, status = "invitation_not_good", 410
    text = N_("This invitation is no longer good. Please ask who invited you for a new one.")


class InvitationUsed(InvitationNotGood):
    """The link is an invitation's that was accepted; who holds it may have done so themselves."""

    code = "invitation_used"
    text = N_("This invitation was accepted already. If it was you, please sign in.")


class TooManyLines(ForumError):
    """The list is longer than anybody could look through."""

    code, status = "too_many_lines", 422
    text = N_("This list has {found} lines. Please send at most {most} at once.")


class TooManyInvitations(ForumError):
    """A member has invited as many as anybody may in a day."""

    code, status = "too_many_invitations", 429
    text = N_("You can send {most} invitations a day. Please go on tomorrow.")


class SentLately(ForumError):
    """The last mail has hardly arrived."""

    code, status = "sent_lately", 409
    text = N_("This invitation was sent a moment ago. Please wait ten minutes.")


class InvitationOver(ForumError):
    """Nothing can be done with it: it was used or revoked."""

    code, status = "invitation_over", 409
    text = N_("This invitation was used or revoked already.")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list.

    Attributes:
        number: counted from 1.
        text: as it came, shortened.
        email: the address in it; "" if there is none, and `outcome` says why.
        language: BCP 47 tag that the line names; "" if it names none.
    """

    number: int
    text: str
    email: str
    language: str
    outcome: Outcome = Outcome.INVITED


def read_lines(lines: Sequence[str]) -> list[Line]:
    """Read a list: in each line an address, and a language if it is not that of the others.

    Written as `maria@example.org`, `Maria <maria@example.org>` or `maria@example.org, fr`, parted
    by commas, semicolons or tabs as in a table; empty lines and a line of headings are passed over.

    Raises:
        TooManyLines: there are more than `MOST_LINES`.
    """
    filled = [(number, text.strip()) for number, text in enumerate(lines, 1) if text.strip()]
    if len(filled) > MOST_LINES:
        raise TooManyLines(found=len(filled), most=MOST_LINES)
    return list(_told(filled))


def _told(lines: Sequence[tuple[int, str]]) -> Iterator[Line]:
    seen: set[str] = set()
    for number, text in lines:
        parts = [part.strip().strip('"') for part in re.split(r"[,;\t]", text)]
        if number == lines[0][0] and parts[0].casefold() in _HEADINGS:
            continue
        line = _line(number, text, parts)
        key = email_key(line.email)
        if line.outcome == Outcome.INVITED and key in seen:
            line = Line(number, line.text, line.email, line.language, Outcome.REPEATED)
        seen.add(key)
        yield line


def _line(number: int, text: str, parts: Sequence[str]) -> Line:
    shown = text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
    named = _NAMED.fullmatch(parts[0])
    email = (named[1] if named else parts[0]).strip()
    if not is_email(email):
        return Line(number, shown, "", "", Outcome.NO_ADDRESS)
    wanted = parts[1] if len(parts) > 1 else ""
    try:
        language = canonical(wanted) if wanted else ""
    except UnknownLanguage:
        return Line(number, shown, email, "", Outcome.NO_LANGUAGE)
    return Line(number, shown, email, language)


def state(
    used_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, now: datetime
) -> State:
    """How an invitation stands."""
    if used_at is not None:
        return State.USED
    if revoked_at is not None:
        return State.REVOKED
    return State.EXPIRED if expires_at <= now else State.OPEN


def check_again(stands: State, sent_at: datetime | None, now: datetime) -> None:
    """Refuse to send an invitation again that is over, or was sent a moment ago.

    Raises:
        InvitationOver: it was used or revoked.
        SentLately: the last mail is too fresh.
    """
    if stands in {State.USED, State.REVOKED}:
        raise InvitationOver
    if sent_at is not None and now - sent_at < AGAIN_AFTER:
        raise SentLately

"""What pages about sessions call things."""

from collections.abc import Mapping, Sequence

from forum.core.errors import N_
from forum.live.overrides import Overrides
from forum.live.parts import PART_NAMES, Part
from forum.live.profiles import PROFILES, ProfileName
from forum.live.sessions.rules import SessionAccess
from forum.live.sessions.states import STATE_NAMES, SessionState
from i18n.catalogs import gettext

ACCESSES: Mapping[SessionAccess, tuple[str, str]] = {
    SessionAccess.PUBLIC: (N_("Everybody"), N_("Anyone follows; members take part.")),
    SessionAccess.MEMBERS: (N_("Members"), N_("Members of this site follow.")),
    SessionAccess.ACCREDITED: (
        N_("Accredited people"),
        N_("Members are told of it and can ask to take part; those who were let in follow."),
    ),
}
STEPS: Mapping[SessionState, str] = {
    SessionState.ANNOUNCED: N_("Announce it"),
    SessionState.ACCREDITATION: N_("Open accreditation"),
    SessionState.LOBBY: N_("Open the lobby"),
    SessionState.IN_SESSION: N_("Open the meeting"),
    SessionState.SUSPENDED: N_("Suspend the meeting"),
    SessionState.CLOSED: N_("Close the meeting"),
    SessionState.RECORD_DRAFT: N_("Begin the record"),
    SessionState.CORRECTIONS: N_("Ask for corrections of the record"),
    SessionState.RECORD_FINAL: N_("Make the record final"),
    SessionState.FOLLOW_UP: N_("Open the follow-up"),
    SessionState.CANCELLED: N_("Cancel the session"),
}
"""Buttons that lead to a state."""


def access_choices(locale: str) -> Sequence[tuple[str, str, str]]:
    """Who may follow: value, text and remark."""
    return [(key.value, gettext(a, locale), gettext(b, locale)) for key, (a, b) in ACCESSES.items()]


def profile_choices(locale: str, *, has_own: bool) -> Sequence[tuple[str, str, str]]:
    """By which rules a session can be held: value, text and remark; its own, if it has some."""
    offered = {**PROFILES, **({ProfileName.CUSTOM: Overrides().profile()} if has_own else {})}
    return [
        (name.value, gettext(one.title, locale), gettext(one.explanation, locale))
        for name, one in offered.items()
    ]


def state_name(state: SessionState, locale: str) -> str:
    """What a state is called."""
    return gettext(STATE_NAMES[state], locale)


def part_names(locale: str) -> Mapping[str, str]:
    """What the parts are called."""
    return {one.value: gettext(PART_NAMES[one], locale) for one in Part}

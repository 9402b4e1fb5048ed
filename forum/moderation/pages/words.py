"""Words for what forms offer and lists show."""

from collections.abc import Mapping, Sequence

from forum.accounts.rules import MemberState, SanctionKind
from forum.core.errors import N_
from forum.moderation.acts import ACTS
from forum.moderation.acts.base import Act
from forum.moderation.queueing import CaseKind
from forum.moderation.rules import FlagReason, Outcome, TargetKind
from i18n.catalogs import gettext

Choices = Sequence[tuple[str, str, str]]
"""What a form offers: value, text and remark."""

REASONS: Mapping[FlagReason, tuple[str, str]] = {
    FlagReason.SPAM: (N_("Advertising"), N_("It is there to sell something.")),
    FlagReason.ABUSE: (N_("Offence"), N_("It attacks somebody, or a group of people.")),
    FlagReason.OFF_TOPIC: (N_("Off topic"), N_("It has nothing to do with the topic.")),
    FlagReason.WRONG_LANGUAGE: (
        N_("Wrong language"),
        N_("It is marked as written in another language than it is."),
    ),
    FlagReason.WRONG_TRANSLATION: (
        N_("Wrong translation"),
        N_("A translation does not say what the post says."),
    ),
    FlagReason.OTHER: (N_("Something else"), ""),
}
KINDS: Mapping[CaseKind, str] = {
    CaseKind.REPORT: N_("Report"),
    CaseKind.TRANSLATION: N_("Wrong translation"),
    CaseKind.HINT: N_("Hint"),
    CaseKind.HELD: N_("Text that waits"),
    CaseKind.APPEAL: N_("Appeal"),
    CaseKind.ACCREDITATION: N_("Request to take part"),
}
TARGETS: Mapping[str, str] = {
    TargetKind.POST: N_("Post {id}"),
    TargetKind.HELD: N_("Text {id} that waits"),
    TargetKind.TOPIC: N_("Topic {id}"),
    "delegation": N_("Delegation {id}"),
    "organisation": N_("Organisation {id}"),
    "space": N_("Space {id}"),
    "site": N_("The whole site"),
    TargetKind.MEMBER: N_("Member {id}"),
    TargetKind.PARTICIPANT: N_("Participant {id}"),
    TargetKind.REQUEST: N_("Request {id} to take part"),
    TargetKind.TEXT: N_("Translations of {id}"),
    "session": N_("Session {id}"),
    "role": N_("Role {id}"),
    "webhook": N_("Webhook {id}"),
}
SANCTIONS: Mapping[SanctionKind, str] = {
    SanctionKind.WARNING: N_("Warning"),
    SanctionKind.SILENCE: N_("Silenced: reads, and does not write"),
    SanctionKind.APPROVAL: N_("Posts are held until a moderator has read them"),
    SanctionKind.SUSPENSION: N_("Suspended"),
    SanctionKind.BAN: N_("Banned"),
}
STATES: Mapping[str, str] = {
    MemberState.ACTIVE: N_("Active"),
    MemberState.SUSPENDED: N_("Suspended"),
    MemberState.LEAVING: N_("Leaving"),
    MemberState.DELETED: N_("Gone"),
    MemberState.IMPORTED: N_("Imported"),
    MemberState.WAITING: N_("Waiting for approval"),
    MemberState.DECLINED: N_("Declined"),
}
NOTED: Mapping[str, str] = {
    "accept_invitation": N_("Accepted an invitation"),
    "approve_registration": N_("Approved a registration"),
    "decline_registration": N_("Declined a registration"),
    "invite": N_("Invited people"),
    "make_role": N_("Made a role"),
    "edit_role": N_("Changed a role"),
    "remove_role": N_("Removed a role"),
    "give_role": N_("Gave somebody a role"),
    "take_role": N_("Took a role from somebody"),
    "block_word": N_("Blocked a word"),
    "unblock_word": N_("Unblocked a word"),
    "add_to_space": N_("Added somebody to a space"),
    "change_delegation": N_("Changed a delegation"),
    "change_organisation": N_("Changed an organisation"),
    "change_role": N_("Gave a member another role"),
    "change_site": N_("Changed the settings of the site"),
    "change_space": N_("Changed a space"),
    "change_webhook": N_("Changed a webhook"),
    "close_account": N_("Closed an account"),
    "end_mandate": N_("Ended a mandate"),
    "erase_member": N_("Left the forum"),
    "give_mandate": N_("Gave a mandate"),
    "make_delegation": N_("Set up a delegation"),
    "make_organisation": N_("Added an organisation"),
    "make_webhook": N_("Made a webhook"),
    "remove_from_space": N_("Removed somebody from a space"),
    "remove_webhook": N_("Removed a webhook"),
    "rotate_webhook": N_("Gave a webhook another secret"),
    "remove_site_text": N_("Took a text of the site away"),
    "revoke_invitation": N_("Revoked an invitation"),
    "write_site_text": N_("Wrote a text of the site"),
    "make_session": N_("Set up a live session"),
    "change_session": N_("Changed a live session"),
    "hand_over": N_("Made topics of a live session"),
    "set_correction_window": N_("Changed the time for corrections of a record"),
    "step_session": N_("Moved a live session on"),
    "approve_participant": N_("Let somebody in to a live session"),
    "decline_participant": N_("Declined a request to take part in a live session"),
    "withdraw_participant": N_("Ended somebody’s part in a live session"),
    "set_up_partners": N_("Set up the delegations of partners"),
}
"""Acts of other features, which only the record knows."""


def reasons(locale: str, *, translated: bool) -> Choices:
    """Reasons of a flag, for who reports a post; of a wrong translation where there is one."""
    return [
        (reason, gettext(text, locale), gettext(remark, locale))
        for reason, (text, remark) in REASONS.items()
        if translated or reason != FlagReason.WRONG_TRANSLATION
    ]


def reason_names(locale: str) -> Mapping[str, str]:
    """What the reasons of a flag are called."""
    return {reason.value: gettext(text, locale) for reason, (text, _) in REASONS.items()}


def kinds(locale: str) -> Mapping[str, str]:
    """What the kinds of cases are called."""
    return {kind.value: gettext(text, locale) for kind, text in KINDS.items()}


def acts(offered: Sequence[type[Act]], locale: str) -> Choices:
    """Acts, for who chooses one of them."""
    return [(act.name, gettext(act.text, locale), gettext(act.remark, locale)) for act in offered]


def act_name(name: str, locale: str) -> str:
    """What an act is called in the record; its bare name if there is no such act any more."""
    return gettext(ACTS[name].past if name in ACTS else NOTED.get(name, name), locale)


def act_names(locale: str) -> Sequence[tuple[str, str]]:
    """Every act that the record may hold, to choose from: its word and what it is called."""
    return [(name, act_name(name, locale)) for name in (*ACTS, *NOTED)]


def target_name(target: str, locale: str) -> str:
    """What a target is called in the record."""
    kind, _, number = target.partition(":")
    return gettext(TARGETS[kind], locale).format(id=number) if kind in TARGETS else target


def told(name: str, locale: str) -> str:
    """What an act says to whom it is about."""
    return gettext(ACTS[name].told, locale) if name in ACTS else act_name(name, locale)


def verdicts(locale: str) -> Choices:
    """What can become of an appeal, for who decides about it."""
    return [
        (Outcome.KEPT, gettext(N_("Keep the decision"), locale), ""),
        (Outcome.REVERSED, gettext(N_("Undo the decision"), locale), ""),
    ]


def act_texts(locale: str) -> Mapping[str, str]:
    """What each act is called in a menu."""
    return {name: gettext(act.text, locale) for name, act in ACTS.items()}

"""What accounts allow: plain values in, a refusal or nothing out."""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from forum.core.actor import Actor
from forum.core.errors import N_, Forbidden, ForumError, ScopeTooNarrow, SecondFactorRequired
from forum.core.ids import MemberId
from forum.core.permissions import Role, Scope

HANDLE = re.compile(r"[a-z0-9_-]{2,30}")
NUMBERED = re.compile(r"member-\d+")
"""Handles given to those who chose none; nobody can choose them."""

# Browsers take a backslash for a slash, and drop tabs and line ends from the middle.
_OWN_PATH = re.compile(r"/(?![/\\])[!-\[\]-~]*")
_LONGEST_PATH = 2000

_LOCAL_PART = re.compile(r"[^\s@.\"<>(),:;\\\[\]]+(\.[^\s@.\"<>(),:;\\\[\]]+)*")
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})+")

RESERVED = frozenset(
    [
        "abuse",
        "account",
        "accounts",
        "admin",
        "administrator",
        "all",
        "anonymous",
        "api",
        "asem",
        "asean",
        "asef",
        "deleted",
        "demo",
        "everyone",
        "forum",
        "help",
        "here",
        "info",
        "me",
        "member",
        "members",
        "moderation",
        "moderator",
        "moderators",
        "news",
        "nobody",
        "null",
        "official",
        "postmaster",
        "register",
        "root",
        "security",
        "settings",
        "sign-in",
        "sign-out",
        "site",
        "staff",
        "stakeholders",
        "support",
        "system",
        "undefined",
        "webmaster",
        "www",
    ]
)

PASSWORD_LENGTH = (10, 200)
"""Characters after normalisation, least and most."""

SIGN_IN_IDLE = timedelta(days=30)
RENEW_AFTER = timedelta(days=1)
GRACE = timedelta(minutes=1)
"""How long a renewed cookie's forerunner stays good, for requests already on their way."""
VERIFY_LASTS = timedelta(days=1)
RESET_LASTS = timedelta(hours=1)
STAY_LASTS = timedelta(days=7)
"""How long somebody who asked to go can come back."""
NEW_FOR = timedelta(days=14)
"""How long somebody counts as a new member after they have registered."""
DECLINED_LASTS = timedelta(days=30)
"""How long a registration that was declined is kept, with the reason."""
WAITING_SHOWN = timedelta(hours=1)
"""How long somebody who has shown who they are may change a registration that waits."""
UNVERIFIED_LASTS = timedelta(days=7)
"""How long an address and a handle are held for somebody who never opens the link."""
MOST_TOKENS = 50
MOST_PASSKEYS = 20
SECOND_STEP_LASTS = timedelta(minutes=5)
"""How long somebody who has shown a password can go on to the second factor."""
CHALLENGE_LASTS = timedelta(minutes=10)
"""How long a page that asks for a passkey may lie open."""
ATTEMPT_LASTS = timedelta(minutes=10)
"""How long somebody may stay at a provider before they come back from it."""
PROOF_LASTS = timedelta(minutes=10)
"""How long showing who one is counts for what needs it anew."""


class MemberState(StrEnum):
    """Whether an account can be used."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    LEAVING = "leaving"
    """Closed at the member's wish, who can come back for some days."""
    DELETED = "deleted"
    IMPORTED = "imported"
    """Nobody's yet: stands beside what somebody wrote elsewhere before."""
    WAITING = "waiting"
    """Registered, and not approved by the secretariat yet."""
    DECLINED = "declined"
    """The secretariat has declined the registration, which is forgotten after some days."""


class Skill(StrEnum):
    """How well somebody says that they know a language."""

    BASIC = "basic"
    """They understand what is written in it, and say what is wrong about translations."""
    GOOD = "good"
    """They write it: they correct translations, and decide about what others propose."""
    NATIVE = "native"


class SanctionKind(StrEnum):
    """What moderators can decide about a member."""

    WARNING = "warning"
    """Says that something was wrong, and limits nothing."""
    SILENCE = "silence"
    """May read, and not write."""
    APPROVAL = "approval"
    """What they write waits until a moderator has read it."""
    SUSPENSION = "suspension"
    """The account cannot be used for some time."""
    BAN = "ban"
    """The account cannot be used any more."""


CLOSING = frozenset({SanctionKind.SUSPENSION, SanctionKind.BAN})
"""Sanctions under which an account cannot be used."""


class LinkPurpose(StrEnum):
    """What a link sent by mail is for."""

    VERIFY = "verify"
    RESET = "reset"
    ADDRESS = "address"
    """Confirms a new address."""
    STAY = "stay"
    """Takes back the wish to go."""


class Way(StrEnum):
    """What becomes of what a member wrote when they go."""

    ANONYMISE = "anonymise"
    """It stays, with nobody's name beside it."""
    DELETE = "delete"
    """It goes; where others have answered, an empty place stays."""


class WrongCredentials(ForumError):
    """The address is unknown or the password does not fit: which, is not said."""

    code, status = "wrong_credentials", 403
    text = N_("This e-mail address and password do not fit together.")


class EmailNotVerified(ForumError):
    """The password fits, and nobody has opened the link in the mail yet."""

    code, status = "email_not_verified", 403
    text = N_("Please open the link in the mail that we sent you, then sign in.")


class AccountSuspended(ForumError):
    """The password fits, and a moderator has suspended the account."""

    code, status = "account_suspended", 403
    text = N_("This account is suspended by a moderator.")


class SuspendedUntil(AccountSuspended):
    """The same, until a time, and with the reason."""

    code = "suspended_until"
    text = N_(
        "A moderator suspended this account until {until}: {reason} "
        "The mail that we sent you says how to answer this decision."
    )


class AccountBanned(AccountSuspended):
    """The same for good, and with the reason."""

    code = "account_banned"
    text = N_(
        "A moderator closed this account: {reason} "
        "The mail that we sent you says how to answer this decision."
    )


class RegistrationWaits(ForumError):
    """The password fits, and the secretariat has not looked at the registration yet."""

    code, status = "registration_waits", 403
    text = N_("The secretariat has not approved your registration yet. A mail will tell you.")


class RegistrationDeclined(ForumError):
    """The password fits, and the secretariat has declined the registration."""

    code, status = "registration_declined", 403
    text = N_("Your registration was declined. The mail that we sent you says why.")


class RegistrationDecided(ForumError):
    """Somebody else of the secretariat was faster, or the person has taken it back."""

    code, status = "registration_decided", 409
    text = N_("This registration is no longer waiting.")


class HandleTaken(ForumError):
    """Another member has it, or it is kept for the site."""

    code, status = "handle_taken", 409
    text = N_("This short name is taken. Please choose another.")


class MemberExists(ForumError):
    """The address has an account; told to administrators only."""

    code, status = "member_exists", 409
    text = N_("This e-mail address has an account already.")


class LinkNotGood(ForumError):
    """The link from a mail is spent, too old, or was never ours."""

    code, status = "link_not_good", 410
    text = N_("This link is no longer good. Please ask for a new one.")


class TooManyTokens(ForumError):
    """A member has as many tokens as anybody needs."""

    code, status = "too_many_tokens", 409
    text = N_("You have {most} access tokens. Please revoke one first.")


class AccountLeaving(ForumError):
    """The password fits, and the member has asked for the account to be deleted."""

    code, status = "account_leaving", 403
    text = N_("This account is closed, as you asked. The link in our mail opens it again.")


class AlreadyVerified(ForumError):
    """The address has been confirmed; no link is needed."""

    code, status = "already_verified", 409
    text = N_("This e-mail address is confirmed already.")


class LastAdministrator(ForumError):
    """Somebody has to be able to undo what is done here."""

    code, status = "last_administrator", 409
    text = N_("This is the only administrator of the site.")


class WrongCode(ForumError):
    """Neither a code of the member's app about now nor a recovery code, or used before."""

    code, status = "wrong_code", 403
    text = N_("This code is not right, or it was used before. Please wait for the next one.")


class SecondStepOver(ForumError):
    """Nobody has shown a password in this browser, or not within the last minutes."""

    code, status = "second_step_over", 403
    text = N_("That took too long. Please sign in again.")


class PasskeyNotGood(ForumError):
    """The passkey is not known here, or the answer does not belong to this page."""

    code, status = "passkey_not_good", 403
    text = N_("This passkey could not be used here. Please try again, or sign in another way.")


class TooManyPasskeys(ForumError):
    """A member has as many passkeys as anybody needs."""

    code, status = "too_many_passkeys", 409
    text = N_("You have {most} passkeys. Please remove one first.")


class ProofTooOld(ForumError):
    """What is asked for needs the person to show again who they are."""

    code, status = "proof_too_old", 403
    text = N_("Please confirm that it is you, then do this again.")


class NoSecondFactor(ForumError):
    """There is no second factor that this could belong to."""

    code, status = "no_second_factor", 409
    text = N_("Please set up an app or a passkey first.")


class LastFactor(ForumError):
    """The member's role needs a second factor, and there is no other one."""

    code, status = "last_factor", 409
    text = N_("Your role needs a second factor. Please set up another one first.")


class ProviderRefused(ForumError):
    """Signing in elsewhere did not come to a good end; why, is of no use to the person."""

    code, status = "provider_refused", 403
    text = N_("Signing in there did not work. Please begin again.")


class AddressUnconfirmed(ForumError):
    """The provider has not made sure that the address is the person's: no account is made by it."""

    code, status = "address_unconfirmed", 403
    text = N_("Your e-mail address is not confirmed there. Please confirm it, or register here.")


class IdentityTaken(ForumError):
    """Another member signs in by the same account elsewhere."""

    code, status = "identity_taken", 409
    text = N_("That account is linked with another member already.")


def is_email(text: str) -> bool:
    """Whether mail could go to `text` (RFC 5321 §4.1.2 without quotes; any script, RFC 6531)."""
    local, _, domain = text.rpartition("@")
    if len(text) > 254 or not 0 < len(local.encode()) <= 64 or not text.isprintable():  # noqa: PLR2004
        return False
    try:
        ascii_domain = domain.encode("idna").decode()
    except UnicodeError:
        return False
    return _LOCAL_PART.fullmatch(local) is not None and _DOMAIN.fullmatch(ascii_domain) is not None


def email_key(email: str) -> str:
    """What makes two spellings of an address the same mailbox: letter case and normal form."""
    return unicodedata.normalize("NFKC", email).casefold()


def normal_password(password: str) -> str:
    """The password as it is hashed, whatever keyboard it was typed on (RFC 8265 §4.2, NFKC)."""
    return unicodedata.normalize("NFKC", password)


def is_choosable(handle: str) -> bool:
    """Whether a person may take `handle`, if nobody has it yet."""
    return (
        HANDLE.fullmatch(handle) is not None
        and handle not in RESERVED
        and NUMBERED.fullmatch(handle) is None
        and any(letter.isalnum() for letter in handle)
    )


def handle_from(name: str) -> str:
    """A handle made of a name in Latin script, without its accents; else "": nothing is guessed."""
    decomposed = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if any(letter.isalnum() and not letter.isascii() for letter in bare):
        return ""
    handle = "-".join(re.findall(r"[a-z0-9]+", bare))[:30].rstrip("-")
    return handle if is_choosable(handle) else ""


def alternatives(handle: str) -> list[str]:
    """`handle` and what to take instead if it is taken, in order."""
    return [handle, *(f"{handle[:28]}-{n}" for n in range(2, 10))] if handle else []


def first_free(wanted: Collection[str], taken: Collection[str]) -> str:
    """The first of `wanted` that is not `taken`, or ""."""
    return next((handle for handle in wanted if handle not in taken), "")


def check_sign_in(state: str, verified_at: datetime | None) -> None:
    """Refuse a sign-in to an account that cannot be used, once its owner has proven who they are.

    Raises:
        EmailNotVerified: nobody has confirmed the address yet.
        AccountSuspended: a moderator suspended it.
        AccountLeaving: the member has asked for it to be deleted.
        RegistrationWaits, RegistrationDeclined: the secretariat has not approved it.
        WrongCredentials: it was deleted.
    """
    if state == MemberState.SUSPENDED:
        raise AccountSuspended
    if state == MemberState.LEAVING:
        raise AccountLeaving
    if state == MemberState.DECLINED:
        raise RegistrationDeclined
    if state not in {MemberState.ACTIVE, MemberState.WAITING}:
        raise WrongCredentials
    if verified_at is None:
        raise EmailNotVerified
    if state == MemberState.WAITING:
        raise RegistrationWaits


def closed(reason: str, until: datetime | None) -> AccountSuspended:
    """What refuses a sign-in to an account that a moderator has closed."""
    if until is None:
        return AccountBanned(reason=reason)
    return SuspendedUntil(reason=reason, until=until)


def check_own(actor: Actor, scope: Scope = Scope.WRITE) -> MemberId:
    """Whose account is acted on: everybody's own, by a token only if it carries `scope`.

    Raises:
        SignInRequired: a visitor.
        ScopeTooNarrow: the token in use was made for less.
    """
    member_id = actor.require_member()
    if actor.scopes is not None and scope not in actor.scopes:
        raise ScopeTooNarrow(scope=scope)
    return member_id


def check_grant(actor: Actor, wanted: Collection[Scope]) -> None:
    """Refuse a new token that can do more than the one it is made with.

    Raises:
        ScopeTooNarrow: naming what is missing.
    """
    for scope in wanted:
        check_own(actor, scope)


def check_person(actor: Actor) -> MemberId:
    """Whose account is changed in a way that only a person at a browser may.

    Raises:
        SignInRequired: a visitor.
        Forbidden: a program, by a token.
    """
    if actor.scopes is not None:
        raise Forbidden
    return actor.require_member()


def check_fresh(actor: Actor, now: datetime) -> None:
    """Refuse what needs a person who has just shown who they are; programs have shown a token.

    Raises:
        ProofTooOld: the last time is too long ago.
    """
    shown = actor.proven_at
    if actor.scopes is None and (shown is None or now - shown >= PROOF_LASTS):
        raise ProofTooOld


def check_powers(actor: Actor, wanted: Collection[Scope]) -> None:
    """Refuse a token for more than a member does, to whom the role is held back from.

    Raises:
        SecondFactorRequired: the actor's role counts only with a second factor.
    """
    if actor.held_role is not None and not {Scope.MODERATE, Scope.ADMIN}.isdisjoint(wanted):
        raise SecondFactorRequired


def check_without_factor(role: str, *, needed: bool) -> None:
    """Refuse to be without any second factor in a role that needs one.

    Raises:
        LastFactor: `needed`, and the role is a moderator's or more.
    """
    if needed and role != Role.MEMBER:
        raise LastFactor


def own_path(text: str) -> str:
    """`text` if it is a path of this site, else `/`: nobody is led elsewhere (CWE-601)."""
    if len(text) > _LONGEST_PATH or not _OWN_PATH.fullmatch(text):
        return "/"
    return text


def link_lasts(purpose: LinkPurpose) -> timedelta:
    """How long a link sent by mail is good."""
    return _LASTS[purpose]


_LASTS = {
    LinkPurpose.VERIFY: VERIFY_LASTS,
    LinkPurpose.RESET: RESET_LASTS,
    LinkPurpose.ADDRESS: VERIFY_LASTS,
    LinkPurpose.STAY: STAY_LASTS,
}


def is_over(until: datetime | None, now: datetime) -> bool:
    """Whether a time limit, if there is one, has passed."""
    return until is not None and until <= now

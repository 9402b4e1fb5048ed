"""Members and what they send, as it comes in and goes out."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from forum.accounts import rules
from forum.accounts.partners import PARTNERS, is_zone
from forum.accounts.rules import MemberState, SanctionKind, Skill, Way
from forum.core.errors import N_
from forum.core.ids import MemberId, PasskeyId, SanctionId, SignInId, TokenId
from forum.core.permissions import Role, Scope
from forum.web.fields import LanguageTag, Line, Text
from forum.web.lists import ListQuery
from forum.web.shapes import Output


def _email(value: str) -> str:
    value = value.strip()
    if not rules.is_email(value):
        raise ValueError(N_("This is not an e-mail address, such as maria@example.org."))
    return value


def _password(value: str) -> str:
    least, most = rules.PASSWORD_LENGTH
    if len(rules.normal_password(value)) < least:
        raise ValueError(N_("A password needs at least 10 characters."))
    if len(rules.normal_password(value)) > most:
        raise ValueError(N_("A password has at most 200 characters."))
    if "\0" in value:
        raise ValueError(N_("This is not valid text."))
    return value


def _handle(value: str) -> str:
    value = value.strip().lower()
    if value and rules.HANDLE.fullmatch(value) is None:
        raise ValueError(N_("Use 2 to 30 small letters a–z, digits, - or _."))
    return value


def _visible(value: str) -> str:
    if not any(letter.isalnum() for letter in value):
        raise ValueError(N_("This needs at least one letter or digit."))
    return value


def _partner(value: str) -> str:
    if value and value not in PARTNERS:
        raise ValueError(N_("This is not a partner of ASEM."))
    return value


def _zone(value: str) -> str:
    if not is_zone(value):
        raise ValueError(N_("This time zone is not known here."))
    return value


def _utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(N_("This needs to be a date and time.")) from error


def _listed(value: object) -> object:
    """A single tick of several, as a form gives it."""
    return [value] if isinstance(value, str) else value


def _by_language(value: object) -> object:
    """What a form gives of several languages: `fr:native`, one value or a list."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return value
    return dict(one.partition(":")[::2] for one in value)


def _distinct(values: list[str]) -> list[str]:
    return list(dict.fromkeys(values))


Email = Annotated[str, Field(max_length=254), AfterValidator(_email)]
Password = Annotated[str, Field(max_length=800), AfterValidator(_password)]
Handle = Annotated[str, AfterValidator(_handle)]
Partner = Annotated[str, AfterValidator(_partner)]
Zone = Annotated[str, AfterValidator(_zone)]
Name = Annotated[str, Line(1, 80), AfterValidator(_visible)]
Organisation = Annotated[str, Line(0, 120)]
Bio = Annotated[str, Text(0, 1000)]
About = Annotated[str, Text(0, 1000)]
Reads = Annotated[
    list[LanguageTag], BeforeValidator(_listed), AfterValidator(_distinct), Field(max_length=30)
]
Skills = Annotated[dict[LanguageTag, Skill], BeforeValidator(_by_language), Field(max_length=30)]
"""How well each language is known."""
Code = Annotated[str, Line(1, 40), Field(repr=False)]
Why = Annotated[str, Text(1, 1000)]
Moment = Annotated[AwareDatetime, AfterValidator(_utc)]
Scopes = Annotated[list[Scope], BeforeValidator(_listed), Field(min_length=1, max_length=4)]


class In(BaseModel):
    """What every input has in common."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Newcomer(In):
    """Who gets an account; without a handle, one is made."""

    name: Name
    email: Email
    handle: Handle = ""
    organisation: Organisation = ""
    country: Partner = ""


class Registration(Newcomer):
    """A newcomer who registers; `about` is for the secretariat, where it is to approve."""

    password: Password = Field(repr=False)
    about: About = ""


class WaitingForm(In):
    """What somebody says anew who waits for the secretariat."""

    organisation: Annotated[str, Line(1, 120)]
    country: Partner = ""
    about: Annotated[str, Text(1, 1000)]


class Credentials(In):
    """Who somebody says they are."""

    email: Annotated[str, Line(1, 254)]
    password: Annotated[str, Field(min_length=1, max_length=800, repr=False)]
    next: str = ""


class SecondStep(In):
    """A code of an app, or a recovery code."""

    code: Code
    next: str = ""


class NewApp(In):
    """An app that is to show codes: its secret as the page had sealed it, and a first code."""

    code: Code
    sealed: Annotated[str, Field(max_length=2000, repr=False)]


class ShownPasskey(In):
    """A browser's answer to a page that asked for a passkey, as JSON, and what was asked."""

    credential: Annotated[str, Field(max_length=20_000, repr=False)]
    challenge: Annotated[str, Field(max_length=100)]
    next: str = ""


class NewPasskey(In):
    """The same for one that was made."""

    credential: Annotated[str, Field(max_length=20_000, repr=False)]
    challenge: Annotated[str, Field(max_length=100)]
    label: Name


class Confirmation(In):
    """A password or a code, from somebody who is signed in."""

    password: Annotated[str, Field(max_length=800, repr=False)] = ""
    code: Annotated[str, Line(0, 40)] = ""
    next: str = ""


class AddressChange(In):
    """Another address for mail, and the password of whoever asks for it."""

    email: Email
    password: Annotated[str, Field(min_length=1, max_length=800, repr=False)]


class LeaveForm(In):
    """How a member wants to go, and the password again."""

    way: Way
    password: Annotated[str, Field(min_length=1, max_length=800, repr=False)]


class ResetRequest(In):
    """Where to send the link for a new password."""

    email: Email


class NewPassword(In):
    """A password to be set."""

    password: Password = Field(repr=False)


class ProfileChange(In):
    """What is to be different about a member; what is left out stays."""

    name: Name | None = None
    organisation: Organisation | None = None
    country: Partner | None = None
    locale: LanguageTag | None = None
    zone: Zone | None = None
    reads: Reads | None = None
    skills: Skills | None = None
    """Of languages that the member reads; what is said of others is forgotten."""
    bio: Bio | None = None


class SettingsForm(In):
    """The form of settings: languages that nobody ticks are no languages."""

    name: Name
    organisation: Organisation = ""
    country: Partner = ""
    locale: LanguageTag
    zone: Zone
    reads: Reads = []
    skills: Skills = {}
    bio: Bio = ""


class LanguageChoice(In):
    """The language of menus and mails, and the page to go back to."""

    locale: LanguageTag
    next: str = ""


class TokenDraft(In):
    """An access token to be made; without an end it is good until revoked."""

    name: Name
    scopes: Scopes
    expires_at: Moment | None = None


class TokenForm(In):
    """The form of a new token; `days` until it ends, or none."""

    label: Name
    scopes: Scopes
    days: Literal["", "30", "90", "365"] = "90"


class RoleChange(In):
    """Another role for a member, and why: the reason stays on record."""

    role: Role
    reason: Why


class Decision(In):
    """Why something is done about a member: it stays on record."""

    reason: Why


class AccountsQuery(ListQuery):
    """Which accounts an administrator looks for."""

    q: Annotated[str, Line(0, 100)] = ""
    role: Role | None = None
    state: MemberState | None = None


class Empty(In):
    """A form with nothing in it but its button."""


class Out(Output):
    """What every output has in common."""


class MemberOut(Out):
    """A member, as it stands beside what they write.

    Attributes:
        country: ISO 3166-1 alpha-2 code of the member's country, or of `partners.PARTNERS`; "" if
            they named none.
    """

    id: MemberId
    url: str
    handle: str
    name: str
    organisation: str
    country: str


class ProfileOut(MemberOut):
    """A member, as their own page shows them."""

    reads: list[str]
    skills: dict[str, Skill]
    """How well they know the languages that they read, by BCP 47 tag, where they say so."""
    bio: str
    role: Role
    joined_at: datetime


class MeOut(ProfileOut):
    """A member, as they see themselves."""

    email: str
    locale: str
    zone: str
    version: int


class AccountOut(MemberOut):
    """A member, as administrators see the account.

    Attributes:
        state: one of `rules.MemberState`.
        second_factor: whether there is one.
    """

    email: str
    verified: bool
    second_factor: bool
    role: Role
    state: MemberState
    joined_at: datetime


class RegistrationOut(Out):
    """A registration that waits for the secretariat; `language` is that of the person's pages."""

    id: MemberId
    name: str
    handle: str
    email: str
    organisation: str
    country: str
    language: str
    about: str
    asked_at: datetime


class SignInOut(Out):
    """One browser that is signed in."""

    id: SignInId
    device: str
    made_at: datetime
    seen_at: datetime
    current: bool


class PasskeyOut(Out):
    """A passkey, as its member sees it."""

    id: PasskeyId
    name: str
    made_at: datetime
    used_at: datetime | None


class SecondFactorsOut(Out):
    """What a member can show beside the password.

    Attributes:
        required: whether the member's role counts only with one.
        app: whether an app shows them codes.
        recovery_codes: how many are left.
    """

    required: bool
    app: bool
    passkeys: list[PasskeyOut]
    recovery_codes: int


class TokenOut(Out):
    """An access token, without its word."""

    id: TokenId
    name: str
    scopes: list[Scope]
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None


class NewTokenOut(TokenOut):
    """An access token that has just been made; its word is shown this once."""

    token: str


class SanctionOut(Output):
    """What a moderator decided about a member."""

    id: SanctionId
    member: MemberOut
    by: MemberOut
    kind: SanctionKind
    reason: str
    made_at: datetime
    ends_at: datetime | None
    """When it ends, or would have ended, by itself."""
    ended_at: datetime | None
    in_force: bool

"""Members, and what they prove who they are with: only hashes of secrets are stored."""

from datetime import datetime

from sqlalchemy import text
from sqlmodel import JSON, Column, Field, Index, SQLModel, UniqueConstraint

from forum.accounts.rules import MemberState, SanctionKind, Way
from forum.core.ids import IdentityId, MemberId, PasskeyId, SanctionId, SignInId, TokenId
from forum.core.permissions import Role
from forum.db.base import Choice, Id, UtcDateTime, partial_index


class Member(SQLModel, table=True):
    """A person with an account; the row stays when the person goes, as what they wrote does."""

    __tablename__ = "member"
    __table_args__ = (
        # Finds handles by how they begin, whatever the database's collation.
        Index(
            "ix_member_handle", "handle", info={"postgresql_ops": {"handle": "text_pattern_ops"}}
        ),
    )

    id: MemberId | None = Field(default=None, primary_key=True, sa_type=Id)
    handle: str = Field(unique=True)
    """The readable address part, `/m/<handle>`."""
    email: str
    """As typed; mail goes there. Never shown."""
    email_key: str = Field(unique=True)
    """`rules.email_key` of it, so that one mailbox has one account."""
    email_verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the person proved that they read mail there; before that nobody sees the account."""
    name: str
    password_hash: str = ""
    """Argon2id in PHC string format; empty: no password opens this account."""
    second_factor_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Since when there is a second factor; empty where there is none."""
    role: str = Role.MEMBER
    organisation: str = ""
    partner: str = ""
    """Code of `partners.PARTNERS`: the country or organisation that the person belongs to."""
    languages: list[str] = Field(default=[], sa_column=Column(JSON, nullable=False))
    """BCP 47 tags of the languages the person reads, the preferred first."""
    skills: dict[str, str] = Field(default={}, sa_column=Column(JSON, nullable=False))
    """How well the person knows each of `languages`, by tag (`rules.Skill`), where they said so."""
    locale: str = "en"
    """BCP 47 tag of menus and mails."""
    zone: str = "UTC"
    """IANA time zone."""
    bio: str = ""
    state: str = MemberState.ACTIVE
    version: int = 1
    """Counts changes of what the member says about themselves."""
    created_at: datetime = Field(sa_type=UtcDateTime)


class SignIn(SQLModel, table=True):
    """One browser's stay on the site."""

    __tablename__ = "sign_in"

    id: SignInId | None = Field(default=None, primary_key=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", ondelete="CASCADE", index=True, sa_type=Id)
    hash: str = Field(unique=True)
    """SHA-256 of the cookie's random part, in hexadecimal."""
    previous_hash: str | None = Field(default=None, index=True)
    """The same of the cookie before the last renewal."""
    previous_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the cookie before stops being good; empty until the browser shows the new one."""
    device: str = ""
    """Browser and system, in words."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    proven_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the member last showed here who they are: by password, code, passkey or provider."""
    renewed_at: datetime = Field(sa_type=UtcDateTime, index=True)
    """When the cookie was last renewed, which happens on the first visit of a day."""


class AccessToken(SQLModel, table=True):
    """What a program shows to act for a member."""

    __tablename__ = "access_token"

    id: TokenId | None = Field(default=None, primary_key=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", ondelete="CASCADE", index=True, sa_type=Id)
    name: str
    """What it is for, in the member's words."""
    hash: str = Field(unique=True)
    """SHA-256 of the random part, in hexadecimal."""
    scopes: list[str] = Field(sa_column=Column(JSON, nullable=False))
    proven: bool = False
    """Whether its maker had shown a second factor, or runs the machine."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """To the hour."""


class Authenticator(SQLModel, table=True):
    """An app that shows a member codes (RFC 6238)."""

    __tablename__ = "authenticator"

    member_id: MemberId = Field(
        foreign_key="member.id", ondelete="CASCADE", primary_key=True, sa_type=Id
    )
    sealed: str
    """The secret that it shares with the site, as `web.sealing` keeps it."""
    last_step: int = Field(sa_type=Id)
    """Number of the newest step whose code was used: no code is good twice."""
    made_at: datetime = Field(sa_type=UtcDateTime)


class RecoveryCode(SQLModel, table=True):
    """A code for who has lost app and passkeys; the row goes when it is used."""

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", ondelete="CASCADE", index=True, sa_type=Id)
    hash: str
    """SHA-256 of the code without hyphens, in hexadecimal."""


class Passkey(SQLModel, table=True):
    """A key pair on a device of a member's, by which they sign in (W3C Web Authentication)."""

    __tablename__ = "passkey"

    id: PasskeyId | None = Field(default=None, primary_key=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", ondelete="CASCADE", index=True, sa_type=Id)
    credential: str = Field(unique=True)
    """Its id, in base64url, as the device chose it."""
    public_key: str
    """COSE key, in base64url."""
    sign_count: int = Field(sa_type=Id)
    """Uses as the device counts them; 0 where it does not."""
    transports: list[str] = Field(sa_column=Column(JSON, nullable=False))
    name: str
    """What it is on, in the member's words."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OutsideIdentity(SQLModel, table=True):
    """An account elsewhere that a member signs in by (OpenID Connect)."""

    __tablename__ = "outside_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: IdentityId | None = Field(default=None, primary_key=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", ondelete="CASCADE", index=True, sa_type=Id)
    issuer: str
    """Address of the provider."""
    subject: str
    """What the provider calls the person for ever."""
    email: str
    """The address that the provider had confirmed when the two were tied; may be empty."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime = Field(sa_type=UtcDateTime)


class MailLink(SQLModel, table=True):
    """A link sent by mail, good for one use."""

    __tablename__ = "mail_link"

    id: int | None = Field(default=None, primary_key=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", ondelete="CASCADE", index=True, sa_type=Id)
    purpose: str
    """One of `rules.LinkPurpose`."""
    hash: str = Field(unique=True)
    """SHA-256 of the link's word, in hexadecimal."""
    browser: str = ""
    """The same of the visitor's cookie in the browser that asked; "" if it had none."""
    address: str | None = None
    """The new address that the link confirms, where it is for that."""
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Registration(SQLModel, table=True):
    """What somebody says who waits for the secretariat; the row goes when it approves."""

    __tablename__ = "registration"

    member_id: MemberId = Field(
        foreign_key="member.id", ondelete="CASCADE", primary_key=True, sa_type=Id
    )
    about: str
    """Who they are and what brings them, in their words."""
    asked_at: datetime = Field(sa_type=UtcDateTime)
    declined_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)
    reason: str = ""
    """Why it was declined."""


class Departure(SQLModel, table=True):
    """A member who has asked to go, and can come back until it is due."""

    __tablename__ = "departure"

    member_id: MemberId = Field(
        foreign_key="member.id", ondelete="CASCADE", primary_key=True, sa_type=Id
    )
    way: Way = Field(sa_column=Column(Choice(Way), nullable=False))
    asked_at: datetime = Field(sa_type=UtcDateTime)
    due: datetime = Field(sa_type=UtcDateTime)


_IN_FORCE = text("ended_at IS NULL")


class Sanction(SQLModel, table=True):
    """What a moderator decided about a member; of each kind, one at a time is in force."""

    __tablename__ = "sanction"
    __table_args__ = (
        Index("ix_sanction_of", "member_id", "id"),
        partial_index(
            "uq_sanction_in_force",
            "member_id",
            "kind",
            unique=True,
            where=_IN_FORCE,
        ),
    )

    id: SanctionId | None = Field(default=None, primary_key=True, sa_type=Id)
    member_id: MemberId = Field(foreign_key="member.id", sa_type=Id)
    by_id: MemberId = Field(foreign_key="member.id", sa_type=Id)
    """Who decided."""
    kind: SanctionKind = Field(sa_column=Column(Choice(SanctionKind), nullable=False))
    reason: str
    made_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it ends by itself; empty: when it is lifted."""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When it ended or was lifted; a warning ends as it is given."""

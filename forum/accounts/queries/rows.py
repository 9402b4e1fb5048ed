"""From rows to what goes out."""

from forum.accounts.rules import MemberState, Skill
from forum.accounts.schemas import (
    AccountOut,
    MemberOut,
    MeOut,
    PasskeyOut,
    ProfileOut,
    SignInOut,
    TokenOut,
)
from forum.accounts.tables import AccessToken, Member, Passkey, SignIn
from forum.core.ids import MemberId, SignInId
from forum.core.permissions import Role, Scope


def member_out(member: Member) -> MemberOut:
    """A member's row as it stands beside what they wrote."""
    assert member.id is not None  # noqa: S101 (it was read)
    return named_member(
        MemberId(member.id), member.handle, member.name, member.organisation, member.partner
    )


def named_member(
    number: MemberId, handle: str, name: str, organisation: str, partner: str
) -> MemberOut:
    """The same from what a query has read of the row."""
    return MemberOut.model_construct(
        id=number,
        url=f"/m/{handle}",
        handle=handle,
        name=name,
        organisation=organisation,
        country=partner,
    )


def profile_out(member: Member) -> ProfileOut:
    """A member's row as their own page shows it."""
    return ProfileOut(
        **member_out(member).model_dump(),
        reads=list(member.languages),
        skills={tag: Skill(skill) for tag, skill in member.skills.items()},
        bio=member.bio,
        role=Role(member.role),
        joined_at=member.created_at,
    )


def me_out(member: Member) -> MeOut:
    """A member's row as they see it themselves."""
    return MeOut(
        **profile_out(member).model_dump(),
        email=member.email,
        locale=member.locale,
        zone=member.zone,
        version=member.version,
    )


def sign_in_out(row: SignIn, current: SignInId | None) -> SignInOut:
    """A sign-in's row, for the member who is signed in by `current`."""
    assert row.id is not None  # noqa: S101 (it was read)
    return SignInOut(
        id=row.id,
        device=row.device,
        made_at=row.made_at,
        seen_at=row.renewed_at,
        current=row.id == current,
    )


def token_out(row: AccessToken) -> TokenOut:
    """A token's row, for its member."""
    assert row.id is not None  # noqa: S101 (it was read)
    return TokenOut(
        id=row.id,
        name=row.name,
        scopes=[Scope(scope) for scope in row.scopes],
        made_at=row.made_at,
        expires_at=row.expires_at,
        used_at=row.last_used_at,
    )


def passkey_out(row: Passkey) -> PasskeyOut:
    """A passkey's row, for its member."""
    assert row.id is not None  # noqa: S101 (it was read)
    return PasskeyOut(id=row.id, name=row.name, made_at=row.made_at, used_at=row.used_at)


def account_out(member: Member) -> AccountOut:
    """A member's row, for administrators."""
    return AccountOut(
        **member_out(member).model_dump(),
        email=member.email,
        verified=member.email_verified_at is not None,
        second_factor=member.second_factor_at is not None,
        role=Role(member.role),
        state=MemberState(member.state),
        joined_at=member.created_at,
    )

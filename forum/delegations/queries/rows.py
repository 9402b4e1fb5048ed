"""Rows as they go out."""

from datetime import datetime

from forum.accounts.queries import member_out
from forum.accounts.rules import MemberState
from forum.accounts.tables import Member
from forum.delegations.partners import PARTNERS
from forum.delegations.rules import Days, MandateState, state_at
from forum.delegations.schemas import DelegationOut, MandateOut, OrganisationOut
from forum.delegations.tables import Delegation, Mandate, Organisation
from forum.web.countries import country_name


def organisation_out(row: Organisation) -> OrganisationOut:
    """An organisation's row as it goes out."""
    assert row.id is not None  # noqa: S101 (it was read or flushed)
    return OrganisationOut(url=f"/organisations/{row.id}", **row.model_dump(exclude={"created_at"}))


def delegation_out(row: Delegation, of: Organisation | None, locale: str) -> DelegationOut:
    """A delegation's row as it goes out to readers of `locale`."""
    assert row.id is not None  # noqa: S101 (it was read or flushed)
    named_after = None if of is None else (of.name, of.language)
    name, language = called((row.name, row.language), named_after, row.partner, locale)
    partner = PARTNERS.get(row.partner)
    return DelegationOut(
        id=row.id,
        url=f"/delegations/{row.slug}",
        slug=row.slug,
        name=name,
        language=language,
        kind=row.kind,
        partner=row.partner,
        group=partner.group if partner else "",
        since=partner.since if partner else None,
        is_asem_partner=partner is not None and partner.is_asem_partner,
        is_asean_member=partner is not None and partner.is_asean_member,
        languages=partner.languages if partner else (),
        organisation=None if of is None else organisation_out(of),
        closed_at=row.closed_at,
    )


def called(
    own: tuple[str, str], of: tuple[str, str] | None, partner: str, locale: str
) -> tuple[str, str]:
    """What a delegation is called by readers of `locale`, and in which language.

    Args:
        own: the name that it was given, or "", and its language.
        of: the name of its organisation, if it is one's, and the language of that.
        partner: its country.
        locale: BCP 47 tag.
    """
    if own[0]:
        return own
    return of or (country_name(partner, locale), locale)


def mandate_out(row: Mandate, member: Member, now: datetime) -> MandateOut:
    """A mandate's row as it goes out; that of somebody who has gone is past."""
    assert row.id is not None  # noqa: S101 (it was read or flushed)
    state = state_at(Days(row.first_day, row.last_day), row.ended_at, now)
    if member.state == MemberState.DELETED:
        state = MandateState.PAST
    return MandateOut(
        id=row.id,
        member=member_out(member),
        capacity=row.capacity,
        is_focal_point=row.is_focal_point,
        first_day=row.first_day,
        last_day=row.last_day,
        ended_at=row.ended_at,
        state=state,
    )

"""Invitations, as they come in and go out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from forum.accounts.schemas import Handle, MemberOut, Name, Organisation, Partner, Password
from forum.core.ids import InvitationId
from forum.invitations.rules import DAYS, Outcome, State
from forum.web.fields import LanguageTag, Line
from forum.web.lists import ListQuery
from forum.web.shapes import Output

LONGEST_LIST = 400_000
"""Code points of a pasted list: enough to say how much too long it is."""

Days = Annotated[int, Field(ge=DAYS[0], le=DAYS[1])]
Slug = Annotated[str, Line(0, 60)]
RoleWord = Annotated[str, Line(0, 40)]


class In(BaseModel):
    """What every input has in common."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Gift(In):
    """What the invited are to be given, and in which language they are written to.

    Attributes:
        space: address part of a space whose members they become; "" for none.
        role: word of a role that counts in that space, or without one on the whole site; "" for
            none.
        days: how long the link is good.
    """

    language: LanguageTag = "en"
    space: Slug = ""
    role: RoleWord = ""
    days: Days = 14


class InvitationsDraft(Gift):
    """People to be invited.

    Attributes:
        addresses: one each, such as `maria@example.org`, `Maria <maria@example.org>` or
            `maria@example.org, fr`, where the language of one differs.
    """

    addresses: Annotated[list[Annotated[str, Field(max_length=1000)]], Field(max_length=20_000)]


class InvitationsForm(Gift):
    """The form of the same: one address a line."""

    addresses: Annotated[str, Field(max_length=LONGEST_LIST)]


class InvitationsQuery(ListQuery):
    """Which invitations are wanted."""

    state: State | None = None


class JoinForm(In):
    """Who somebody is who accepts an invitation without having an account."""

    name: Name
    handle: Handle = ""
    organisation: Organisation = ""
    country: Partner = ""
    password: Password = Field(repr=False)


class AcceptanceDraft(In):
    """The word at the end of the invitation's link."""

    word: Annotated[str, Field(max_length=200, repr=False)]


class Out(Output):
    """What every output has in common."""


class InvitationOut(Out):
    """An invitation, for who sent it and for the secretariat.

    Attributes:
        space: address part of the space; "" for none.
        sent_at: when the mail was written; empty until then.
    """

    id: InvitationId
    email: str
    language: str
    space: str
    role: str
    state: State
    by: MemberOut
    used_by: MemberOut | None
    made_at: datetime
    sent_at: datetime | None
    expires_at: datetime
    used_at: datetime | None


class LineOut(Out):
    """What became of one line of a list, counted from 1."""

    line: int
    text: str
    outcome: Outcome
    id: InvitationId | None = None


class ReportOut(Out):
    """What became of a list."""

    invited: int
    lines: Sequence[LineOut]


class AcceptedOut(Out):
    """What somebody has been given; `space` is its address part, "" for none."""

    space: str

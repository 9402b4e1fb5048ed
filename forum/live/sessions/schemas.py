"""Sessions and participants, as they come in and go out."""

from datetime import datetime

from forum.accounts.schemas import MemberOut
from forum.core.ids import ParticipantId
from forum.delegations.rules import Capacity
from forum.delegations.schemas import DelegationOut
from forum.live.parts import Part
from forum.live.sessions.rules import RequestState
from forum.web.shapes import Output


class ParticipantOut(Output):
    """Somebody who takes part in a session.

    Attributes:
        delegation: for which they act; `None`: for themselves, or as an officer.
        capacity: as what they act for it.
        badge: what stands on their badge beside the part.
        muted_until: until when they do not take the word.
    """

    id: ParticipantId
    member: MemberOut
    part: Part
    delegation: DelegationOut | None
    capacity: Capacity | None
    badge: str
    state: RequestState
    muted_until: datetime | None

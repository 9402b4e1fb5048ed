"""What every event of a decision says."""

from collections.abc import Mapping
from datetime import datetime
from typing import TypedDict

from forum.core.ids import DecisionId, MemberId
from forum.db.unit import Unit
from forum.decisions.tables import Decision
from forum.delegations.rules import OnBehalf


class Told(TypedDict):
    """The first fields of a `DecisionEvent`."""

    place: str
    id: DecisionId
    at: int
    by: MemberId | None
    on_behalf: Mapping[str, object] | None


def told(unit: Unit, row: Decision, behalf: OnBehalf | None = None) -> Told:
    """What events of an act of the unit's actor on a decision say."""
    assert row.id is not None  # noqa: S101 (it was stored)
    whom = (
        None
        if behalf is None
        else {"delegation": behalf.delegation_id, "capacity": behalf.capacity.value}
    )
    return Told(
        place=row.place,
        id=row.id,
        at=milliseconds(unit.now),
        by=unit.actor.member_id,
        on_behalf=whom,
    )


def milliseconds(at: datetime) -> int:
    """An aware instant as milliseconds since 1970, as clients read it."""
    return round(at.timestamp() * 1000)

"""What a session's log tells, as it goes out."""

from collections.abc import Mapping, Sequence

from forum.live.record.account import Account
from forum.live.record.attendance import Attendee
from forum.live.record.entries import Who
from forum.live.record.files import Names, as_json
from forum.live.record.reviewed import Reviewed
from forum.live.record.schemas import (
    AttendeeOut,
    MomentOut,
    RecordOut,
    SpeakerName,
    SpeakingOut,
    StatisticsOut,
    TranscriptOut,
)
from forum.live.record.statistics import Speaking, Statistics


def record_out(found: Account, *, is_known: bool) -> RecordOut:
    """Attendance and statistics of a session.

    Args:
        found: what its log tells.
        is_known: whether the reader is signed in: who took part is told to nobody else.
    """
    session, held = found.session, found.held
    assert session.id is not None  # noqa: S101 (it was read)
    return RecordOut(
        session_id=session.id,
        url=f"/sessions/{session.id}/record",
        title=session.title,
        state=session.state.value,
        began=None if held is None else held.began,
        ended=None if held is None else held.ended,
        attendance=[_attendee(one, found.names) for one in found.attendees if is_known],
        statistics=statistics_out(found.statistics, found.names),
    )


def transcript_out(found: Account, made: Reviewed) -> TranscriptOut:
    """The moments of a session, with what people have translated of them."""
    assert found.session.id is not None  # noqa: S101 (it was read)
    told = zip(found.moments, as_json(found.moments, found.names), strict=True)
    moments = [
        MomentOut.model_validate({**said, "translation": made.get((one.kind, one.id))})
        for one, said in told
    ]
    return TranscriptOut(session_id=found.session.id, moments=moments)


def statistics_out(found: Statistics, names: Names) -> StatisticsOut:
    """Counts with the names of whom they are about."""
    delegations = {one or 0: sums for one, sums in found.delegations.items()}
    return StatisticsOut(
        length=found.length,
        speakers=_spoke([(names.speaker(who), sums) for who, sums in found.speakers.items()]),
        delegations=_spoke(
            [(names.delegations.get(one, ""), sums) for one, sums in delegations.items()]
        ),
        regions=_spoke([*found.regions.items()]),
        questions=_plain(found.questions),
        decisions=_plain(found.decisions),
        ballots=found.ballots,
        languages={kind: _plain(counts) for kind, counts in found.languages.items()},
    )


def _spoke(pairs: Sequence[tuple[str, Speaking]]) -> Sequence[SpeakingOut]:
    return [SpeakingOut(name=name, turns=one.turns, spent=one.spent) for name, one in pairs]


def _plain(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(counts)


def _attendee(one: Attendee, names: Names) -> AttendeeOut:
    return AttendeeOut(
        who=_speaker(one.who, names),
        part=one.part,
        began=one.began,
        ended=one.ended,
        first=one.first,
        last=one.last,
    )


def _speaker(who: Who, names: Names) -> SpeakerName:
    return SpeakerName(
        member=who.member,
        name=names.members.get(who.member or 0, ""),
        delegation=who.delegation,
        delegation_name=names.delegations.get(who.delegation or 0, ""),
        capacity=who.capacity,
    )

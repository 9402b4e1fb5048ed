"""How the summary record of a session comes about, and what its final text is."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from forum.core.errors import N_, ForumError
from forum.live.record.files import literal
from forum.live.sessions.rules import Deed, Standing, may
from forum.live.sessions.states import CorrectionsWait, SessionState

LONGEST_PARAGRAPH = 5_000
"""Characters."""
LONGEST_WORD = 500
"""Characters of what is said to somebody whose correction was decided."""
CORRECTION_TIME = timedelta(days=7)
"""From when corrections are asked for until they are due (practice of UN summary records: within a
week of the record's date), unless the rapporteur says otherwise."""
BREAK = "---"
"""A thematic break (CommonMark §4.1), which no paragraph can be, as its marks are escaped."""
READ_BY_ALL = frozenset(
    {SessionState.CORRECTIONS, SessionState.RECORD_FINAL, SessionState.FOLLOW_UP}
)
"""States in which whoever follows a session reads its record; before, those who write it do."""


class CorrectionState(StrEnum):
    """What became of a correction."""

    WAITING = "waiting"
    TAKEN = "taken"
    DECLINED = "declined"


STATES: Mapping[CorrectionState, str] = {
    CorrectionState.WAITING: N_("Waiting"),
    CorrectionState.TAKEN: N_("Taken over"),
    CorrectionState.DECLINED: N_("Declined"),
}


class CorrectionsDue(ForumError):
    """The deadline for corrections has come."""

    code, status = "corrections_due", 409
    text = N_("The time for corrections of this record is over.")


class CorrectionDecided(ForumError):
    """It was taken or declined before."""

    code, status, text = "correction_decided", 409, N_("This correction was decided already.")


class NothingCorrected(ForumError):
    """A correction says what stands there."""

    code, status, text = "nothing_corrected", 422, N_("This is the text that stands there already.")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the final text, under the heading of its item; "": it has none."""

    heading: str
    text: str


def may_read(standing: Standing, state: SessionState) -> bool:
    """Whether somebody who follows a session reads its summary record now."""
    if state is SessionState.RECORD_DRAFT:
        return may(standing, Deed.WRITE_RECORD)
    return state in READ_BY_ALL


def check_due(until: datetime | None, now: datetime) -> None:
    """Let a correction be proposed.

    Raises:
        CorrectionsDue: it is too late.
    """
    if until is not None and now >= until:
        raise CorrectionsDue


def check_ripe(until: datetime | None, waiting: int, now: datetime) -> None:
    """Let a record be made final.

    Raises:
        CorrectionsWait: corrections can still come, or `waiting` of them are undecided.
    """
    if waiting or (until is not None and now < until):
        raise CorrectionsWait


def final_text(title: str, blocks: Iterable[Block]) -> str:
    """The record as one text in Markdown; a heading stands once over what follows it.

    What follows an item and belongs to none, such as the end of the meeting, stands after a break,
    as on the page: it is no part of the last item.

    Args:
        title: of the session.
        blocks: in their order; those without a text were taken out.
    """
    parts, heading = [f"# {literal(title)}"], ""
    for block in blocks:
        lines = [literal(line) for line in block.text.splitlines() if line.strip()]
        if not lines:
            continue
        if block.heading != heading:
            heading = block.heading
            parts.append(f"## {literal(heading)}" if heading else BREAK)
        parts += lines
    return "\n\n".join(parts) + "\n"


def digest_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal, as `sha256sum` says it of the file."""
    return hashlib.sha256(text.encode()).hexdigest()

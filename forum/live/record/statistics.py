"""What can be counted in a session's log."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from forum.live.record.entries import Entry, Who
from forum.live.record.sittings import sittings
from forum.live.record.turns import Turn, turns

K = TypeVar("K", bound=Hashable)
Regions = Mapping[int, str]
"""By the number of a delegation: its region."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """How often and how long somebody had the floor.

    Attributes:
        turns: in which they spoke.
        spent: in ms.
    """

    turns: int
    spent: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """What was counted.

    Attributes:
        length: how long people met, pauses left out, in ms.
        speakers: by who and for whom, the longest first.
        delegations: by the number of the delegation; `None`: for no delegation.
        regions: by name; "": those who speak for no delegation, or for one without a region.
        questions: how many ended in which state; see `questions.rules.QuestionState`.
        decisions: how many ended how: their outcome, `open`, `undecided` or `withdrawn`.
        ballots: that were counted when votes were closed.
        languages: by kind of text (`caption`, `chat`, `question`): how many in each language.
    """

    length: int
    speakers: Mapping[Who, Speaking]
    delegations: Mapping[int | None, Speaking]
    regions: Mapping[str, Speaking]
    questions: Mapping[str, int]
    decisions: Mapping[str, int]
    ballots: int
    languages: Mapping[str, Mapping[str, int]]


def statistics(entries: Sequence[Entry], regions: Regions, until: int) -> Statistics:
    """Count what a log tells.

    Args:
        entries: of the log.
        regions: of the delegations.
        until: when what goes on is taken to end, in ms since 1970.
    """
    spoken = [one for one in turns(entries, until) if one.began is not None]
    return Statistics(
        length=sum(one.length for one in sittings(entries, until)),
        speakers=_sums((one.who, one) for one in spoken),
        delegations=_sums((one.who.delegation, one) for one in spoken),
        regions=_sums((regions.get(one.who.delegation or 0, ""), one) for one in spoken),
        questions=Counter(question_states(entries).values()),
        decisions=Counter(decision_ends(entries).values()),
        ballots=sum(sum(one.values()) for one in decision_sums(entries).values()),
        languages=_languages(entries),
    )


def question_states(entries: Sequence[Entry]) -> dict[int, str]:
    """By the number of a question: the last state that the log has."""
    found: dict[int, str] = {}
    for entry in entries:
        kind, _, what = entry.event.partition(".")
        if kind == "question" and what in _QUESTIONS:
            found[entry.number("id")] = _QUESTIONS[what] or entry.word("state")
    return found


_QUESTIONS = {
    "asked": "open",
    "answered": "",
    "merged": "merged",
    "dismissed": "dismissed",
    "removed": "removed",
}


def decision_ends(entries: Sequence[Entry]) -> dict[int, str]:
    """By the number of a decision: its outcome, `open`, `undecided` or `withdrawn`."""
    found: dict[int, str] = {}
    for entry in entries:
        match entry.event:
            case "decision.opened":
                found[entry.number("id")] = "open"
            case "decision.closed" | "decision.decided":
                found[entry.number("id")] = entry.word("outcome") or "undecided"
            case "decision.withdrawn":
                found[entry.number("id")] = "withdrawn"
    return found


def decision_sums(entries: Sequence[Entry]) -> dict[int, dict[str, int]]:
    """By the number of a decision: votes for each option, as they were when it was last closed."""
    found: dict[int, dict[str, int]] = {}
    for entry in entries:
        sums = entry.data.get("sums")
        if entry.event == "decision.closed" and isinstance(sums, dict):
            found[entry.number("id")] = {option: one[0] for option, one in sums.items()}
    return found


def _languages(entries: Sequence[Entry]) -> Mapping[str, Mapping[str, int]]:
    found: dict[str, Counter[str]] = {kind: Counter() for kind in _SPOKEN.values()}
    for entry in entries:
        if entry.event in _SPOKEN:
            found[_SPOKEN[entry.event]][entry.word("language")] += 1
    return found


_SPOKEN = {"caption.final": "caption", "chat.said": "chat", "question.asked": "question"}


def _sums(pairs: Iterable[tuple[K, Turn]]) -> dict[K, Speaking]:
    found: dict[K, Speaking] = {}
    for key, turn in pairs:
        before = found.get(key, Speaking(0, 0))
        found[key] = Speaking(before.turns + 1, before.spent + turn.spent)
    return dict(sorted(found.items(), key=lambda one: -one[1].spent))

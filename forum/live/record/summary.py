"""The draft of a summary record: what the log tells of each item, in sentences to be written on.

ITU practice: a summary record gives the essential points; what a delegation wants in full, it hands
in. So the draft says who spoke and what was decided, and leaves the points to the rapporteur.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from forum.core.errors import N_
from forum.live.record.entries import Entry
from forum.live.record.files import Names, Say
from forum.live.record.sittings import meeting, with_items
from forum.live.record.statistics import decision_ends, decision_sums, question_states
from forum.live.record.transcript import Kind, Texts
from forum.live.record.turns import Turn, turns

Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A paragraph of the draft.

    Attributes:
        item: number of the item of the agenda; `None`: it is about the whole session.
        text: a sentence of the interface with named placeholders.
        values: what is put in for them.
    """

    item: int | None
    text: str
    values: Values

    def said(self, say: Say) -> str:
        """The paragraph in the language of the record."""
        return say(self.text) % self.values


OPENED = N_("The meeting was opened on %(day)s at %(time)s UTC.")
SPOKE = N_("Statements were made by: %(names)s.")
REPLIED = N_("The right of reply was exercised by: %(names)s.")
POINTS = N_("Points of order were raised by: %(names)s.")
WRITTEN = N_("Statements were handed in and not delivered by: %(names)s.")
QUESTIONS = N_("Questions asked: %(asked)s. Answered: %(answered)s. Left open: %(open)s.")
DECIDED = N_("“%(title)s”: %(outcome)s.")
CLOSED = N_("The meeting was closed on %(day)s at %(time)s UTC.")

_ANSWERED = frozenset({"answered_live", "answered_in_writing"})
_GONE = frozenset({"merged", "removed"})


def draft(
    entries: Sequence[Entry], items: Sequence[int], texts: Texts, names: Names, until: int
) -> list[Sentence]:
    """The paragraphs that a record begins with, by the items of the agenda in their order.

    Args:
        entries: of the log.
        items: numbers of the items, in the order of the agenda.
        texts: titles of the decisions.
        names: in the language of the record.
        until: when what goes on is taken to end, in ms since 1970.
    """
    held = meeting(entries, until)
    if held is None:
        return []
    found = [Sentence(None, OPENED, _clock(held.began))]
    requests, by_item = turns(entries, until), _by_item(entries)
    for item in (*items, None):
        found += _floor([one for one in requests if one.item == item], item, names)
        found += _questions(question_states(by_item.get(("question", item), ())), item)
        found += _decisions(by_item.get(("decision", item), ()), item, texts, names)
    return [*found, Sentence(None, CLOSED, _clock(held.ended))]


def _floor(requests: Sequence[Turn], item: int | None, names: Names) -> Iterable[Sentence]:
    spoken = [one for one in requests if one.began is not None]
    groups = (
        (SPOKE, [one for one in spoken if one.kind in {"statement", "intervention"}]),
        (REPLIED, [one for one in spoken if one.kind == "right_of_reply"]),
        (POINTS, [one for one in requests if one.kind == "point_of_order"]),
        (WRITTEN, [one for one in requests if one.is_undelivered]),
    )
    for text, some in groups:
        if some:
            yield Sentence(item, text, {"names": "; ".join(_distinct(some, names))})


def _distinct(some: Sequence[Turn], names: Names) -> Iterable[str]:
    return dict.fromkeys(names.speaker(one.who) for one in some)


def _questions(states: Mapping[int, str], item: int | None) -> Iterable[Sentence]:
    asked = [state for state in states.values() if state not in _GONE]
    if asked:
        answered, left = sum(one in _ANSWERED for one in asked), asked.count("open")
        counts = {"asked": len(asked), "answered": answered, "open": left}
        yield Sentence(item, QUESTIONS, {name: str(count) for name, count in counts.items()})


def _decisions(
    entries: Sequence[Entry], item: int | None, texts: Texts, names: Names
) -> Iterable[Sentence]:
    sums = decision_sums(entries)
    for number, end in decision_ends(entries).items():
        if (said := texts.get((Kind.DECISION, number))) is not None:
            outcome = names.outcome(number, end, sums.get(number, {}))
            yield Sentence(item, DECIDED, {"title": said.text, "outcome": outcome})


def _by_item(entries: Sequence[Entry]) -> Mapping[tuple[str, int | None], Sequence[Entry]]:
    """Entries by their family and item: a question or decision stays where the log first has it."""
    places: dict[tuple[str, int], int | None] = {}
    found: dict[tuple[str, int | None], list[Entry]] = {}
    for entry, item in with_items(entries):
        family = _family(entry)
        place = places.setdefault((family, entry.number("id")), item)
        found.setdefault((family, place), []).append(entry)
    return found


def _family(entry: Entry) -> str:
    return entry.event.partition(".")[0]


def _clock(at: int) -> Values:
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return {"day": moment.date().isoformat(), "time": moment.strftime("%H:%M")}

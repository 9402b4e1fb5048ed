"""Everything that was said, asked and decided in a session, in the order of its log."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from forum.live.record.entries import Entry, Who, slots_in, speaker
from forum.live.record.sittings import with_items


class Kind(StrEnum):
    """What a moment is."""

    STATE = "state"
    """The session went on to another state."""
    ITEM = "item"
    """An item of the agenda was opened."""
    SPEECH = "speech"
    """Somebody began to speak; the text is the statement that they handed in."""
    CAPTION = "caption"
    CHAT = "chat"
    QUESTION = "question"
    ANSWER = "answer"
    DECISION = "decision"
    REMARK = "remark"
    """An objection, a reservation or an explanation of vote, in writing."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text as its table has it.

    Attributes:
        text: plain text or Markdown; "": it was removed, or there is none.
        language: BCP 47 tag; "": not known.
        heard: who speaks, in words, where no member is named.
        via: how it came about; see `captions.rules.Via`.
        engine: of the machine that listened; "": none.
        ended: when it was said to the end, in ms since 1970; `None`: not known.
        about: title of the decision that it is a remark on; "": it is none.
    """

    text: str
    language: str = ""
    heard: str = ""
    via: str = ""
    engine: str = ""
    ended: int | None = None
    about: str = ""


NOTHING = Said("")
Texts = Mapping[tuple[Kind, int], Said]
"""By kind and number of what the log names."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened, with its words.

    Attributes:
        offset: its number in the log, by which it is cited.
        at: when, in ms since 1970.
        kind: what it is.
        id: number of the text, request or decision that it is about; 0: none.
        item: number of the item of the agenda; `None`: none was open.
        who: did it.
        detail: the state, the kind of request or remark, or what became of a decision.
        said: its words.
    """

    offset: int
    at: int
    kind: Kind
    id: int
    item: int | None
    who: Who
    detail: str = ""
    said: Said = NOTHING

    @property
    def anchor(self) -> str:
        """Its name on the page of the record."""
        return f"at-{self.offset}"


def transcript(entries: Sequence[Entry], texts: Texts) -> list[Moment]:
    """The moments of a session.

    What was removed keeps its place and has no words. An entry that nobody needs to read, such as a
    change of the order of speakers, is left out.
    """
    found: list[Moment] = []
    begun: set[int] = set()
    for entry, item in with_items(entries):
        if entry.event == "floor.changed":
            found += _speeches(entry, item, begun)
        elif (read := _READ.get(entry.event)) is not None:
            found.append(read(entry, item))
    return [replace(one, said=texts.get((one.kind, one.id), NOTHING)) for one in found]


def _speeches(entry: Entry, item: int | None, begun: set[int]) -> list[Moment]:
    """Those who begin to speak; that they go on after a pause is no moment."""
    found = []
    for slot in slots_in(entry):
        number = slot.get("id")
        if slot.get("state") == "speaking" and isinstance(number, int) and number not in begun:
            begun.add(number)
            kind = str(slot.get("kind", ""))
            who = speaker(slot)
            found.append(Moment(entry.offset, entry.at, Kind.SPEECH, number, item, who, kind))
    return found


_Read = Callable[[Entry, int | None], Moment]


def _reads(kind: Kind, *, key: str = "id", detail: str = "") -> _Read:
    """How entries of an event become moments of a kind.

    Args:
        kind: of the moments.
        key: what the entry calls the number of what it is about.
        detail: what it calls the word that says more; "": nothing does.
    """

    def read(entry: Entry, item: int | None) -> Moment:
        at = entry.number("began") or entry.at
        word = entry.word(detail) if detail else ""
        return Moment(entry.offset, at, kind, entry.number(key), item, entry.who, word)

    return read


def _decides(entry: Entry, item: int | None) -> Moment:
    what = entry.event.partition(".")[2]
    word = entry.word("outcome") or what
    return Moment(entry.offset, entry.at, Kind.DECISION, entry.number("id"), item, entry.who, word)


def _remarks(entry: Entry, item: int | None) -> Moment:
    what = entry.event.partition(".")[2]
    return Moment(
        entry.offset, entry.at, Kind.REMARK, entry.number("remark"), item, entry.who, what
    )


_READ: Mapping[str, _Read] = {
    "session.state": _reads(Kind.STATE, key="", detail="state"),
    "agenda.item_opened": _reads(Kind.ITEM, key="item_id"),
    "caption.final": _reads(Kind.CAPTION, detail="via"),
    "chat.said": _reads(Kind.CHAT),
    "question.asked": _reads(Kind.QUESTION),
    "question.answered": _reads(Kind.ANSWER, detail="state"),
    **dict.fromkeys(
        (
            f"decision.{what}"
            for what in ("proposed", "opened", "amended", "closed", "decided", "withdrawn")
        ),
        _decides,
    ),
    **dict.fromkeys(
        (f"decision.{what}" for what in ("objected", "reserved", "explained")), _remarks
    ),
}

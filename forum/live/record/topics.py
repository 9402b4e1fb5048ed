"""What becomes of an item of the agenda after the meeting: a topic, and who writes what in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from forum.core.errors import N_
from forum.live.record.entries import Entry, slots_in
from forum.live.record.files import Names, Say, literal
from forum.live.record.sittings import with_items
from forum.live.record.statistics import decision_ends, decision_sums, question_states
from forum.live.record.summary import DECIDED, Sentence
from forum.live.record.transcript import Kind, Texts
from forum.live.record.turns import Turn

LONGEST_TITLE = 200
LONGEST_POST = 20_000
"""Characters; see `discussions.schemas`."""


@dataclass(frozen=True, slots=True)
class PostPlan:
    """A post to be made.

    Attributes:
        author: number of the member whose it is; `None`: whoever hands over.
        body: Markdown.
        language: BCP 47 tag of the original.
    """

    author: int | None
    body: str
    language: str


@dataclass(frozen=True, slots=True)
class TopicPlan:
    """A topic to be made of an item.

    Attributes:
        item: number of the item.
        title: plain text.
        body: Markdown of the first post, which is of whoever hands over.
        posts: in their order.
    """

    item: int
    title: str
    body: str
    posts: Sequence[PostPlan]


@dataclass(frozen=True, slots=True)
class Source:
    """What topics are made from.

    Attributes:
        session: number of the session.
        entries: of its log.
        turns: all requests for the floor.
        texts: what was said and written; of the statements also those that were not delivered.
        sentences: of the draft of the record.
        names: in the language of the session.
        say: the words of the interface in it.
    """

    session: int
    entries: Sequence[Entry]
    turns: Sequence[Turn]
    texts: Texts
    sentences: Sequence[Sentence]
    names: Names
    say: Say


MADE_OF = N_(
    "What was said on this item is discussed on here. The record of the session has it all."
)
OPEN_QUESTIONS = N_("Questions left open")
DECISIONS = N_("Decisions")
DELIVERED = N_("Statement of %(name)s, delivered in the session.")
UNDELIVERED = N_("Statement of %(name)s, handed in and not delivered.")
IN_THE_RECORD = N_("In the record")


def topic_of(source: Source, item: int, title: str) -> TopicPlan:
    """The topic of an item; every citation opens its moment in the record."""
    blocks = [
        f"[{source.say(MADE_OF)}]({_record(source)}#{_opened(source, item)})",
        *(literal(one.said(source.say)) for one in source.sentences if _is_told(one, item)),
        *_list(source, OPEN_QUESTIONS, _questions(source, item)),
        *_list(source, DECISIONS, _decisions(source, item)),
    ]
    first, *more = packed(blocks)
    posts = [PostPlan(None, body, "") for body in more]
    for turn in source.turns:
        if turn.item == item and _text(source, turn):
            posts += _posts(source, turn)
    return TopicPlan(item, title[:LONGEST_TITLE], first, posts)


def _is_told(one: Sentence, item: int) -> bool:
    """Whether a topic says it as the record does: decisions are in a list of their own."""
    return one.item == item and one.text != DECIDED


def packed(blocks: Iterable[str], most: int = LONGEST_POST) -> list[str]:
    """Blocks of Markdown, each of at most `most` characters, as few texts that long at most."""
    found: list[str] = []
    for block in blocks:
        if found and len(found[-1]) + 2 + len(block) <= most:
            found[-1] += f"\n\n{block}"
        else:
            found.append(block)
    return found


def _posts(source: Source, turn: Turn) -> Sequence[PostPlan]:
    said = source.texts[Kind.SPEECH, turn.slot]
    how = UNDELIVERED if turn.began is None else DELIVERED
    head = literal(source.say(how) % {"name": source.names.speaker(turn.who)})
    offset = _began(source, turn)
    link = f" [{source.say(IN_THE_RECORD)}]({_record(source)}#at-{offset})" if offset else ""
    blocks = (literal(part) for line in said.text.splitlines() for part in _short(line))
    bodies = packed([f"*{head}*{link}", *filter(None, blocks)])
    return [PostPlan(turn.who.member, body, said.language) for body in bodies]


def _short(line: str) -> Sequence[str]:
    """A line in parts that are short enough for a post, whatever marks have to be escaped."""
    most = LONGEST_POST // 2
    return [line[start : start + most] for start in range(0, len(line), most)]


def _text(source: Source, turn: Turn) -> bool:
    said = source.texts.get((Kind.SPEECH, turn.slot))
    return said is not None and bool(said.text) and turn.who.member is not None


def _list(source: Source, title: str, lines: Iterable[str]) -> Iterable[str]:
    if found := [f"- {line}" for line in lines]:
        yield f"## {source.say(title)}"
        yield from found


def _questions(source: Source, item: int) -> Iterable[str]:
    states = question_states(source.entries)
    for number, entry in _first(source, item, "question.asked").items():
        said = source.texts.get((Kind.QUESTION, number))
        if states[number] == "open" and said is not None and said.text:
            yield _cited(source, f"{source.names.speaker(entry.who)}: {said.text}", entry)


def _decisions(source: Source, item: int) -> Iterable[str]:
    ends, sums = decision_ends(source.entries), decision_sums(source.entries)
    for number, entry in _first(source, item, "decision.opened").items():
        said = source.texts.get((Kind.DECISION, number))
        if said is not None:
            outcome = source.names.outcome(number, ends[number], sums.get(number, {}))
            yield _cited(source, f"{said.text}: {outcome}", entry)


def _first(source: Source, item: int, event: str) -> Mapping[int, Entry]:
    """By number: the first entries of an event that belong to an item."""
    found: dict[int, Entry] = {}
    for entry, place in with_items(source.entries):
        if entry.event == event and place == item:
            found.setdefault(entry.number("id"), entry)
    return found


def _cited(source: Source, text: str, entry: Entry) -> str:
    return f"{literal(text)} [{source.say(IN_THE_RECORD)}]({_record(source)}#at-{entry.offset})"


def _record(source: Source) -> str:
    return f"/sessions/{source.session}/record"


def _opened(source: Source, item: int) -> str:
    opened = (one for one in source.entries if one.event == "agenda.item_opened")
    offset = next((one.offset for one in opened if one.number("item_id") == item), 0)
    return f"at-{offset}" if offset else "transcript"


def _began(source: Source, turn: Turn) -> int:
    """Number of the entry in which somebody began to speak; 0: they did not."""
    for entry in source.entries:
        for slot in slots_in(entry):
            if slot.get("id") == turn.slot and slot.get("state") == "speaking":
                return entry.offset
    return 0

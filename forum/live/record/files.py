"""A transcript as files: JSON, Markdown and WebVTT."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from forum.core.errors import N_
from forum.live.captions import vtt
from forum.live.floor.rules import ON_BEHALF
from forum.live.record.entries import Who
from forum.live.record.transcript import Kind, Moment

Say = Callable[[str], str]
"""A sentence of the interface in the language of a reader."""
SHOWN_MS = 4_000
"""How long a line is shown of which it is not known when it ended."""

KIND_NAMES: Mapping[Kind, str] = {
    Kind.STATE: N_("Session"),
    Kind.ITEM: N_("Agenda"),
    Kind.SPEECH: N_("Floor"),
    Kind.CAPTION: N_("Captions"),
    Kind.CHAT: N_("Chat"),
    Kind.QUESTION: N_("Question"),
    Kind.ANSWER: N_("Answer"),
    Kind.DECISION: N_("Decision"),
    Kind.REMARK: N_("Decision"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """What readers call whatever a log has numbers of.

    Attributes:
        members, delegations, items: by their numbers; who is not among them is not named.
        words: by the word of a log, such as a state or an outcome: what is said for it.
        options: by the number of a decision: the words of its options.
        on_behalf: how it is said that somebody speaks on behalf of a group.
    """

    members: Mapping[int, str] = field(default_factory=dict)
    delegations: Mapping[int, str] = field(default_factory=dict)
    items: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    on_behalf: str = ON_BEHALF

    def speaker(self, who: Who) -> str:
        """Who did something, and for whom: `Linh Tran, alternate, Viet Nam`."""
        name = self.members.get(who.member or 0, "")
        capacity = self.words.get(who.capacity or "", who.capacity or "")
        delegation = self.delegations.get(who.delegation or 0, "")
        said = ", ".join(filter(None, (name, capacity, delegation)))
        group = self.delegations.get(who.group or 0, "")
        return self.on_behalf % {"speaker": said, "group": group} if group else said

    def outcome(self, number: int, end: str, votes: Mapping[str, int]) -> str:
        """What became of a decision, with its counts: `Adopted (Yes 12, No 3)`."""
        options = {**self.words, **self.options.get(number, {})}
        counts = ", ".join(f"{options.get(one, one)} {count}" for one, count in votes.items())
        word = self.words.get(end, end)
        return f"{word} ({counts})" if counts else word

    def line(self, moment: Moment) -> str:
        """The words of a moment: what was said, or what happened."""
        if moment.kind is Kind.ITEM:
            return self.items.get(moment.id, "")
        detail = self.words.get(moment.detail, moment.detail)
        if moment.kind is Kind.REMARK:
            return ": ".join(filter(None, (detail, moment.said.text)))
        if moment.said.text and moment.kind is not Kind.DECISION:
            return moment.said.text
        return ": ".join(filter(None, (moment.said.text, detail)))


def as_json(moments: Iterable[Moment], names: Names) -> list[dict[str, object]]:
    """Moments as JSON takes them; times in ms since 1970, names in the reader's language."""
    return [_json(one, names) for one in moments]


def _json(one: Moment, names: Names) -> dict[str, object]:
    who = one.who
    return {
        "offset": one.offset,
        "anchor": one.anchor,
        "at": one.at,
        "ended": one.said.ended,
        "kind": one.kind.value,
        "id": one.id or None,
        "item": one.item,
        "by": who.member,
        "name": names.members.get(who.member or 0, ""),
        "delegation": who.delegation,
        "delegation_name": names.delegations.get(who.delegation or 0, ""),
        "capacity": who.capacity,
        "group": who.group,
        "group_name": names.delegations.get(who.group or 0, ""),
        "heard": one.said.heard,
        "about": one.said.about,
        "detail": one.detail,
        "language": one.said.language,
        "text": one.said.text,
        "via": one.said.via,
        "engine": one.said.engine,
    }


def as_markdown(title: str, moments: Sequence[Moment], names: Names, say: Say) -> str:
    """A transcript to be read as text, under a heading for each item that was opened.

    Args:
        title: of the session.
        moments: in their order.
        names: in the reader's language.
        say: the words of the interface in it.
    """
    blocks = [f"# {literal(title)}"]
    for one in moments:
        if one.kind is Kind.ITEM and one.id:
            blocks.append(f"## {literal(names.items.get(one.id, ''))}".rstrip())
        elif one.kind is not Kind.ITEM:
            blocks.append(_markdown(one, names, say))
    return "\n\n".join(blocks) + "\n"


def _markdown(one: Moment, names: Names, say: Say) -> str:
    clock = datetime.fromtimestamp(one.at / 1000, UTC).strftime("%H:%M:%S")
    what = (clock, say(KIND_NAMES[one.kind]), one.said.about, _who(one, names))
    head = " · ".join(filter(None, what))
    text = "  \n".join(literal(line) for line in names.line(one).splitlines() if line.strip())
    via = literal(" · ".join(filter(None, (one.said.language, one.said.via, one.said.engine))))
    return f"**{literal(head)}**" + (f" ({via})" if via else "") + (f"\n\n{text}" if text else "")


def _who(one: Moment, names: Names) -> str:
    return one.said.heard or names.speaker(one.who)


_MARKS = re.compile(r"([!-/:-@\[-`{-~])")


def literal(text: str) -> str:
    """A line of plain text as Markdown that shows just that (CommonMark §2.4)."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))


def as_webvtt(moments: Sequence[Moment], names: Names, zero: int) -> str:
    """What was said, asked and decided as one file of captions, each in its original language.

    Args:
        moments: in their order.
        names: in the reader's language.
        zero: from when its times count, in ms since 1970; what was before is left out.
    """
    cues = (_cue(one, names, zero) for one in moments if one.kind in _HEARD and one.at >= zero)
    return vtt.write(spread([cue for cue in cues if cue.plain().text]))


_HEARD = frozenset(Kind) - {Kind.STATE, Kind.ITEM}


def _cue(one: Moment, names: Names, zero: int) -> vtt.Caption:
    began = one.at - zero
    ended = max(began + 1, (one.said.ended or one.at + SHOWN_MS) - zero)
    text = names.line(one)
    language = one.said.language
    return vtt.Caption(one.offset, began, ended, text, _who(one, names), language)


def spread(cues: Iterable[vtt.Caption]) -> list[vtt.Caption]:
    """Captions one after the other, none lost: of two that begin at once, the later waits 1 ms."""
    found: list[vtt.Caption] = []
    for cue in sorted(cues, key=lambda one: (one.began, one.id)):
        began = max(cue.began, found[-1].began + 1) if found else cue.began
        if found and found[-1].ended > began:
            found[-1] = replace(found[-1], ended=began)
        found.append(replace(cue, began=began, ended=max(cue.ended, began + 1)))
    return found

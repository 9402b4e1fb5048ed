"""A text and its translation as a file for translators' tools, and what a file makes of them."""

from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass

from forum.exchange.schemas import Outcome
from forum.translations.parts import counterparts, put_together, take_apart
from forum.translations.rules import Status
from forum.translations.schemas import TranslationOut
from forum.translations.subjects import Subject
from i18n.exchange.xliff import State, XliffFile, XliffUnit
from i18n.translate.masking import MASK, Masked, MasksLost, mask, unmask

_STATES = {
    Status.MACHINE: State.TRANSLATED,
    Status.PARTIAL: State.TRANSLATED,
    Status.REVIEWED: State.REVIEWED,
    Status.HUMAN: State.FINAL,
}
"""Of what is outdated nothing is said: it is of another original."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a file makes of a text.

    Attributes:
        text: the translation; `None` where the file leaves some of it untranslated.
        changed: the segments whose original is another by now.
        broken: the segments that came back with codes lost, doubled, unknown or crosswise.
    """

    text: str | None
    changed: Sequence[str]
    broken: Sequence[str]


@dataclass(frozen=True, slots=True)
class Ready:
    """What a file says of one text, and whether that is to be stored.

    Attributes:
        outcome: why not; `None` if it is.
        text: the translation.
        version: of the original that it was made from.
    """

    subject: str
    outcome: Outcome | None
    text: str = ""
    version: int = 0


async def file_of(subject: Subject, url: str, current: TranslationOut | None) -> XliffFile:
    """A text by its segments, each with its translation as far as there is one."""
    parts = await take_apart(subject.text, markdown=subject.markdown)
    known = await _known(subject, current)
    state = State.INITIAL if current is None else _STATES.get(current.status, State.INITIAL)
    notes = _notes(current)
    units = []
    for number, text in enumerate(parts.texts):
        sent, target = mask(text, parts.keep), ""
        if number < len(known) and known[number] != text:
            target = _alike(sent, mask(known[number], parts.keep))
        units.append(_unit(number, sent, target, state if target else State.INITIAL, notes))
    return XliffFile(file_id(subject.name), url, units)


def file_id(name: str) -> str:
    """What stands for a text in a file, such as `post-12` for `post:12`."""
    return name.replace(":", "-")


def _unit(number: int, sent: Masked, target: str, state: State, notes: dict[str, str]) -> XliffUnit:
    data = [mark.value for mark in sent.marks]
    said = notes if target else {}
    return XliffUnit(f"s{number}", sent.text, target, data, sent.links, state, said)


def _notes(current: TranslationOut | None) -> dict[str, str]:
    if current is None or not current.engine:
        return {}
    through = f", through {current.via}" if current.via else ""
    return {"machine": f"{current.engine}{through}, {current.made_at:%Y-%m-%d}"}


async def _known(subject: Subject, current: TranslationOut | None) -> Sequence[str]:
    """The translated segments, if they are of this original and stand in its order."""
    if current is None or current.status == Status.OUTDATED:
        return ()
    pairs = await counterparts(subject.text, current.text, markdown=subject.markdown)
    return [translated for _, translated in pairs]


def _alike(sent: Masked, translated: Masked) -> str:
    """A translation with its masks numbered as those of the original; empty if others are in it."""
    values = [mark.value for mark in translated.marks]
    if Counter(values) != Counter(mark.value for mark in sent.marks):
        return ""
    numbers: defaultdict[str, deque[int]] = defaultdict(deque)
    for number, mark in enumerate(sent.marks):
        numbers[mark.value].append(number)
    order = [numbers[value].popleft() for value in values]
    text = MASK.sub(lambda found: f'<x id="{order[int(found[1])]}"/>', translated.text)
    try:
        unmask(sent, text)
    except MasksLost:
        return ""
    return text


async def fill(subject: Subject, current: TranslationOut | None, file: XliffFile) -> Filled:
    """Put the segments of a file in the place of those of the text that it is of.

    A segment that the file leaves out, or leaves empty, stays as it is translated now.
    """
    parts = await take_apart(subject.text, markdown=subject.markdown)
    known = await _known(subject, current)
    units = {unit.id: unit for unit in file.units}
    changed, broken, missing = [], [], False
    texts: list[str] = []
    for number, text in enumerate(parts.texts):
        sent, unit = mask(text, parts.keep), units.pop(f"s{number}", None)
        texts.append(known[number] if number < len(known) else text)
        if unit is None or not unit.target.strip():
            missing = missing or (sent.has_words and texts[-1] == text)
        elif unit.source != sent.text:
            changed.append(unit.id)
        else:
            try:
                texts[-1] = unmask(sent, unit.target)
            except MasksLost:
                broken.append(unit.id)
    changed += units
    if missing or changed or broken:
        return Filled(None, changed, broken)
    whole = await put_together(parts, texts)
    return Filled(whole.text, (), ())

"""What an edit changed, word by word in any script."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal, NamedTuple

from forum.text.pieces import words_and_gaps

# Comparing costs up to the product of both lengths: half a second for this many words at the worst.
# What both versions begin and end with costs nothing; longer stretches count as replaced whole.
_MAX_PIECES = 10_000


class Change(NamedTuple):
    """A stretch of text that both versions have, or that one of them has alone."""

    kind: Literal["same", "removed", "added"]
    text: str


def diff(old: str, new: str) -> list[Change]:
    """The changes from `old` to `new`, by lines first, then by words within lines that differ.

    The changes that are not `added`, joined, are `old`; those not `removed` are `new`. Neighbours
    differ in kind and none is empty.
    """
    changes: list[Change] = []
    for before, after in _stretches(old.splitlines(keepends=True), new.splitlines(keepends=True)):
        if before == after:
            changes.append(Change("same", before))
        else:
            changes.extend(_by_words(before, after))
    return list(_merged(changes))


def _by_words(old: str, new: str) -> Iterator[Change]:
    for before, after in _stretches(words_and_gaps(old), words_and_gaps(new)):
        if before == after:
            yield Change("same", before)
        else:
            yield Change("removed", before)
            yield Change("added", after)


def _stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pairs of old and new text in order, equal where both versions agree."""
    begin = _shared(old, new)
    end = _shared(old[begin:][::-1], new[begin:][::-1])
    yield "".join(old[:begin]), "".join(new[:begin])
    yield from _compared(old[begin : len(old) - end], new[begin : len(new) - end])
    yield "".join(old[len(old) - end :]), "".join(new[len(new) - end :])


def _shared(old: Sequence[str], new: Sequence[str]) -> int:
    """How many pieces two texts begin with alike."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    if max(len(old), len(new)) > _MAX_PIECES:
        yield "".join(old), "".join(new)
        return
    for _, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new).get_opcodes():
        yield "".join(old[old_start:old_end]), "".join(new[new_start:new_end])


def _merged(changes: Iterable[Change]) -> Iterator[Change]:
    filled = (change for change in changes if change.text)
    for kind, group in groupby(filled, key=lambda change: change.kind):
        yield Change(kind, "".join(change.text for change in group))

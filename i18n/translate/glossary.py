"""Words that must be translated in one way, or not at all, found in a text as it is written."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from i18n.segment import Word, words_at
from i18n.translate.endings import Endings, endings_of

_DICTIONARY = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese, Khmer: words touch, and ICU knows where they end."""
_HAN_KANA = (
    r"\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U0003347f"
)
"""Chinese and Japanese: what ICU takes for a word depends on what stands around it."""
_UNSPACED = re.compile(f"[{_DICTIONARY}{_HAN_KANA}]")
_CUT_BY_ICU = re.compile(f"[{_DICTIONARY}]")
_KATAKANA = re.compile(r"[\u30a1-\u30ff\u31f0-\u31ff]")
_NO_APOSTROPHE = re.compile("[^'’ʼ]+")
_KEY = 2  # characters under which terms of unspaced scripts are looked up


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several, and what must stand for them; the same where they are not translated."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Found:
    """A term as it stands in a text, perhaps with an ending: `text[start:end]`."""

    start: int
    end: int
    term: Term


@dataclass(slots=True)
class _Node:
    """What may follow the words so far, by the gap before the next word and that word's stem."""

    next: dict[tuple[str, str], "_Node"] = field(default_factory=dict)
    terms: list["_Entry"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Entry:
    term: Term
    words: tuple[str, ...]
    head: str
    tail: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """A text that is looked through for terms that begin with one of its words."""

    text: str
    words: list[Word]
    first: int

    def gap(self, index: int) -> str:
        """What stands between a word and the one before it; nothing before the first."""
        if index == self.first:
            return ""
        return _gap(self.text[self.words[index - 1].end : self.words[index].start])


class Glossary:
    """The terms for one pair of languages, ready to be looked for.

    Words are compared without case, each with the endings that its language puts on words; a term
    all in capitals, such as ASEM, is compared to the letter. Where terms overlap, the one that
    begins first counts, and of several that begin there the longest. In Chinese and Japanese a term
    counts wherever it stands; in Thai, Lao, Khmer and Burmese it has to end where words end.

    Args:
        terms: of equal ones, the first counts.
        language: BCP 47 tag of their sources.
    """

    def __init__(self, terms: Iterable[Term] = (), language: str = "") -> None:
        self._endings = endings_of(language)
        self._root = _Node()
        self._unspaced: dict[str, list[Term]] = {}
        seen: set[str] = set()
        for term in terms:
            source = unicodedata.normalize("NFC", term.source)
            if source not in seen:
                seen.add(source)
                self._add(Term(source, term.target))
        for several in self._unspaced.values():
            several.sort(key=lambda one: len(one.source), reverse=True)

    def __bool__(self) -> bool:
        return bool(self._unspaced or self._root.next)

    def find(self, text: str) -> list[Found]:
        """The terms in `text`, in their order; no two overlap."""
        if not self:
            return []
        words = _words(text)
        found = [*self._in_words(text, words), *self._in_unspaced(text, words)]
        return list(_apart(sorted(found, key=lambda one: (one.start, -one.end))))

    def _add(self, term: Term) -> None:
        if _UNSPACED.match(term.source):
            self._unspaced.setdefault(term.source[:_KEY], []).append(term)
            return
        words = _words(term.source)
        if not words:
            return
        node, end = self._root, words[0].start
        for word in words:
            gap = _gap(term.source[end : word.start])
            node = node.next.setdefault((gap, self._endings.stem(word.folded)), _Node())
            end = word.end
        head, tail = term.source[: words[0].start], term.source[end:]
        node.terms.append(_Entry(term, tuple(word.text for word in words), head, tail))

    def _in_words(self, text: str, words: list[Word]) -> Iterator[Found]:
        for first in range(len(words)):
            found = self._follow(self._root, _Reading(text, words, first), first)
            if best := max(found, key=lambda one: one.end, default=None):
                yield best

    def _follow(self, node: _Node, reading: "_Reading", index: int) -> Iterator[Found]:
        """The terms below `node` that go on with the word at `index`."""
        for entry in node.terms:
            if found := self._fits(entry, reading.text, reading.words[reading.first : index]):
                yield found
        if index < len(reading.words) and node.next:
            gap = reading.gap(index)
            for stem in self._endings.stems(reading.words[index].folded):
                if following := node.next.get((gap, stem)):
                    yield from self._follow(following, reading, index + 1)

    def _fits(self, entry: _Entry, text: str, words: list[Word]) -> Found | None:
        pairs = zip(words, entry.words, strict=True)
        if not all(_is_form(word.text, wanted, self._endings) for word, wanted in pairs):
            return None
        start, end = words[0].start - len(entry.head), words[-1].end + len(entry.tail)
        is_whole = text[max(start, 0) : words[0].start] == entry.head
        if not is_whole or text[words[-1].end : end] != entry.tail:
            return None
        return Found(start, end, entry.term)

    def _in_unspaced(self, text: str, words: list[Word]) -> Iterator[Found]:
        if not self._unspaced:
            return
        edges = {edge for word in words for edge in (word.start, word.end)}
        for match in _UNSPACED.finditer(text):
            start = match.start()
            for size in range(_KEY, 0, -1):
                for term in self._unspaced.get(text[start : start + size], ()):
                    end = start + len(term.source)
                    if text.startswith(term.source, start) and _is_apart(text, start, end, edges):
                        yield Found(start, end, term)


def has_term(text: str, term: str, language: str) -> bool:
    """Whether `text` holds `term` in some form of it."""
    return term in text or bool(Glossary([Term(term, term)], language).find(text))


def _words(text: str) -> list[Word]:
    """The words of `text`; ICU leaves what an apostrophe joins together, as in `l'ASEM`."""
    return [part for word in words_at(text) for part in _parted(word)]


def _parted(word: Word) -> list[Word]:
    parts = list(_NO_APOSTROPHE.finditer(word.text))
    if len(parts) == 1 and parts[0].end() == len(word.text):
        return [word]
    at = word.start
    return [Word(at + part.start(), at + part.end(), part.group()) for part in parts]


def _gap(between: str) -> str:
    return " ".join(between.split()) or (" " if between else "")


def _is_form(word: str, wanted: str, endings: Endings) -> bool:
    """Whether `word` is `wanted` with or without an ending; what is in capitals stays so."""
    if len(wanted) > 1 and wanted == wanted.upper() != wanted.lower():
        return word.startswith(wanted) and endings.fits(word[len(wanted) :], wanted)
    return endings.is_form(word.casefold(), wanted.casefold())


def _is_apart(text: str, start: int, end: int, edges: set[int]) -> bool:
    """Whether a term of an unspaced script ends where it could be a word by itself."""
    if _CUT_BY_ICU.match(text[start]):
        return start in edges and end in edges
    if end < len(text) and _KATAKANA.match(text[end - 1]) and _KATAKANA.match(text[end]):
        return False
    return not (start and _KATAKANA.match(text[start]) and _KATAKANA.match(text[start - 1]))


def _apart(found: Iterable[Found]) -> Iterator[Found]:
    end = 0
    for one in found:
        if one.start >= end:
            yield one
            end = one.end


def loops(translations: Mapping[str, str]) -> list[str]:
    """The sources that lead back to themselves, such as both of `a → b` and `b → a`.

    Whoever looks a translation up as a source again would never come to an end. A term that stands
    for itself is no loop: it is not translated.
    """
    seen: set[str] = set()
    looping: set[str] = set()
    for source in translations:
        path: list[str] = []
        at = source
        while at not in seen and translations.get(at, at) != at:
            seen.add(at)
            path.append(at)
            at = translations[at]
        if at in path:
            looping |= set(path[path.index(at) :])
    return [source for source in translations if source in looping]

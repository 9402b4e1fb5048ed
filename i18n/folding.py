"""One spelling for what readers take as the same word: the ground of search."""

import re
import unicodedata

from i18n.scripts import script_of

# Line-break hints and joiners that writers cannot see: a zero-width space ends a word in Khmer,
# Thai and Lao; soft hyphen, ZWNJ, ZWJ, word joiner, BOM, tatweel and direction marks are nothing.
_BREAK = "\u200b"
_INVISIBLE = re.compile("[\u200b\u00ad\u0640\u200c-\u200f\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
# ICU keeps `l'éducation` whole; readers search for `éducation`.
_INNER_APOSTROPHE = re.compile(r"(?<=[^\W\d_])['’ʼ](?=[^\W\d_])")

# The mark that becomes a letter when case goes, so that it matters which other marks come first.
_IOTA_BELOW = re.compile("[\u0345\u1f80-\u1fff]")

# NFKC takes Thai and Lao letters apart that ICU's dictionaries know whole: am, ho no, ho mo.
_WHOLE = {
    "\u0e4d\u0e32": "\u0e33", "\u0ecd\u0eb2": "\u0eb3", "\u0eab\u0e99": "\u0edc",
    "\u0eab\u0ea1": "\u0edd",
}  # fmt: skip

_FOLDED_SCRIPTS = frozenset({"Latn", "Grek", "Cyrl"})
_KEPT = frozenset("й")  # a letter of its own, which no writer replaces by и
# Letters without a decomposition that keyboards elsewhere lack, and Arabic ones typed either way.
_PLAIN = {
    "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ł": "l",
    "ŋ": "n", "ŧ": "t", "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ي": "ی", "ى": "ی",
    "ئ": "ی", "ؤ": "و", "ك": "ک", "ة": "ه", "ۃ": "ه", "ہ": "ه", "ھ": "ه", "ۂ": "ه",
}  # fmt: skip
_MARKS = frozenset(map(chr, [*range(0x0300, 0x0370), *range(0x064B, 0x0660), 0x0670]))


def normalised(text: str) -> str:
    """Return `text` composed, without case, invisible characters and apostrophes inside words.

    The compatibility caseless form of Unicode (§3.13, D146), so full-width and half-width forms
    and all spellings of an accent meet.
    """
    composed = _caseless(_INVISIBLE.sub(_in_sight, text))
    for parts, letter in _WHOLE.items():
        composed = composed.replace(parts, letter)
    return _INNER_APOSTROPHE.sub(" ", composed)


def _caseless(text: str) -> str:
    plain = text.casefold()
    # Nearly every text is composed already: then the first step is the whole way.
    if unicodedata.is_normalized("NFKC", plain) and not _IOTA_BELOW.search(text):
        return plain
    once = unicodedata.normalize("NFKC", unicodedata.normalize("NFD", text).casefold())
    return unicodedata.normalize("NFKC", once.casefold())


def _in_sight(found: re.Match[str]) -> str:
    return " " if found[0] == _BREAK else ""


def folded(word: str) -> str:
    """Return a normalised word in the letters and digits that every keyboard has.

    Marks of Latin, Greek, Cyrillic and Arabic letters go; those of other scripts are the word and
    stay. Digits of any script become 0-9.
    """
    return word if word.isascii() else word.translate(_PLAIN_LETTERS)


class _Plain(dict[int, str]):
    """What each letter becomes, by its code point, as far as any was asked for."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _plain(chr(code))
        return found


_PLAIN_LETTERS = _Plain()


def _plain(letter: str) -> str:
    if letter in _KEPT:
        return letter
    if letter in _PLAIN:
        return _PLAIN[letter]
    if letter in _MARKS:
        return ""
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    base = unicodedata.normalize("NFD", letter)[0]
    return base if script_of(base) in _FOLDED_SCRIPTS else letter

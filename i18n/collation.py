"""In what order readers of a language look for words in a list.

Babel has no collation, ICU's comes without wheels, and of the databases one alone knows languages;
so short lists are put in order here. As in the Unicode Collation Algorithm (UTS 10), letters count
first, then marks on them, then case. What is particular to a language is what CLDR 48 says of it
(`common/collation`), as far as it concerns letters in use; texts of a page, not libraries of names.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, lru_cache
from typing import TypeAlias, TypeVar

from i18n.folding import folded
from i18n.languages import LANGUAGES
from i18n.scripts import script_of

T = TypeVar("T")
Key: TypeAlias = tuple[object, ...]

ORDER: Mapping[str, str] = {
    "cs": "c<č h<ch r<ř s<š z<ž",
    "da": "z<æ<ø<å",
    "es": "n<ñ",
    "et": "s<š<z<ž w<õ<ä<ö<ü",
    "fi": "z<å<ä<ö",
    "fil": "n<ñ<ng",
    "hr": "c<č<ć d<dž<đ l<lj n<nj s<š z<ž",
    "hu": "c<cs d<dz<dzs g<gy l<ly n<ny o<ö s<sz t<ty u<ü z<zs",
    "kk": "а<ә г<ғ и<й к<қ н<ң о<ө у<ұ<ү х<һ ы<і",
    "lt": "c<č s<š z<ž",
    "lv": "c<č g<ģ i<y k<ķ l<ļ n<ņ r<ŗ s<š z<ž",
    "mn": "и<й о<ө у<ү",
    "mt": "b<ċ f<ġ g<għ h<ħ i<ie y<ż",
    "nb": "z<æ<ø<å",
    "nn": "z<æ<ø<å",
    "pl": "a<ą c<ć e<ę l<ł n<ń o<ó s<ś z<ź<ż",
    "ro": "a<ă<â i<î s<ș t<ț",
    "sk": "a<ä c<č h<ch o<ô r<ř s<š z<ž",
    "sl": "c<č<ć d<đ s<š z<ž",
    "sv": "z<å<ä<ö",
    "tr": "c<ç g<ğ h<ı o<ö s<ş u<ü",
    "ur": "ا<ب<پ<ت<ٹ<ث<ج<چ<ح<خ<د<ڈ<ذ<ر<ڑ<ز<ژ<س<ش<ص<ض<ط<ظ<ع<غ<ف<ق<ک<گ<ل<م<ن<ں<و<ہ<ھ<ء<ی<ے",
    "vi": "a<ă<â d<đ e<ê o<ô<ơ u<ư",
}
"""By language: letters of its own, each after the one that it follows."""
_LIKE: Mapping[str, Mapping[str, str]] = {
    "da": {"aa": "å", "ä": "æ", "ö": "ø"},
    "hu": {"ő": "ö", "ű": "ü"},
    "lt": {"y": "i"},
    "nb": {"aa": "å", "ä": "æ", "ö": "ø"},
    "nn": {"aa": "å", "ä": "æ", "ö": "ø"},
    "ro": {"ş": "ș", "ţ": "ț"},
}
"""Letters that are looked for where another one is."""
_ANYWHERE = "и<й"
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # of Vietnamese, in the order of its dictionaries
_MARKED = frozenset({"Latn", "Grek", "Cyrl", "Arab", "Kana"})
"""Scripts of which a mark makes no other letter, where the language does not say so."""
_WRITTEN_BEFORE = re.compile("([\u0e40-\u0e44\u0ec0-\u0ec4])([\u0e01-\u0e2e\u0e81-\u0eae])")
_TONES_ABOVE = frozenset(map(chr, [*range(0x0E47, 0x0E4F), *range(0x0EC8, 0x0ECE)]))
_VOWELS = {
    letter: vowel
    for vowel, row in (
        ("あ", "あぁかがさざただなはばぱまやゃらわ"),
        ("い", "いぃきぎしじちぢにひびぴみり"),
        ("う", "うぅくぐすずつづぬふぶぷむゆゅる"),
        ("え", "えぇけげせぜてでねへべぺめれ"),
        ("お", "おぉこごそぞとどのほぼぽもよょろを"),
    )
    for letter in row
}
_SMALL = str.maketrans("ぁぃぅぇぉっゃゅょゎ", "あいうえおつやゆよわ")
_KATAKANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
_HAN: Mapping[str, str] = {"ja": "euc_jp", "zh": "gb2312"}
"""Character sets that have the usual Han characters in the order of how they are read."""
_OWN_SCRIPTS: Mapping[str, Collection[str]] = {
    "Hans": ("Hani",),
    "Jpan": ("Kana", "Hani"),
    "Kore": ("Hang",),
}


def collated(items: Iterable[T], locale: str, name: Callable[[T], str]) -> list[T]:
    """Put things in the order in which readers look for their names.

    Args:
        items: what is listed.
        locale: BCP 47 tag of the language that the reader reads; "" for names in many languages.
        name: of an item, as it is shown.
    """
    return sorted(items, key=lambda item: collation_key(name(item), locale))


@lru_cache(maxsize=8192)
def collation_key(text: str, locale: str = "") -> Key:
    """What to sort a text by for readers of a language.

    Args:
        text: plain, of a line.
        locale: BCP 47 tag; "" for names in many languages.
    """
    language = locale.partition("-")[0]
    script = LANGUAGES[locale].script if locale in LANGUAGES else ""
    first = _OWN_SCRIPTS.get(script, (script,))
    letters: list[tuple[int, tuple[int, int]]] = []
    marks: list[tuple[int, str]] = []
    group = 0
    for one in _pattern(language).findall(_prepared(text, language)):
        place, mark = _weight(one, language)
        if place is not None:
            if not unicodedata.category(one[0]).startswith("M"):
                group = _group(one[0], first)
            letters.append((group, place))
        if mark:
            marks.append((len(letters), mark))
    return tuple(letters), tuple(marks), text.swapcase(), text


def _prepared(text: str, language: str) -> str:
    whole = unicodedata.normalize("NFC", text)
    if language == "tr":
        whole = whole.replace("I", "ı").replace("İ", "i")
    whole = unicodedata.normalize("NFC", whole.casefold())
    if language == "ja":
        whole = _as_read(whole.translate(_KATAKANA))
    return _WRITTEN_BEFORE.sub(r"\2\1", whole)


def _as_read(text: str) -> str:
    """Kana with each long vowel as the vowel that it is; small ones are as large ones."""
    found = ""
    for one in text:
        found += _VOWELS.get(found[-1:], one) if one == "ー" else one
    return found.translate(_SMALL)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    """Finds the letters of a text, as the language counts them: `ch` is one in Czech."""
    several = [one for one in (*_places(language), *_LIKE.get(language, ())) if len(one) > 1]
    return re.compile("|".join([*sorted(several, key=len, reverse=True), "."]), re.DOTALL)


@cache
def _places(language: str) -> Mapping[str, tuple[int, int]]:
    """By letter of the language's own: the letter that it follows, and how far behind it."""
    chains = [chain.split("<") for chain in (_ANYWHERE, *ORDER.get(language, "").split())]
    return {
        letter: (ord(first), step)
        for first, *others in chains
        for step, letter in enumerate(others, 1)
    }


def _weight(letter: str, language: str) -> tuple[tuple[int, int] | None, str]:
    """Where a letter stands, if it is more than a mark, and what marks it has."""
    places = _places(language)
    if letter in places:
        return places[letter], ""
    if (like := _LIKE.get(language, {}).get(letter)) is not None:
        return places.get(like, (ord(like), 0)), letter
    if letter in _TONES_ABOVE or unicodedata.combining(letter[0]) in (220, 230):
        return None, _in_order(letter)
    if language in _HAN and script_of(letter) == "Hani":
        return (_reading(letter, _HAN[language]), 0), ""
    return _marked(letter, places) if script_of(letter) in _MARKED else ((ord(letter), 0), "")


def _marked(letter: str, places: Mapping[str, tuple[int, int]]) -> tuple[tuple[int, int], str]:
    apart = unicodedata.normalize("NFD", letter)
    base, marks = apart[0], apart[1:]
    for mark in marks:
        own = unicodedata.normalize("NFC", base + mark)
        if own in places:
            return places[own], _in_order(one for one in marks if one != mark)
    plain = folded(base) if script_of(base) == "Latn" else base
    return (ord(plain[0]), 0), _in_order(marks) + (base if plain != base else "")


def _reading(letter: str, charset: str) -> int:
    try:
        return int.from_bytes(letter.encode(charset))
    except UnicodeEncodeError:
        return _AFTER_ALL + ord(letter)


_AFTER_ALL = 0x20000


def _in_order(marks: Iterable[str]) -> str:
    return "".join(chr(1 + _TONES.index(one)) if one in _TONES else one for one in marks)


def _group(letter: str, first: Collection[str]) -> int:
    """Spaces and signs come first, then digits, the reader's own script, and all others."""
    if letter.isalpha():
        return 2 if script_of(letter) in first else 3
    return 1 if letter.isdecimal() else 0

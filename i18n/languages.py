"""The languages of the forum: what each is called, how it is written, what stands in for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, cast

from babel.core import get_global

Direction = Literal["ltr", "rtl"]

#: The language the program is written in; every chain of fallbacks ends here.
SOURCE = "en"

_RIGHT_TO_LEFT = frozenset({"Arab"})

# RFC 5646 §2.1: language, script, region; variants and extensions after them change nothing here.
_TAG = re.compile(
    r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|[0-9]{3}))?"
    r"(?:-[a-z0-9]{4,8})*(?:-[a-z0-9](?:-[a-z0-9]{1,8})+)?"
)
_SCRIPT = re.compile(r"[A-Z][a-z]{3}")
_LONGEST_TAG = 35  # characters, RFC 5646 §4.4.1

# Codes met in the wild that CLDR's aliases leave alone: `no` names both Norwegian standards.
_ALIASES = {"no": "nb", "zlm": "ms"}


class UnknownLanguage(ValueError):
    """The tag names no language of the table, or is no language tag at all."""


@dataclass(frozen=True, slots=True)
class Language:
    """One language in one script.

    Attributes:
        tag: BCP 47 tag in canonical case, as stored and sent everywhere.
        english: name in English.
        own: name in the language itself, distinct from every other own name.
        script: ISO 15924 code.
        fallbacks: languages its readers are taken to read too, nearest first, English left out;
            after CLDR's language matching (UTS 35 part 1, §4.4) and partners' official languages.
        interface: whether the forum itself is offered in it; else only members' texts are.
    """

    tag: str
    english: str
    own: str
    script: str = "Latn"
    fallbacks: tuple[str, ...] = ()
    interface: bool = True

    @property
    def direction(self) -> Direction:
        """The value of HTML's `dir`; vertical scripts count as left-to-right there."""
        return "rtl" if self.script in _RIGHT_TO_LEFT else "ltr"


def _text_only(
    tag: str, english: str, own: str, script: str = "Latn", fallbacks: tuple[str, ...] = ()
) -> Language:
    return Language(tag, english, own, script, fallbacks, interface=False)


_TABLE = (
    Language("bg", "Bulgarian", "български", "Cyrl"),
    Language("hr", "Croatian", "hrvatski"),
    Language("cs", "Czech", "čeština"),
    Language("da", "Danish", "dansk"),
    Language("nl", "Dutch", "Nederlands"),
    Language("en", "English", "English"),
    Language("et", "Estonian", "eesti"),
    Language("fi", "Finnish", "suomi"),
    Language("fr", "French", "français"),
    Language("de", "German", "Deutsch"),
    Language("el", "Greek", "Ελληνικά", "Grek"),
    Language("hu", "Hungarian", "magyar"),
    Language("ga", "Irish", "Gaeilge"),
    Language("it", "Italian", "italiano"),
    Language("lv", "Latvian", "latviešu"),
    Language("lt", "Lithuanian", "lietuvių"),
    Language("mt", "Maltese", "Malti"),
    Language("pl", "Polish", "polski"),
    Language("pt-PT", "Portuguese", "português"),
    Language("ro", "Romanian", "română"),
    Language("sk", "Slovak", "slovenčina"),
    Language("sl", "Slovenian", "slovenščina"),
    Language("es", "Spanish", "español"),
    Language("sv", "Swedish", "svenska"),
    Language("nb", "Norwegian Bokmål", "norsk bokmål", fallbacks=("nn",)),
    Language("nn", "Norwegian Nynorsk", "norsk nynorsk", fallbacks=("nb",)),
    Language("rm", "Romansh", "rumantsch", fallbacks=("de",)),
    Language("lb", "Luxembourgish", "Lëtzebuergesch", fallbacks=("de", "fr")),
    Language("tr", "Turkish", "Türkçe"),
    Language("zh-Hans", "Chinese (Simplified)", "简体中文", "Hans"),
    Language("ja", "Japanese", "日本語", "Jpan"),
    Language("ko", "Korean", "한국어", "Kore"),
    Language("mn", "Mongolian", "монгол", "Cyrl"),
    Language("kk", "Kazakh", "қазақ тілі", "Cyrl", ("ru",)),
    Language("ru", "Russian", "русский", "Cyrl"),
    Language("hi", "Hindi", "हिन्दी", "Deva"),
    Language("bn", "Bangla", "বাংলা", "Beng"),
    Language("ur", "Urdu", "اردو", "Arab"),
    Language("id", "Indonesian", "Indonesia"),
    Language("ms", "Malay", "Melayu", fallbacks=("id",)),
    Language("fil", "Filipino", "Filipino"),
    Language("th", "Thai", "ไทย", "Thai"),
    Language("lo", "Lao", "ລາວ", "Laoo"),
    Language("km", "Khmer", "ខ្មែរ", "Khmr"),
    Language("my", "Burmese", "မြန်မာ", "Mymr"),
    Language("vi", "Vietnamese", "Tiếng Việt"),
    Language("ta", "Tamil", "தமிழ்", "Taml"),
    Language("mi", "Māori", "Māori"),
    Language("tet", "Tetum", "Tetun", fallbacks=("pt-PT",)),
    _text_only("ca", "Catalan", "català", fallbacks=("es",)),
    _text_only("eu", "Basque", "euskara", fallbacks=("es",)),
    _text_only("gl", "Galician", "galego", fallbacks=("es", "pt-PT")),
    _text_only("fy", "Western Frisian", "Frysk", fallbacks=("nl",)),
    _text_only("se", "Northern Sami", "davvisámegiella", fallbacks=("nb",)),
    _text_only("cy", "Welsh", "Cymraeg"),
    _text_only("zh-Hant", "Chinese (Traditional)", "繁體中文", "Hant", ("zh-Hans",)),
    _text_only("bo", "Tibetan", "བོད་སྐད་", "Tibt", ("zh-Hans",)),
    _text_only("ug", "Uyghur", "ئۇيغۇرچە", "Arab", ("zh-Hans",)),
    _text_only("mn-Mong", "Mongolian (Mongolian)", "ᠮᠣᠩᠭᠣᠯ", "Mong", ("mn",)),
    _text_only("za", "Zhuang", "Vahcuengh", fallbacks=("zh-Hans",)),
    _text_only("ms-Arab", "Malay (Arabic)", "بهاس ملايو", "Arab", ("ms", "id")),
    _text_only("ceb", "Cebuano", "Cebuano", fallbacks=("fil",)),
    _text_only("ilo", "Iloko", "Ilokano", fallbacks=("fil",)),
    _text_only("hil", "Hiligaynon", "Hiligaynon", fallbacks=("fil",)),
    _text_only("as", "Assamese", "অসমীয়া", "Beng"),
    _text_only("gu", "Gujarati", "ગુજરાતી", "Gujr", ("hi",)),
    _text_only("kn", "Kannada", "ಕನ್ನಡ", "Knda"),
    _text_only("kok", "Konkani", "कोंकणी", "Deva", ("hi",)),
    _text_only("ks", "Kashmiri", "کٲشُر", "Arab", ("ur",)),
    _text_only("mai", "Maithili", "मैथिली", "Deva", ("hi",)),
    _text_only("ml", "Malayalam", "മലയാളം", "Mlym"),
    _text_only("mr", "Marathi", "मराठी", "Deva", ("hi",)),
    _text_only("ne", "Nepali", "नेपाली", "Deva", ("hi",)),
    _text_only("or", "Odia", "ଓଡ଼ିଆ", "Orya"),
    _text_only("pa", "Punjabi", "ਪੰਜਾਬੀ", "Guru"),
    _text_only("sa", "Sanskrit", "संस्कृत भाषा", "Deva", ("hi",)),
    _text_only("sat", "Santali", "ᱥᱟᱱᱛᱟᱲᱤ", "Olck"),
    _text_only("sd", "Sindhi", "سنڌي", "Arab", ("ur",)),
    _text_only("te", "Telugu", "తెలుగు", "Telu"),
)

#: Every language by its canonical tag, those of the interface first.
LANGUAGES: Mapping[str, Language] = MappingProxyType({entry.tag: entry for entry in _TABLE})

_BY_SUBTAGS = {(entry.tag.partition("-")[0], entry.script): entry.tag for entry in _TABLE}


def canonical(tag: str) -> str:
    """Return the tag of the table that `tag` means.

    Case, `_` for `-`, legacy and ISO 639-2/3 codes, regions and variants are understood: `zh_TW`
    is `zh-Hant`, `ger-AT` is `de`, `tl` is `fil`. Portuguese has one entry, so `pt` and `pt-BR`
    are `pt-PT`. A known language in a script that the table lacks is unknown, because its fonts
    and its direction would be wrong.

    Raises:
        UnknownLanguage: `tag` is malformed, longer than 35 characters, or not in the table.
    """
    if tag in LANGUAGES:
        return tag
    parts = _TAG.fullmatch(tag.replace("_", "-").lower()) if len(tag) <= _LONGEST_TAG else None
    if parts is None:
        raise UnknownLanguage(f"not a language tag: {tag[:_LONGEST_TAG]!r}")
    code, script, region = parts.groups()
    code = _ALIASES.get(code) or get_global("language_aliases").get(code, code)
    found = _BY_SUBTAGS.get((code, script.title() if script else _usual_script(code, region)))
    if found is None:
        raise UnknownLanguage(f"not a language of this forum: {tag!r}")
    return found


def direction(tag: str) -> Direction:
    """Return the writing direction of a language, in any form that `canonical` takes.

    Raises:
        UnknownLanguage: as `canonical` does.
    """
    return LANGUAGES[canonical(tag)].direction


def chain(tag: str) -> tuple[str, ...]:
    """Return the languages to try for a reader of `tag`: itself, its fallbacks, English.

    Raises:
        UnknownLanguage: as `canonical` does.
    """
    language = LANGUAGES[canonical(tag)]
    return tuple(dict.fromkeys((language.tag, *language.fallbacks, SOURCE)))


def _usual_script(code: str, region: str | None) -> str:
    """The script CLDR finds most likely for a language, in a region if one is given."""
    likely = get_global("likely_subtags")
    full = likely.get(f"{code}_{region.upper()}" if region else code) or likely.get(code, "")
    return next((part for part in full.split("_") if _SCRIPT.fullmatch(part)), "")


def _let_go() -> None:
    """Keep of CLDR's tables for the whole world what is asked of them: 0.3 MiB instead of 2."""
    for table in (
        get_global("all_currencies"),
        get_global("currency_fractions"),
        get_global("territory_currencies"),
        get_global("territory_languages"),
        get_global("windows_zone_mapping"),
    ):
        cast("dict[str, Any]", table).clear()
    likely = cast("dict[str, str]", get_global("likely_subtags"))
    codes = {code for code, _ in _BY_SUBTAGS}
    for name in [name for name in likely if name.partition("_")[0] not in codes]:
        del likely[name]


_let_go()

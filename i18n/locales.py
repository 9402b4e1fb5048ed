"""CLDR's data for each language of the table, through Babel."""

from functools import cache

from babel import Locale, UnknownLocaleError

from i18n.languages import LANGUAGES, canonical, chain

# Plain "en" is American in CLDR: month before day, which most of our readers misread.
_LOCALES = {"en": "en-GB"}

_NO_MONTHS = "M01"  # what CLDR's root calls January: the locale has a name and no data


@cache
def cldr(tag: str) -> Locale:
    """Return CLDR's locale of a language, or of the first of its fallbacks that has data.

    Raises:
        UnknownLanguage: `tag` is not in the table of languages.
    """
    return next(locale for locale in map(_locale, chain(tag)) if locale is not None)


def language_name(tag: str, reader: str) -> str:
    """Return what readers of `reader` call a language: "thaï"; else what it calls itself.

    Raises:
        UnknownLanguage: `tag` or `reader` is not in the table of languages.
    """
    language, names = LANGUAGES[canonical(tag)], cldr(reader).languages
    code, _, rest = language.tag.partition("-")
    name: str | None = names.get(f"{code}_{rest}")
    if name is None and not (rest and code in LANGUAGES):  # else it would name the other script
        name = names.get(code)
    return name or language.own


def _locale(tag: str) -> Locale | None:
    try:
        locale = Locale.parse(_LOCALES.get(tag, tag), sep="-")
    except UnknownLocaleError:
        return None
    return None if locale.months["format"]["wide"][1] == _NO_MONTHS else locale

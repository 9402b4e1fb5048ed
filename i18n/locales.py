"""CLDR's data for each language of the table, through Babel."""

from collections.abc import Callable
from functools import cache
from typing import Any

from babel import Locale, UnknownLocaleError, localedata

from i18n.languages import LANGUAGES, canonical, chain

# Plain "en" is American in CLDR: month before day, which most of our readers misread.
_LOCALES = {"en": "en-GB"}

_NO_MONTHS = "M01"  # what CLDR's root calls January: the locale has a name and no data

_NEVER_WRITTEN = frozenset({
    "compact_currency_formats", "compact_decimal_formats", "compound_unit_patterns",
    "currency_names", "currency_names_plural", "currency_symbols", "datetime_skeletons",
    "interval_formats", "meta_zones", "time_zones", "variants",
})  # fmt: skip
"""Parts of CLDR that `i18n.formats` has no use for; with them, 27 languages take 26 MiB, not 7."""
_UNITS = ("digital-", "duration-")
"""How those units begin that it writes, of some 200."""
_NAMED = {part for tag in LANGUAGES for part in (tag.replace("-", "_"), *tag.split("-"))}
"""What languages and scripts of the table are called in CLDR, which names some 600 and 200."""


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
    has_months = locale.months["format"]["wide"][1] != _NO_MONTHS  # reads it, with its parents
    _let_go()
    return locale if has_months else None


def _let_go() -> None:
    # Copies: another thread may read a locale meanwhile. `load` gives one, and not its parents.
    for data in list(localedata._cache.values()):  # noqa: SLF001 (no other way to the parents)
        for name in _NEVER_WRITTEN:
            data.pop(name, None)
        for units in (data.get("unit_patterns", {}), data.get("unit_display_names", {})):
            _keep(units, lambda name: name.startswith(_UNITS))
        for names in (data.get("languages", {}), data.get("scripts", {})):
            _keep(names, _NAMED.__contains__)


def _keep(table: dict[str, Any], wanted: Callable[[str], bool]) -> None:
    for name in list(table):
        if not wanted(name):
            table.pop(name, None)

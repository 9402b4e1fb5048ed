"""How many forms a counted word has, and which one a count takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from i18n.languages import UnknownLanguage, canonical


@dataclass(frozen=True, slots=True)
class Plurals:
    """The forms of a language for whole numbers, as gettext's catalogs state them.

    Attributes:
        categories: CLDR's name of each form, in the order of the catalog's entries. Categories that
            only fractions reach are left out: a catalog counts whole things.
        expression: C expression of `n` that gives a form's place.
    """

    categories: tuple[str, ...]
    expression: str

    @property
    def header(self) -> str:
        """The value of the catalog header `Plural-Forms`."""
        return f"nplurals={len(self.categories)}; plural={self.expression};"


_FEW_BELOW_5 = "n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14)"
_ONE_BUT_11 = "n % 10 == 1 && n % 100 != 11"
_MILLIONS = "n != 0 && n % 1000000 == 0"

# CLDR's cardinal rules for whole numbers (UTS 35 part 3, §5.1) in the notation of gettext.
_RULES: tuple[tuple[str, str, str], ...] = (
    ("id ms th lo km my vi zh-Hans ja ko mi tet", "other", "0"),
    ("bg da de el en et fi hu kk lb mn nb nl nn rm sv ta tr ur", "one other", "n != 1"),
    ("hi bn", "one other", "n > 1"),
    ("fil", "one other", "n > 3 && (n % 10 == 4 || n % 10 == 6 || n % 10 == 9)"),
    ("fr", "one many other", f"n == 0 || n == 1 ? 0 : {_MILLIONS} ? 1 : 2"),
    ("es it pt-PT", "one many other", f"n == 1 ? 0 : {_MILLIONS} ? 1 : 2"),
    ("hr", "one few other", f"{_ONE_BUT_11} ? 0 : {_FEW_BELOW_5} ? 1 : 2"),
    ("ru", "one few many", f"{_ONE_BUT_11} ? 0 : {_FEW_BELOW_5} ? 1 : 2"),
    ("pl", "one few many", f"n == 1 ? 0 : {_FEW_BELOW_5} ? 1 : 2"),
    ("cs sk", "one few other", "n == 1 ? 0 : n >= 2 && n <= 4 ? 1 : 2"),
    (
        "lt",
        "one few other",
        f"{_ONE_BUT_11} ? 0 : n % 10 >= 2 && (n % 100 < 11 || n % 100 > 19) ? 1 : 2",
    ),
    (
        "lv",
        "zero one other",
        f"n % 10 == 0 || (n % 100 >= 11 && n % 100 <= 19) ? 0 : {_ONE_BUT_11} ? 1 : 2",
    ),
    ("ro", "one few other", "n == 1 ? 0 : n == 0 || (n % 100 >= 1 && n % 100 <= 19) ? 1 : 2"),
    (
        "sl",
        "one two few other",
        "n % 100 == 1 ? 0 : n % 100 == 2 ? 1 : n % 100 == 3 || n % 100 == 4 ? 2 : 3",
    ),
    (
        "ga",
        "one two few many other",
        "n == 1 ? 0 : n == 2 ? 1 : n >= 3 && n <= 6 ? 2 : n >= 7 && n <= 10 ? 3 : 4",
    ),
    (
        "mt",
        "one two few many other",
        "n == 1 ? 0 : n == 2 ? 1 : n == 0 || (n % 100 >= 3 && n % 100 <= 10) ? 2"
        " : n % 100 >= 11 && n % 100 <= 19 ? 3 : 4",
    ),
)

_PLURALS: Mapping[str, Plurals] = {
    tag: Plurals(tuple(categories.split()), expression)
    for tags, categories, expression in _RULES
    for tag in tags.split()
}


def plurals(tag: str) -> Plurals:
    """Return the plural forms of a language of the interface.

    Raises:
        UnknownLanguage: the forum is not offered in that language.
    """
    found = _PLURALS.get(canonical(tag))
    if found is None:
        raise UnknownLanguage(f"no language of the interface: {tag!r}")
    return found

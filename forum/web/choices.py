"""What forms offer to choose from."""

from collections.abc import Iterable, Sequence
from functools import cache

from i18n.collation import collated
from i18n.languages import LANGUAGES, Language


def language_choices(first: Sequence[str] = ()) -> list[tuple[str, str]]:
    """Every language a text can be in: tag and own name, those of the reader first."""
    mine = [LANGUAGES[tag] for tag in first if tag in LANGUAGES]
    return [(one.tag, one.own) for one in [*mine, *(one for one in _own() if one not in mine)]]


def in_order(tags: Iterable[str]) -> Sequence[str]:
    """Tags of languages, in the order of the languages' own names, by which pages call them."""
    return collated(tags, "", lambda tag: LANGUAGES[tag].own if tag in LANGUAGES else tag)


@cache
def _own() -> Sequence[Language]:
    return collated(LANGUAGES.values(), "", lambda language: language.own)

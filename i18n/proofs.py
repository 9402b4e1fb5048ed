"""What is wrong with a catalog: read before translations reach people."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from gettext import c2py

from babel.messages.catalog import Catalog, Message

from i18n.catalogs import forms_of
from i18n.plurals import Plurals, plurals

# `{name}` for str.format and `%(name)s` for Jinja's sentences, with whatever stands inside: a
# translation that reads `{user.password}` would reach further than its source.
_PLACEHOLDER = re.compile(r"\{[^{}]*\}?|\}|%(?:\([^)]*\)[a-z]?|%)?")
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>?")

_COUNTS = range(201)  # enough for every form of every language but those of exact millions


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend.

    Attributes:
        sentence: the English sentence, "" for the catalog as a whole.
        fact: what is wrong, in a few words.
    """

    sentence: str
    fact: str


def problems(catalog: Catalog, tag: str, template: Catalog | None = None) -> list[Problem]:
    """Return what keeps a catalog from being complete and safe.

    Sentences missing, untranslated or marked fuzzy, those the program no longer has, forms that
    are too few or too many, placeholders or markup that differ from the English, and plural rules
    that are not the language's.

    Args:
        catalog: as `i18n.catalogs.read` gives it.
        tag: its language, of the interface.
        template: the sentences of the program; without it, only what is there is read.

    Raises:
        UnknownLanguage: the forum is not offered in that language.
    """
    forms = plurals(tag)
    found = [*_of_the_rules(catalog, forms)]
    for message in filter(_sentence, catalog):
        found += [Problem(_sentence(message), fact) for fact in _facts(message, forms)]
    return found if template is None else [*found, *_of_the_extent(catalog, template)]


def _of_the_rules(catalog: Catalog, forms: Plurals) -> Iterator[Problem]:
    if catalog.plural_forms != forms.header:
        yield Problem("", f"Plural-Forms should be {forms.header!r}")


def _of_the_extent(catalog: Catalog, template: Catalog) -> Iterator[Problem]:
    here, there = _keys(catalog), _keys(template)
    yield from (Problem(key[-1], "missing") for key in there if key not in here)
    yield from (Problem(key[-1], "no longer used") for key in here if key not in there)


def _keys(catalog: Catalog) -> dict[tuple[str, str], None]:
    """What tells sentences apart, in the order of the catalog."""
    return {(message.context or "", _sentence(message)): None for message in catalog if message.id}


def _sentence(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _facts(message: Message, forms: Plurals) -> Iterator[str]:
    if message.fuzzy:
        yield "marked fuzzy"
    one, many = (message.id, message.id) if isinstance(message.id, str) else message.id
    written = forms_of(message)
    expected = len(forms.categories) if message.pluralizable else 1
    if not all(written):
        yield "not translated"
    elif len(written) != expected:
        yield f"{len(written)} forms, not {expected}"
    else:
        exact = _exact(forms) if message.pluralizable else (False,)
        for text, single in zip(written, exact, strict=True):
            yield from _of_the_form(text, one if single else many, (one, many))


def _of_the_form(text: str, source: str, sources: Sequence[str]) -> Iterator[str]:
    """What is wrong with one form; `source` is the English form that says the same."""
    known = {mark for each in sources for mark in _PLACEHOLDER.findall(each)}
    needed, used = set(_PLACEHOLDER.findall(source)), set(_PLACEHOLDER.findall(text))
    if not needed <= used <= known:
        yield f"placeholders differ: {text!r}"
    if Counter(_MARKUP.findall(text)) not in [Counter(_MARKUP.findall(each)) for each in sources]:
        yield f"markup differs: {text!r}"


def _exact(forms: Plurals) -> tuple[bool, ...]:
    """Which forms stand for one number alone, so that the number may stay unsaid."""
    form_of = c2py(forms.expression)
    uses = Counter(form_of(count) for count in _COUNTS)
    return tuple(uses[place] == 1 for place in range(len(forms.categories)))

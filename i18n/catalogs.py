"""The interface's sentences in each language, from gettext catalogs.

A catalog is `catalogs/<locale>/LC_MESSAGES/messages.po`, the locale with an underscore (`pt_PT`).
A compiled `messages.mo` beside it is used if it is not older; nothing needs to be compiled.
English is the source and has no file. Sentences missing in a language come from its fallbacks.
"""

import gettext as gnu
import operator
from email.parser import HeaderParser
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.support import NullTranslations, Translations

from i18n.languages import SOURCE, canonical, chain
from i18n.locales import cldr

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog, Message

FOLDER = Path(__file__).with_suffix("")

#: Header of a catalog that says who made it, with the value `machine` where no person has.
MADE_BY = "X-Translation"

_PLACE = "LC_MESSAGES/messages.po"


class Catalogs:
    """The catalogs of one folder, each read when first needed and kept.

    For use by many threads: a catalog that two of them need first is read twice, without harm.
    """

    def __init__(self, folder: Path) -> None:
        """Read from `folder`; which languages it has is settled now."""
        self._files = {canonical(file.parts[-3]): file for file in folder.glob(f"*/{_PLACE}")}
        self._available = frozenset({SOURCE, *self._files})
        self._read: dict[str, gnu.NullTranslations] = {}

    def available(self) -> frozenset[str]:
        """Return the tags of the languages with a catalog; English is always among them."""
        return self._available

    def gettext(self, text: str, locale: str) -> str:
        """Return a sentence in the language `locale`, with its placeholders as they are.

        Raises:
            UnknownLanguage: `locale` is not in the table of languages.
        """
        # gettext keeps a catalog's header under the empty sentence.
        return self._translations(locale).gettext(text) if text else ""

    def ngettext(self, one: str, many: str, n: int, locale: str) -> str:
        """Return the form of a sentence that goes with the count `n`.

        Raises:
            TypeError: `n` is not a whole number; catalogs have no forms for fractions.
            UnknownLanguage: `locale` is not in the table of languages.
        """
        return self._translations(locale).ngettext(one, many, operator.index(n))

    def pgettext(self, context: str, text: str, locale: str) -> str:
        """Return a sentence whose meaning depends on where it stands, named by `context`.

        Raises:
            UnknownLanguage: `locale` is not in the table of languages.
        """
        return str(self._translations(locale).pgettext(context, text))

    def made_by(self, locale: str) -> str:
        """Return who made a catalog: "machine", or "people"; English is theirs.

        Raises:
            UnknownLanguage: `locale` is not in the table of languages.
        """
        file = self._files.get(canonical(locale))
        return headers(file).get(MADE_BY, "people") if file else "people"

    def compile_all(self) -> list[Path]:
        """Write a `messages.mo` beside every catalog, and return them.

        For production: a process then starts some milliseconds sooner for each language.
        """
        return [_compiled(tag, file) for tag, file in sorted(self._files.items())]

    def _translations(self, locale: str) -> gnu.NullTranslations:
        tag = canonical(locale)
        found = self._read.get(tag)
        if found is None:
            found = self._read[tag] = self._chained(tag)
        return found

    def _chained(self, tag: str) -> gnu.NullTranslations:
        catalogs = [_load(near, self._files[near]) for near in chain(tag) if near in self._files]
        first, *rest = *catalogs, NullTranslations()
        for catalog in rest:
            first.add_fallback(catalog)
        return first


def file_of(tag: str, folder: Path = FOLDER) -> Path:
    """Return the catalog file of a canonical tag, there or not."""
    return folder / tag.replace("-", "_") / _PLACE


def read(file: Path, tag: str) -> "Catalog":
    """Return the catalog in a `.po` file.

    Raises:
        babel.messages.pofile.PoFileError: the file breaks the format.
    """
    from babel.messages.pofile import read_po  # noqa: PLC0415 (compiled catalogs do without it)

    with file.open("rb") as lines:
        catalog = read_po(lines, abort_invalid=True)
    # Babel drops the plural forms of languages it does not know; any locale keeps them.
    catalog.locale = cldr(tag)
    return catalog


def headers(file: Path) -> dict[str, str]:
    """Return the headers of a `.po` file, those too that Babel does not keep."""
    quoted: list[str] = []
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.startswith('"'):
                quoted.append(line.strip().strip('"'))
            elif quoted:
                break
    return dict(HeaderParser().parsestr("".join(quoted).replace("\\n", "\n")).items())


def forms_of(message: "Message") -> tuple[str, ...]:
    """Return the translations of a message: one, or as many as it has plural forms."""
    if isinstance(message.string, list | tuple):
        return tuple(message.string)
    return (message.string or "",)


def _load(tag: str, file: Path) -> Translations:
    compiled = file.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime_ns >= file.stat().st_mtime_ns:
        return Translations(BytesIO(compiled.read_bytes()))
    return Translations(BytesIO(_binary(tag, file)))


def _compiled(tag: str, file: Path) -> Path:
    target = file.with_suffix(".mo")
    target.write_bytes(_binary(tag, file))
    return target


def _binary(tag: str, file: Path) -> bytes:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 (compiled catalogs do without it)

    catalog = read(file, tag)
    for message in list(catalog):
        # Else Babel fills missing plural forms with English, by the rule of the other language.
        if not all(forms_of(message)):
            catalog.delete(message.id, message.context)
    content = BytesIO()
    write_mo(content, catalog)
    return content.getvalue()


_OURS = Catalogs(FOLDER)
available = _OURS.available
gettext = _OURS.gettext
ngettext = _OURS.ngettext
pgettext = _OURS.pgettext
made_by = _OURS.made_by
compile_all = _OURS.compile_all

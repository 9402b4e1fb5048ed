"""From a program's files to a catalog of its sentences, and from a catalog to a file."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

# Python marks sentences by these functions, templates by the tags of Jinja's own extension too.
# Numbers are the arguments that hold sentences; `c` is the one that holds the context.
_KEYWORDS = {
    "_": None, "N_": None, "gettext": None, "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
_TEMPLATES = ("templates/**.html", "templates/**.txt")
_METHODS = [("**.py", "python"), *((pattern, "jinja2.ext:babel_extract") for pattern in _TEMPLATES)]
_OPTIONS = {
    "extensions": "jinja2.ext.do",
    "newstyle_gettext": "true",
    "trimmed": "true",
    "silent": "false",  # a template that cannot be read must not lose its sentences
}
_NOTES = ("Translators:",)  # how a comment for translators begins

_WIDTH = 100
_HEADERS = {
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
}


def collect(source: Path) -> Catalog:
    """Return the sentences of the Python files and templates under `source`, untranslated.

    Raises:
        jinja2.TemplateSyntaxError: a template cannot be read.
    """
    catalog = Catalog()
    options = dict.fromkeys(_TEMPLATES, _OPTIONS)
    found = extract_from_dir(
        source, _METHODS, options, _KEYWORDS, _NOTES, directory_filter=_holds_sentences
    )
    for name, line, message, comments, context in found:
        place = [(f"{source.name}/{name}", line)]
        catalog.add(message, None, place, auto_comments=comments, context=context)
    return catalog


def write(catalog: Catalog, headers: Mapping[str, str] | None = None) -> bytes:
    """Return a catalog as the content of a `.po` file that changes no more than its sentences do.

    Sorted by the files that the sentences stand in, without line numbers and dates.

    Args:
        catalog: sentences, translated or not.
        headers: what to say of it besides its encoding, such as `Language`.
    """
    content = BytesIO()
    lines = (f'"{name}: {value}\\n"\n' for name, value in {**(headers or {}), **_HEADERS}.items())
    content.write(f'msgid ""\nmsgstr ""\n{"".join(lines)}\n'.encode())
    write_po(
        content,
        catalog,
        width=_WIDTH,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    return content.getvalue()


def _holds_sentences(folder: object) -> bool:
    return not Path(str(folder)).name.startswith((".", "__"))

"""Collecting the interface's sentences, and keeping the catalogs in step with them.

`python -m i18n.messages extract | update [--machine] [tag …] | compile | check`
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

from i18n.catalogs import FOLDER, MADE_BY, Catalogs, file_of, headers, read
from i18n.languages import UnknownLanguage, canonical
from i18n.locales import cldr
from i18n.plurals import plurals
from i18n.proofs import problems
from i18n.sources import collect, write

_SOURCE = FOLDER.parents[1] / "forum"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks, and return the exit status: 1 if a check found something."""
    parser = _parser()
    given = parser.parse_args(arguments)
    try:
        lines = list(_run(given))
    except UnknownLanguage as refusal:
        parser.error(str(refusal))
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 1 if lines and given.command == "check" else 0


def extract(source: Path, catalogs: Path) -> Path:
    """Collect the sentences of a program in `messages.pot` of `catalogs`, and return that file."""
    template = _template(catalogs)
    template.parent.mkdir(parents=True, exist_ok=True)
    template.write_bytes(write(collect(source)))
    return template


def update(tag: str, catalogs: Path, *, machine: bool = False) -> Path:
    """Give a catalog the sentences of the template, and make it if there is none.

    Sentences that are new stay empty, those the program no longer has go; nothing is guessed.

    Args:
        tag: a language of the interface.
        catalogs: folder with `messages.pot`.
        machine: whether what the catalog is about to get was not written by people; a catalog once
            marked stays so until its header is changed by hand.

    Raises:
        UnknownLanguage: the forum is not offered in that language.
    """
    tag = canonical(tag)
    file = file_of(tag, catalogs)
    rules = plurals(tag).header
    catalog = read(file, tag) if file.exists() else Catalog(locale=cldr(tag))
    catalog.mime_headers = [("Plural-Forms", rules)]
    catalog.update(_read_template(catalogs), no_fuzzy_matching=True)
    kept = headers(file) if file.exists() else {}
    marked = {MADE_BY: "machine"} if machine else {}
    file.parent.mkdir(parents=True, exist_ok=True)
    head = {"Language": tag.replace("-", "_"), "Plural-Forms": rules, **marked}
    file.write_bytes(write(catalog, {**kept, **head}))
    return file


def check(source: Path, catalogs: Path) -> Iterator[str]:
    """Yield a line for everything that keeps a catalog from being complete, correct and current."""
    current, template = collect(source), _template(catalogs)
    if not template.exists() or template.read_bytes() != write(current):
        yield f"{template.name}: out of date, collect the sentences again"
    for tag in _tags(catalogs):
        try:
            catalog = read(file_of(tag, catalogs), tag)
        except PoFileError as error:
            yield f"{tag}: {error}"
        else:
            for problem in problems(catalog, tag, current):
                yield f"{tag}: {problem.sentence!r}: {problem.fact}"


def _run(given: argparse.Namespace) -> Iterable[str | Path]:
    match given.command:
        case "extract":
            return [extract(given.source, given.catalogs)]
        case "update":
            tags = given.tags or _tags(given.catalogs)
            return [update(tag, given.catalogs, machine=given.machine) for tag in tags]
        case "compile":
            return Catalogs(given.catalogs).compile_all()
        case _:
            return check(given.source, given.catalogs)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m i18n.messages", description=__doc__)
    parser.add_argument("--source", type=Path, default=_SOURCE, help="the program's folder")
    parser.add_argument("--catalogs", type=Path, default=FOLDER, help="the catalogs' folder")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("extract", help="collect the sentences in messages.pot")
    one = commands.add_parser("update", help="give catalogs the sentences of messages.pot")
    one.add_argument("tags", nargs="*", help="languages; all that have a catalog if left out")
    one.add_argument("--machine", action="store_true", help="mark as made by a machine")
    commands.add_parser("compile", help="write a messages.mo beside every catalog")
    commands.add_parser("check", help="say what is missing or wrong, and fail if anything is")
    return parser


def _template(catalogs: Path) -> Path:
    return catalogs / "messages.pot"


def _read_template(catalogs: Path) -> Catalog:
    with _template(catalogs).open("rb") as lines:
        return read_po(lines)


def _tags(catalogs: Path) -> list[str]:
    return sorted(Catalogs(catalogs).available() - {"en"})


if __name__ == "__main__":
    sys.exit(main())

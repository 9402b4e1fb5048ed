"""An import from beginning to end: files in, posts out, a few hundred mails in one change."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from forum.core.actor import SYSTEM
from forum.interop import queries
from forum.interop.actions import Brought, Importing, bring
from forum.interop.authors import Authors
from forum.interop.mbox.archive import Archive, open_archive
from forum.interop.mbox.mails import Mail, Unreadable
from forum.interop.mbox.read import read_mails
from forum.runtime import Runtime

_MAILS = 200
_BYTES = 4_000_000
"""Of the archive in one change."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A stretch of a file that is no readable mail; `offset` counts uncompressed bytes."""

    file: Path
    offset: int
    why: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did."""

    brought: Brought = field(default_factory=Brought)
    skipped: list[Skipped] = field(default_factory=list)


async def import_mbox(
    runtime: Runtime,
    files: Sequence[Path],
    space: str,
    *,
    keep_names: bool,
    report: Callable[[int], None],
) -> Imported:
    """Post the mails of `files`, in their order; doing it again adds what is missing.

    Args:
        runtime: the house.
        files: archives as `forum.interop.mbox` reads them.
        space: slug of the space that the topics come into.
        keep_names: whether authors appear under their own names.
        report: told how many bytes of the files are done, after each change.

    Raises:
        NotFound: there is no such space.
        OSError: a file cannot be read.
    """
    async with runtime.unit(SYSTEM) as unit:
        await queries.space_for_import(unit.db, space)
    importing = Importing(space, Authors(runtime.key, keep_names=keep_names))
    done = Imported()
    before = 0
    for file in files:
        with open_archive(file) as archive:
            for portion in _portions(archive):
                await _take(runtime, importing, file, portion, done)
                report(before + archive.taken)
            before += archive.size
    return done


async def _take(
    runtime: Runtime,
    importing: Importing,
    file: Path,
    portion: Sequence[Mail | Unreadable],
    done: Imported,
) -> None:
    async with runtime.unit(SYSTEM) as unit:
        brought = await bring(unit, importing, [one for one in portion if isinstance(one, Mail)])
    done.brought.add(brought)
    done.skipped.extend(
        Skipped(file, one.offset, one.why) for one in portion if isinstance(one, Unreadable)
    )


def _portions(archive: Archive) -> Iterator[Sequence[Mail | Unreadable]]:
    portion: list[Mail | Unreadable] = []
    for one in read_mails(archive.stream):
        portion.append(one)
        read = one.bookmark.offset - portion[0].offset
        if len(portion) == _MAILS or read >= _BYTES:
            yield portion
            portion = []
    if portion:
        yield portion

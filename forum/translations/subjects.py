"""Texts that are translated, whatever they belong to.

To have another kind of text translated: a loader, and its line in `SUBJECTS` of `forum.app`.
"""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from zlib import crc32

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.translations.rules import Reach


@dataclass(frozen=True, slots=True)
class Subject:
    """A text as it is now.

    Attributes:
        name: its kind and number, such as `post:12`.
        text: Markdown, or plain text of one line.
        markdown: which of both it is.
        language: BCP 47 tag.
        version: number of this text; shown with what is made from it.
        channel: announces that a translation is there; empty for a text that stands nowhere, whose
            few readers ask again, and nothing else is made of it.
        ceiling: characters a day that engines outside of the house may be sent on the account of
            its space; `None`: as many as any space.
        lists: further channels that announce it: of lists that show the text.
        space: the space it stands in, such as `space:3`; its budget and its glossary apply.
        reach: which engines may be sent it.
        is_fixed: whether it never becomes another text, and can only be removed.
        memory: which memory its segments are kept in; empty for the common one. Its space may
            have one besides, of files that were taken in.
        live: whether each language has a channel of its own, such as `session:3:fr`, where readers
            wait for it; nothing else is made of such a text.
    """

    name: str
    text: str
    markdown: bool
    language: str
    version: int
    channel: str
    reach: Reach
    memory: str = ""
    lists: Sequence[str] = ()
    space: str = ""
    ceiling: int | None = None
    live: bool = False
    is_fixed: bool = False

    def heard_by(self, language: str) -> Sequence[str]:
        """The channels that announce a translation into `language`; none without a `channel`."""
        if not self.channel:
            return ()
        return (f"{self.channel}:{language}",) if self.live else (self.channel, *self.lists)

    @property
    def memories(self) -> Sequence[str]:
        """Names of the memories that know it, the nearest first: its own, its space's, all's."""
        return (self.name, self.space, self.memory, "")

    @property
    def kind(self) -> str:
        """The kind in its name."""
        return self.name.partition(":")[0]

    @property
    def number(self) -> int:
        """The number in its name."""
        return int(self.name.partition(":")[2])

    def says_the_same(self, other: "Subject") -> bool:
        """Whether a translation of `other` is one of this, too."""
        return (self.text, self.language) == (other.text, other.language)


def number_of(text: str) -> int:
    """The version of a text of which nobody counts the versions: hardly ever that of another."""
    return crc32(text.encode("utf-8", "replace")) >> 1 or 1


Source: TypeAlias = Callable[[AsyncSession, int], Awaitable[Subject | None]]
"""Loads a text by its number.

`None` where there is nothing that anybody may read: it never was, was deleted, or is hidden.
"""


@dataclass(frozen=True, slots=True)
class Many:
    """A `Source` for texts of which many are loaded at once.

    Attributes:
        load: loads texts by their numbers, those that there are.
    """

    load: Callable[[AsyncSession, Collection[int]], Awaitable[Sequence[Subject]]]

    async def __call__(self, db: AsyncSession, number: int) -> Subject | None:
        """Load one."""
        return next(iter(await self.load(db, [number])), None)


Subjects: TypeAlias = Mapping[str, Source]
"""What loads each kind of text."""


async def load(subjects: Subjects, db: AsyncSession, name: str) -> Subject | None:
    """Load a text by its name; see `Source`."""
    kind, _, number = name.partition(":")
    return await subjects[kind](db, int(number))


async def load_all(
    subjects: Subjects, db: AsyncSession, names: Iterable[str]
) -> Mapping[str, Subject]:
    """Load several texts by their names, those that there are, by name."""
    found: list[Subject | None] = []
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for name in names:
        kind, _, number = name.partition(":")
        numbers[kind].append(int(number))
    for kind, some in numbers.items():
        source = subjects[kind]
        if isinstance(source, Many):
            found += await source.load(db, some)
        else:
            found += [await source(db, number) for number in some]
    return {one.name: one for one in found if one is not None}

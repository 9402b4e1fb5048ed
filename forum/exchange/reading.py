"""The texts of a topic for translators' tools, and what they send back, before it is stored."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from anyio import to_thread
from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.errors import N_, Fault, InvalidInput
from forum.core.ids import TopicId
from forum.discussions import queries as discussions
from forum.discussions.subjects import post_text, title_text
from forum.exchange.schemas import Outcome
from forum.exchange.segments import Ready, file_id, file_of, fill
from forum.translations import queries as translations
from forum.translations.rules import SameLanguage, Status
from forum.translations.schemas import LONGEST_TRANSLATION, TranslationOut
from forum.translations.subjects import Subject
from i18n.exchange.xliff import NotXliff, Xliff, XliffFile, read_xliff, write_xliff

LARGEST = 10_000_000
"""Bytes of a file that is taken."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The texts of a topic that are written in one language, the title first.

    Attributes:
        language: BCP 47 tag of them.
        subjects: as they are now.
        current: their translations, by name.
    """

    language: str
    subjects: Sequence[Subject]
    current: Mapping[str, TranslationOut]


async def sheet(
    db: AsyncSession, actor: Actor, topic_id: TopicId, source: str | None, language: str
) -> Sheet:
    """Load the texts of a topic in `source`, by default its own language.

    Raises:
        NotFound: there is no such topic for this actor.
        SameLanguage: they are written in `language`.
    """
    topic, space, posts = await discussions.texts_to_translate(db, actor, topic_id)
    source = source or topic.language
    if source == language:
        raise SameLanguage
    every = [title_text(topic, space), *(post_text(post, space) for post in posts)]
    subjects = [one for one in every if one.language == source]
    names = [one.name for one in subjects]
    return Sheet(source, subjects, await translations.translations(db, names, language))


async def write(found: Sheet, language: str, site: str) -> Iterator[bytes]:
    """Write the texts as XLIFF, for translation into `language`; `site` begins addresses."""
    files = []
    for subject in found.subjects:
        kind, _, number = subject.name.partition(":")
        url = f"{site}/{kind[0]}/{number}"
        files.append(await file_of(subject, url, found.current.get(subject.name)))
    return write_xliff(Xliff(found.language, language, files))


async def read(file: BinaryIO, language: str | None = None) -> Xliff:
    """Read a file of translations into `language`, or into whichever it says.

    Raises:
        InvalidInput: it is no XLIFF, or into another language.
    """
    try:
        document = await to_thread.run_sync(read_xliff, file)
    except NotXliff as error:
        text = N_("This is not an XLIFF 2 file that can be read: {reason}")
        raise InvalidInput([Fault("", text, (("reason", str(error)),))]) from error
    if language not in (None, document.target):
        text = N_("This file is of translations into another language.")
        raise InvalidInput([Fault("trgLang", text)])
    return document


async def prepare(found: Sheet, document: Xliff) -> Sequence[Ready]:
    """Say what a file makes of each text that it holds; nothing is stored.

    Raises:
        InvalidInput: codes of a segment came back otherwise; it names all such segments.
    """
    subjects = {file_id(one.name): one for one in found.subjects}
    ready: list[Ready] = []
    broken: list[Fault] = []
    for file in document.files:
        subject = subjects.get(file.id)
        if subject is None:
            ready.append(Ready(file.id.replace("-", ":"), Outcome.CHANGED))
            continue
        text = N_("Codes of this segment are missing, doubled or unknown.")
        one, wrong = await _ready(subject, found.current.get(subject.name), file)
        broken += (Fault(f"{file.id}/{name}", text) for name in wrong)
        ready.append(one)
    if broken:
        raise InvalidInput(broken[:20])
    return ready


async def _ready(
    subject: Subject, current: TranslationOut | None, file: XliffFile
) -> tuple[Ready, Sequence[str]]:
    filled = await fill(subject, current, file)
    name = subject.name
    if filled.changed:
        return Ready(name, Outcome.CHANGED), filled.broken
    if filled.text is None or not filled.text or len(filled.text) > LONGEST_TRANSLATION:
        return Ready(name, Outcome.UNFINISHED), filled.broken
    is_now = current is not None and current.status != Status.OUTDATED
    if is_now and current is not None and current.text == filled.text:
        return Ready(name, Outcome.SAME), ()
    return Ready(name, None, filled.text, subject.version), ()

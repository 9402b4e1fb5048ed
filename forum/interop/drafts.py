"""From a mail to what is posted of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from forum.core.errors import N_
from forum.discussions.schemas import LONGEST_POST
from forum.interop.cutting import cut
from forum.interop.mbox.escape import escape_words
from forum.interop.mbox.mails import Mail
from forum.interop.mbox.pseudonyms import Pseudonyms
from forum.interop.wording import storable_line, storable_text
from forum.text.excerpt import shorten
from i18n.catalogs import gettext
from i18n.detect import detect

LONGEST_TITLE = 200
_ROOM = 300
"""Characters kept free for the line that numbers the parts of a long mail."""

_PART = N_("Part {part} of {parts} of one long mail")
_ATTACHED = N_("Attachments that were not imported: {names}")
_NO_SUBJECT = N_("(no subject)")
_NO_TEXT = "…"


@dataclass(frozen=True, slots=True)
class Draft:
    """A mail as a topic or as replies: every body fits into one post.

    Attributes:
        title: of the topic, if it begins one.
        bodies: Markdown; there is at least one.
        language: BCP 47 tag.
    """

    title: str
    bodies: Sequence[str]
    language: str


def draft(
    mail: Mail, *, hide: Pseudonyms | None, people: Mapping[str, str], language: str
) -> Draft:
    """Write down what is posted of `mail`.

    Args:
        mail: as it was read.
        hide: gives pseudonyms to addresses and names in the text; `None` leaves them there.
        people: names → addresses of those who may be named in it.
        language: BCP 47 tag to assume where the text does not tell.
    """
    said = language_of(mail.body) or language

    def hidden(text: str) -> str:
        return hide.conceal(text, people) if hide else text

    title = storable_line(hidden(mail.topic)) or gettext(_NO_SUBJECT, said)
    body = storable_text(hidden(mail.body))
    if mail.attachments:
        names = escape_words(storable_line(", ".join(map(hidden, mail.attachments))))
        body = f"{body}\n\n*{gettext(_ATTACHED, said).format(names=names)}*".strip()
    return Draft(_fitting(title), _numbered(body or _NO_TEXT, said), said)


def language_of(markdown: str) -> str | None:
    """BCP 47 tag of the language that its author writes; what is quoted does not count."""
    own = "\n".join(line for line in markdown.split("\n") if not line.startswith(">"))
    return detect(own).language


def _fitting(title: str) -> str:
    most = LONGEST_TITLE
    found = shorten(title, most)
    while len(found) > LONGEST_TITLE:  # it counts grapheme clusters, of several characters each
        most = most * LONGEST_TITLE // len(found) - 1
        found = shorten(title, most)
    return found


def _numbered(body: str, language: str) -> Sequence[str]:
    if len(body) <= LONGEST_POST:
        return [body]
    parts = cut(body, LONGEST_POST - _ROOM)
    line = gettext(_PART, language)
    return [
        f"*{line.format(part=number, parts=len(parts))}*\n\n{part}"
        for number, part in enumerate(parts, 1)
    ]

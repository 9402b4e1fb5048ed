"""What mails about notifications say, as text and as HTML. Pure but for the template."""

from collections.abc import Sequence
from dataclasses import dataclass

from forum.core.errors import N_
from forum.notifications.grouping import TopicGroup, sentence
from forum.notifications.kinds import KINDS
from forum.notifications.rules import Group
from forum.notifications.schemas import About, NotificationOut
from forum.web.render import environment
from i18n.catalogs import gettext, ngettext
from i18n.formats import number
from i18n.languages import direction

TEMPLATE = "notifications/mail.html"
WHY = {
    Group.DIRECT: N_("You get this mail because it is about what you wrote, or names you."),
    Group.WATCHED: N_("You get this mail because you watch this, or started it."),
}
STOP = N_("Stop such mail")
CHOOSE = N_("Choose how you are told")
OPEN = N_("Read and answer")
SEE_ALL = N_("See all notifications")
REASON = N_("The moderator’s reason: {reason}")
ANSWER = N_("You can answer this decision once; another moderator reads it: {url}")


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's words in a mail.

    Attributes:
        text: plain.
        language: BCP 47 tag.
        note: what is to know about it, such as that a machine translated it; may be "".
    """

    text: str
    language: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """What happened in one topic.

    Attributes:
        original: the title as it is written, and its language, where `title` is a translation.
    """

    title: str
    language: str
    url: str
    lines: Sequence[str]
    said: Said | None = None
    original: tuple[str, str] | None = None

    @classmethod
    def of(
        cls,
        about: About,
        site: str,
        lines: Sequence[str],
        said: Said | None = None,
    ) -> "Block":
        """What happened in something, of which the reader gets the title as they can read it."""
        url, made = site + about.url, about.translated_title
        if made is None:
            return cls(about.title, about.language, url, lines, said)
        return cls(made.text, made.language, url, lines, said, (about.title, about.language))


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole mail; addresses are complete.

    Attributes:
        locale: BCP 47 tag that it is written in.
        link: words and address of what to open.
        more: says how much there is besides; may be "".
        foot: why it came, and words and address of what to do about that.
    """

    locale: str
    subject: str
    blocks: Sequence[Block]
    link: tuple[str, str]
    why: str
    foot: Sequence[tuple[str, str]]
    more: str = ""

    def text(self) -> str:
        """As plain text."""
        parts = ["\n".join(_text(block)) for block in self.blocks]
        foot = [f"{words}: {url}" for words, url in self.foot]
        link = f"{self.link[0]}: {self.link[1]}"
        more = [self.more] if self.more else []
        return "\n\n".join([*parts, *more, link, "\n".join(["-- ", self.why, *foot])]) + "\n"

    def html(self) -> str:
        """As a document of HTML that says its language and direction, without pictures."""
        template = environment().get_template(TEMPLATE)
        return template.render(letter=self, dir=direction(self.locale))


def _text(block: Block) -> list[str]:
    found = [block.title, *([f"({block.original[0]})"] if block.original else []), *block.lines]
    if block.said is None:
        found.append(block.url)
    else:
        quoted = [f"> {line}".rstrip() for line in block.said.text.splitlines()]
        found += ["", *quoted] + ([block.said.note] if block.said.note else [])
    return found


@dataclass(frozen=True, slots=True)
class Frame:
    """What every mail to a reader has in common.

    Attributes:
        locale: BCP 47 tag of the reader's language.
        site: public address of the site, without a slash at the end.
        name: of the site.
        stop: address by which such mail is stopped.
        group: what most of it is about.
    """

    locale: str
    site: str
    name: str
    stop: str
    group: Group

    def _foot(self) -> list[tuple[str, str]]:
        return [
            (gettext(STOP, self.locale), self.stop),
            (gettext(CHOOSE, self.locale), f"{self.site}/settings/notifications"),
        ]

    def one(self, told: NotificationOut, said: Said | None) -> Letter:
        """A mail about one notification."""
        name = told.member.name if told.member is not None else ""
        subject = gettext(KINDS[told.kind].subject, self.locale)
        lines = [sentence([told], self.locale)]
        if told.reason:
            lines.append(gettext(REASON, self.locale).format(reason=told.reason))
        if told.decision_url:
            url = self.site + told.decision_url
            lines.append(gettext(ANSWER, self.locale).format(url=url))
        block = Block.of(told.about, self.site, lines, said)
        return Letter(
            self.locale,
            subject.format(name=name, title=block.title),
            [block],
            (gettext(OPEN, self.locale), self.site + told.url),
            gettext(WHY[self.group], self.locale),
            self._foot(),
        )

    def digest(self, groups: Sequence[TopicGroup], count: int) -> Letter:
        """A mail about `count` notifications, of which `groups` hold the newest."""
        blocks = [
            Block.of(one.topic, self.site, [line.text for line in one.lines]) for one in groups
        ]
        told = sum(len(line.told) for one in groups for line in one.lines)
        return Letter(
            self.locale,
            self._subject(blocks, count),
            blocks,
            (gettext(SEE_ALL, self.locale), f"{self.site}/notifications"),
            gettext(WHY[self.group], self.locale),
            self._foot(),
            self._more(count - told),
        )

    def _subject(self, blocks: Sequence[Block], count: int) -> str:
        if len(blocks) == 1:
            text = ngettext(
                "{num} new notification about “{title}”",
                "{num} new notifications about “{title}”",
                count,
                self.locale,
            )
        else:
            text = ngettext(
                "{num} new notification from {site}",
                "{num} new notifications from {site}",
                count,
                self.locale,
            )
        title = blocks[0].title
        return text.format(num=number(count, self.locale), site=self.name, title=title)

    def _more(self, count: int) -> str:
        if not count:
            return ""
        text = ngettext("And {num} more.", "And {num} more.", count, self.locale)
        return text.format(num=number(count, self.locale))

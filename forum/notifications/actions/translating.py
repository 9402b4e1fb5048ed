"""Having what a mail quotes translated before the mail goes out."""

from collections.abc import Iterable
from dataclasses import dataclass

from forum.accounts.tables import Member
from forum.db.unit import Unit
from forum.notifications.queries import News
from forum.translations import actions as translations
from forum.translations.queries import Wanted, waiting
from forum.translations.rules import MOST_WAITING


@dataclass(frozen=True, slots=True)
class Mailed:
    """What a mail will tell somebody.

    Attributes:
        is_quoted: whether the post itself stands in it, beside the topic's title.
    """

    about: News
    member: Member
    is_quoted: bool

    @property
    def foreign(self) -> set[Wanted]:
        """What of it the member does not read, each with the language they do."""
        about, reads = self.about, self.member.languages
        texts = {f"topic:{about.topic.id}": about.topic.language}
        if self.is_quoted:
            texts[f"post:{about.post.id}"] = about.post.language
        foreign = {name for name, language in texts.items() if language not in reads}
        return {(name, reads[0]) for name in foreign} if reads else set()


async def translate(unit: Unit, told: Iterable[Mailed]) -> None:
    """Have what mails say translated for members who say what they read, and not these.

    To be called for those whose mail goes out at once: it leaves a minute for engines.
    """
    wanted = {text for one in told for text in one.foreign}
    if wanted and await waiting(unit.db, unit.now) < MOST_WAITING:
        await translations.ask_all(unit, wanted)

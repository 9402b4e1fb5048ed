"""Having what a mail quotes translated before the mail goes out."""

from collections.abc import Iterable

from forum.accounts.tables import Member
from forum.db.unit import Unit
from forum.notifications.queries import News
from forum.translations import actions as translations
from forum.translations.queries import Wanted, waiting
from forum.translations.rules import MOST_WAITING


async def translate(unit: Unit, told: Iterable[tuple[News, Member]]) -> None:
    """Have posts and titles translated for members who say what they read, and not these.

    To be called for those whose mail goes out at once: it leaves a minute for engines.
    """
    wanted = {text for about, member in told for text in _foreign(about, member.languages)}
    if wanted and await waiting(unit.db, unit.now) < MOST_WAITING:
        await translations.ask_all(unit, wanted)


def _foreign(about: News, reads: list[str]) -> set[Wanted]:
    texts = {
        f"post:{about.post.id}": about.post.language,
        f"topic:{about.topic.id}": about.topic.language,
    }
    return {(name, reads[0]) for name, language in texts.items() if reads and language not in reads}

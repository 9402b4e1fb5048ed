"""Links from mails: found by the word in them."""

from forum.accounts import queries, words
from forum.accounts.rules import LinkNotGood, LinkPurpose
from forum.accounts.tables import MailLink
from forum.runtime import Runtime


async def open_link(
    runtime: Runtime, purpose: LinkPurpose, word: str, *, used: bool = False
) -> MailLink:
    """The link that a word stands for.

    Args:
        runtime: where to look.
        purpose: what the link has to be for.
        word: as it stands in the address.
        used: whether one that was used before is wanted too.

    Raises:
        LinkNotGood: there is none, it has run out, or it was used.
    """
    async with runtime.database.reading() as db:
        link = await queries.mail_link(db, purpose, words.digest(word))
    if link is None or link.expires_at <= runtime.clock() or (link.used_at and not used):
        raise LinkNotGood
    return link

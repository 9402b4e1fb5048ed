"""Making the demonstration, for the command that found that there is something to do."""

from forum.commands.base import CommandFailed
from forum.commands.demo import HOLDS_SOMETHING
from forum.commands.opening import opened
from forum.commands.progress import Progress
from forum.demo.content import read_script
from forum.demo.fill import Filled, NotEmpty, fill
from forum.demo.meetings import set_up
from forum.demo.people import ADMINISTRATOR, MEMBERS, MODERATOR, PASSWORD
from forum.demo.queries import is_empty
from forum.settings import Settings


async def demonstrate(settings: Settings) -> str:
    """Make the demonstration, or the part of it that is missing, and tell what was made.

    Raises:
        CommandFailed: the product cannot be opened, or somebody fills the database meanwhile.
    """
    async with opened(settings) as product:
        async with product.runtime.database.reading() as db:
            is_new = await is_empty(db)
        told = ""
        if is_new:
            script = read_script()
            total = sum(len(topic.posts) for topic in script.topics)
            with Progress("demonstration", total) as progress:
                try:
                    told = _told(await fill(product.runtime, script, progress.at))
                except NotEmpty as error:
                    raise CommandFailed(HOLDS_SOMETHING) from error
        await set_up(product.runtime)
        return f"{told}2 live sessions\n{_WHO}"


def _told(filled: Filled) -> str:
    return (
        f"{filled.members} members, {filled.spaces} spaces, {filled.topics} topics, "
        f"{filled.posts} posts, {filled.translations} translations, "
    )


_WHO = (
    f"Sign in with the password “{PASSWORD}” as\n"
    f"  {ADMINISTRATOR.email}  administrator\n"
    f"  {MODERATOR.email}  moderator\n"
    f"  {MEMBERS[0].email}  member, and {len(MEMBERS) - 1} more, one for each language\n"
)

"""From what an address asks for to what is looked for."""

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.core.actor import Actor
from forum.core.permissions import Permission
from forum.glossaries import queries
from forum.glossaries.queries import TermFilter
from forum.glossaries.schemas import TermsAsked


async def sought(db: AsyncSession, actor: Actor, asked: TermsAsked) -> TermFilter:
    """The filter that `asked` means.

    Raises:
        SignInRequired, Forbidden, ScopeTooNarrow: the actor does not look after glossaries.
        NotFound: there is no such space for this actor.
    """
    actor.require(Permission.GLOSSARY_MANAGE)
    number = None if asked.space is None else await queries.space_id(db, actor, asked.space)
    return TermFilter(number, asked.source, asked.target, asked.term)

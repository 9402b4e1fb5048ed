"""What those who invite may choose from."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from forum.admin.words import ROLES, role_name
from forum.core.actor import Actor
from forum.core.permissions import Permission, Role
from forum.roles import queries as roles
from forum.spaces import queries as spaces

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Gifts:
    """Spaces that somebody admits people to, by address part and name, and roles by word."""

    spaces: Choices
    roles: Choices


async def gifts(db: AsyncSession, actor: Actor) -> Gifts:
    """What the actor may give with an invitation; whether they may do so is checked then."""
    seen = await spaces.spaces(db, actor)
    mine = [one for one in seen if actor.at(one.id).may(Permission.SPACE_ADMIT)]
    words: list[tuple[str, str]] = []
    if actor.may(Permission.ROLE_MANAGE):
        words = [(word, "") for word in ROLES if word != Role.MEMBER]
        words += [(one.word, one.name) for one in await roles.roles(db)]
    named = [(word, role_name(word, name, actor.locale)) for word, name in words]
    return Gifts([(one.slug, one.name) for one in mine], named)

"""Who wrote the mails: members who cannot sign in."""

import hashlib
import hmac
from collections import OrderedDict
from dataclasses import dataclass

from forum.accounts import queries as accounts
from forum.accounts.rules import MemberState
from forum.accounts.tables import Member
from forum.core.actor import Actor
from forum.core.permissions import Role
from forum.db.unit import Unit
from forum.interop import queries
from forum.interop.mbox.mails import Mail
from forum.interop.mbox.pseudonyms import Pseudonyms
from forum.interop.people import known_as
from forum.interop.wording import storable_line
from forum.text.excerpt import shorten

_LONGEST_NAME = 80
_NAMELESS = "?"
_MOST_KEPT = 10_000


@dataclass(frozen=True, slots=True)
class _Identity:
    """One author: what stands in the place of an address, and the name that is shown."""

    email_key: str
    name: str


class Authors:
    """Finds or makes the member whom a mail is told from.

    Args:
        key: secret of the house.
        keep_names: whether people appear under their own names.
    """

    def __init__(self, key: bytes, *, keep_names: bool) -> None:
        self._key = hmac.digest(key, b"imported authors", hashlib.sha256)
        self._known: OrderedDict[str, Actor] = OrderedDict()
        self.hide = None if keep_names else Pseudonyms(self._key)

    async def actor(self, unit: Unit, mail: Mail, locale: str) -> Actor:
        """Who wrote `mail`, with the rights that importing takes, locked topics and closed spaces.

        Args:
            unit: the change that a new member becomes part of.
            mail: what was written; its date is when the member is said to have come.
            locale: BCP 47 tag of the space.
        """
        identity = self._identity(mail)
        if (known := self._known.get(identity.email_key)) is None:
            member = await queries.author(unit.db, identity.email_key)
            if member is None:
                member = _member(identity, mail, locale)
                await accounts.add_member(unit.db, member)
            known = Actor(member.id, member.handle, member.name, Role.MODERATOR, locale)
            self._known[identity.email_key] = known
            if len(self._known) > _MOST_KEPT:
                self._known.popitem(last=False)
        return known

    def _identity(self, mail: Mail) -> _Identity:
        who = known_as(mail.author)
        digest = hmac.digest(self._key, who.encode("utf-8", "replace"), hashlib.sha256).hex()
        if self.hide is not None:
            return _Identity(f"imported:hidden:{digest}", self.hide.name(who))
        name = storable_line(mail.author.name or mail.author.address.partition("@")[0])
        return _Identity(f"imported:named:{digest}", shorten(name, _LONGEST_NAME) or _NAMELESS)


def _member(identity: _Identity, mail: Mail, locale: str) -> Member:
    return Member(
        handle="",
        email="",
        email_key=identity.email_key,
        name=identity.name,
        state=MemberState.IMPORTED,
        locale=locale,
        created_at=mail.date,
    )

"""A member's own channel."""

from forum.core.actor import Actor
from forum.core.errors import NotFound
from realtime.channel import Admission, Channel


class MemberChannel(Channel[Actor]):
    """`member:<id>`: what happens to one's own account; nobody else can tell that it is there."""

    async def admit(self, who: Actor, key: str) -> Admission:
        """See `Channel`."""
        if who.member_id is None or key != str(who.member_id):
            raise NotFound
        return Admission(may_read_history=False)

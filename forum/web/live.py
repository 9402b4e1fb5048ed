"""Who is at the other end of a live connection."""

from typing import Any

from starlette.requests import HTTPConnection

from forum.core.actor import Actor
from forum.runtime import runtime
from forum.web.csrf import same_origin
from forum.web.identity import ByWord, actor_of
from forum.web.locale import locale_of
from realtime.identity import ConnectCommand, Identity
from realtime.protocol.codes import InvalidToken


class Authenticator:
    """Finds out who connects: by a token in the command or the header, else by our own cookie.

    Anybody may connect; what a visitor may hear is what anybody may read.
    """

    def __init__(self, by_token: ByWord) -> None:
        self._by_token = by_token

    async def __call__(
        self, connection: HTTPConnection[Any], command: ConnectCommand
    ) -> Identity[Actor]:
        """See `realtime.engine.Authenticate`."""
        if command.token:
            actor = await self._by_token(runtime(connection), command.token)
            if actor is None:
                raise InvalidToken
            return _identity(actor)
        if connection.scope.get("bad_token"):
            raise InvalidToken
        # Another site's page can open a socket with our cookie (RFC 6455 §10.2).
        if connection.scope.get("sign_in") and not same_origin(connection):
            return _identity(Actor(locale=locale_of(connection, Actor())))
        return _identity(actor_of(connection))


def _identity(actor: Actor) -> Identity[Actor]:
    if actor.member_id is None:
        return Identity("", actor)
    until = actor.good_until.timestamp() if actor.good_until else None
    own = f"member:{actor.member_id}"
    return Identity(str(actor.member_id), actor, expires_at=until, subs=(own,))

"""Commands by which a client says who it is."""

import logging

from realtime.commands.subscribing import Prepared, complete, expiry, prepare
from realtime.connection import Connection
from realtime.engine import VERSION
from realtime.identity import ConnectCommand, Identity, Who
from realtime.protocol import commands
from realtime.protocol.codes import (
    BadRequest,
    CloseCode,
    Hangup,
    InvalidToken,
    NotAvailable,
    Refusal,
)
from realtime.protocol.replies import dumps, with_field, with_publications

log = logging.getLogger(__name__)


async def connect(connection: Connection[Who], number: int, ask: commands.Connect) -> None:
    """Answer `connect`: find out who it is, and subscribe to what the server wants.

    Raises:
        Hangup: wrong token, too many connections, or the server is shutting down.
        TokenExpired: the client is to fetch a new one.
    """
    if connection.identity is not None or connection.http is None:
        raise Hangup(CloseCode.BAD_REQUEST)
    if connection.engine.draining:
        raise Hangup(CloseCode.SHUTDOWN)
    said = ConnectCommand(connection.client, ask.token, ask.data, ask.name, ask.version)
    identity = await connection.engine.authenticate(connection.http, said)
    _check_room_for(connection, identity)
    if connection.closed:
        return
    connection.begin(identity)
    prepared = [
        one
        for channel in identity.subs
        if (one := await _prepare(connection, channel, ask)) is not None
    ]
    subs = {one.ask.channel: text for one in prepared if (text := _complete(connection, one))}
    connection.reply(number, "connect", _result(connection, identity, ask, subs))
    if subs:  # what is pushed from now on must come after this
        connection.flush()


def _check_room_for(connection: Connection[Who], identity: Identity[Who]) -> None:
    mine = connection.engine.hub.registry.of_user(identity.user)
    if len(mine) >= connection.engine.limits.connections_per_user:
        raise Hangup(CloseCode.CONNECTION_LIMIT)


async def _prepare(
    connection: Connection[Who], channel: str, ask: commands.Connect
) -> Prepared | None:
    since = ask.subs.get(channel, commands.ServerSubscription())
    wanted = commands.Subscribe(
        channel=channel, recover=since.recover, offset=since.offset, epoch=since.epoch
    )
    try:
        return await prepare(connection, wanted, by_server=True)
    except Exception as error:
        known = isinstance(error, Refusal) or _explained(connection, error)
        log.log(
            logging.DEBUG if known else logging.ERROR,
            "not subscribed to %s",
            channel,
            exc_info=not known,
        )
        return None


def _explained(connection: Connection[Who], error: Exception) -> bool:
    assert connection.identity is not None  # noqa: S101 (begun before it is subscribed)
    return connection.engine.explain(error, connection.identity.who) is not None


def _complete(connection: Connection[Who], prepared: Prepared) -> str:
    """The subscription's JSON text; empty if it was ended meanwhile."""
    try:
        result, joined = complete(connection, prepared)
    except Refusal:
        return ""
    return with_publications(result, joined.entries)


def _result(
    connection: Connection[Who],
    identity: Identity[Who],
    ask: commands.Connect,
    subs: dict[str, str],
) -> str:
    limits = connection.engine.limits
    result: dict[str, object] = {
        "client": connection.client,
        "version": VERSION,
        "ping": limits.ping_every,
        "pong": True,
    }
    if ask.token and connection.engine.refresh:
        result |= expiry(identity.expires_at)
    if identity.data is not None:
        result["data"] = identity.data
    if connection.session:
        result |= {"session": connection.session, "node": connection.engine.hub.node}
    if not subs:
        return dumps(result)
    listed = ",".join(f"{dumps(channel)}:{sub}" for channel, sub in subs.items())
    return with_field(result, "subs", f"{{{listed}}}")


async def refresh(connection: Connection[Who], number: int, ask: commands.Refresh) -> None:
    """Answer `refresh`: the application checks the new token.

    Raises:
        InvalidToken: it is wrong, or another user's.
    """
    renew, known = connection.engine.refresh, connection.identity
    if renew is None or known is None:
        raise NotAvailable
    if not ask.token:
        raise BadRequest
    identity = await renew(known, ask.token)
    if identity.user != known.user:
        raise InvalidToken
    if connection.closed:
        return
    connection.begin(identity, replaces=True)
    result = {"client": connection.client, "version": VERSION} | expiry(identity.expires_at)
    connection.reply(number, "refresh", dumps(result))

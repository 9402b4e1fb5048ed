"""Commands by which a client says something: publish, rpc, send."""

from realtime.commands.subscribing import admit
from realtime.connection import Connection
from realtime.identity import Identity, Who
from realtime.protocol import commands
from realtime.protocol.codes import BadRequest, MethodNotFound, NotAvailable, PermissionDenied
from realtime.protocol.replies import dumps


def _identity(connection: Connection[Who]) -> Identity[Who]:
    assert connection.identity is not None  # noqa: S101 (the first command is always connect)
    return connection.identity


async def publish(connection: Connection[Who], number: int, ask: commands.Publish) -> None:
    """Answer `publish`: the channel decides what becomes of it."""
    if "data" not in ask.model_fields_set:
        raise BadRequest
    channel, key = connection.engine.route(ask.channel)
    subscription = connection.subs.get(ask.channel)
    admission = subscription.admission if subscription else None
    if not (admission or await admit(connection, ask.channel)).may_publish:
        raise PermissionDenied
    await channel.receive(_identity(connection).who, key, ask.data)
    connection.reply(number, "publish")


async def rpc(connection: Connection[Who], number: int, ask: commands.Rpc) -> None:
    """Answer `rpc`: `<kind>.<method>` goes to the channel that serves the kind."""
    kind, _, method = ask.method.partition(".")
    channel = connection.engine.channels.get(kind)
    if channel is None:
        raise MethodNotFound
    answer = await channel.rpc(_identity(connection).who, method, ask.data)
    connection.reply(number, "rpc", dumps({} if answer is None else {"data": answer}))


async def send(connection: Connection[Who], _number: int, ask: commands.Send) -> None:
    """Take `send`; there is no answer."""
    if connection.engine.on_send is None:
        raise NotAvailable
    await connection.engine.on_send(_identity(connection).who, ask.data)

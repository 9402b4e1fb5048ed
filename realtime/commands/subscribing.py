"""Commands that begin, renew and end subscriptions."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from realtime.channel import Admission, TokenChannel
from realtime.connection import Connection, Subscription
from realtime.identity import Who
from realtime.presence import Present
from realtime.protocol import commands
from realtime.protocol.codes import (
    AlreadySubscribed,
    LimitExceeded,
    NotAvailable,
    PermissionDenied,
    UnrecoverablePosition,
    UnsubscribeCode,
)
from realtime.protocol.replies import dumps, push_subscribe, with_publications
from realtime.room import Sink
from realtime.rooms import Joined

Result = dict[str, object]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A subscription that lacks only its answer.

    Attributes:
        settle: puts the connection in step; the answer must follow at once.
    """

    ask: commands.Subscribe
    subscription: Subscription
    admission: Admission
    settle: Callable[[Sink], Joined]


async def subscribe(connection: Connection[Who], number: int, ask: commands.Subscribe) -> None:
    """Answer `subscribe`."""
    prepared = await prepare(connection, ask)
    result, joined = complete(connection, prepared)
    connection.reply(number, "subscribe", with_publications(result, joined.entries))
    connection.flush()


async def subscribe_by_server(connection: Connection[Who], channel: str) -> None:
    """Subscribe a client that did not ask, and tell it; nothing happens if it hears it already."""
    if channel not in connection.subs:
        ask = commands.Subscribe(channel=channel)
        prepared = await prepare(connection, ask, by_server=True)
        result, _ = complete(connection, prepared)
        connection.push(push_subscribe(channel, result))


async def prepare(
    connection: Connection[Who], ask: commands.Subscribe, *, by_server: bool = False
) -> Prepared:
    """Ask the channel for admission, listen, and read what the client missed.

    Raises:
        Refusal: and whatever the channel's `admit` raises; nothing is left behind.
    """
    if ask.channel in connection.subs:
        raise AlreadySubscribed
    if len(connection.subs) >= connection.engine.limits.channels:
        raise LimitExceeded
    subscription = connection.subs[ask.channel] = Subscription(by_server=by_server)
    try:
        admission = await admit(connection, ask.channel, ask.token)
        since = ask if ask.recover and admission.recoverable else None
        settle = await connection.engine.hub.rooms.join(ask.channel, connection, since)
        if admission.presence:
            await connection.engine.attendance.arrive(_present(connection, ask.channel, admission))
        _check_wanted(connection, ask.channel, subscription)
    except BaseException:
        _abandon(connection, ask.channel, subscription)
        raise
    return Prepared(ask, subscription, admission, settle)


async def admit(connection: Connection[Who], name: str, token: str = "") -> Admission:
    """Ask a channel whether it admits this connection, by its token if there is one."""
    assert connection.identity is not None  # noqa: S101 (the first command is always connect)
    channel, key = connection.engine.route(name)
    if not token:
        return await channel.admit(connection.identity.who, key)
    if not hasattr(channel, "admit_token"):
        raise NotAvailable
    by_token: TokenChannel[Who] = channel  # type: ignore[assignment]
    return await by_token.admit_token(connection.identity.who, key, token)


def _check_wanted(connection: Connection[Who], name: str, subscription: Subscription) -> None:
    """The subscription may have been ended, or the connection lost, while it was being made."""
    if connection.subs.get(name) is not subscription:
        again = subscription.ended not in (None, UnsubscribeCode.SERVER)
        raise PermissionDenied(temporary=again)


def _abandon(connection: Connection[Who], name: str, subscription: Subscription) -> None:
    if connection.subs.get(name) is subscription:
        del connection.subs[name]
    connection.engine.hub.rooms.leave(name, connection)
    connection.engine.attendance.depart(name, connection.client)


def complete(connection: Connection[Who], prepared: Prepared) -> tuple[Result, Joined]:
    """Put the connection in step; the caller writes the answer before anything else happens.

    Raises:
        PermissionDenied: the subscription was ended meanwhile.
        UnrecoverablePosition: if the client wants that instead of `recovered: false`.
    """
    ask, subscription, admission = prepared.ask, prepared.subscription, prepared.admission
    _check_wanted(connection, ask.channel, subscription)
    joined = prepared.settle(connection.sink)
    if ask.recover and ask.rejects_unrecovered and not joined.recovered:
        _abandon(connection, ask.channel, subscription)
        raise UnrecoverablePosition
    subscription.admission = admission
    connection.set_subscription_expiry(ask.channel, admission.expires_at)
    if admission.join_leave:
        info = connection.info(admission)
        connection.engine.attendance.joined(ask.channel, connection.client, info)
    return _result(ask, admission, joined), joined


def _result(ask: commands.Subscribe, admission: Admission, joined: Joined) -> Result:
    result: Result = {}
    if admission.recoverable:
        result = {
            "recoverable": True,
            "positioned": True,
            "epoch": joined.epoch,
            "offset": joined.offset,
        }
        if ask.recover:
            result |= {"was_recovering": True, "recovered": joined.recovered}
    if ask.token:
        result |= expiry(admission.expires_at)
    if admission.data is not None:
        result["data"] = admission.data
    return result


def expiry(at: float | None) -> Result:
    """What a client is told of the end of its right, a time in seconds since 1970."""
    if at is None:
        return {}
    return {"expires": True, "ttl": max(1, math.ceil(at - time.time()))}


def _present(connection: Connection[Who], channel: str, admission: Admission) -> Present:
    return Present(channel, connection.client, connection.user, connection.info(admission))


async def unsubscribe(connection: Connection[Who], number: int, ask: commands.Unsubscribe) -> None:
    """Answer `unsubscribe`; what is not subscribed to is not an error."""
    if ask.channel in connection.subs:
        connection.leave(ask.channel)
    connection.reply(number, "unsubscribe")


async def sub_refresh(connection: Connection[Who], number: int, ask: commands.SubRefresh) -> None:
    """Answer `sub_refresh`: the channel decides anew by the token."""
    if ask.channel not in connection.subs:
        raise PermissionDenied
    admission = await admit(connection, ask.channel, ask.token)
    if subscription := connection.subs.get(ask.channel):
        subscription.admission = admission
        connection.set_subscription_expiry(ask.channel, admission.expires_at)
    connection.reply(number, "sub_refresh", dumps(expiry(admission.expires_at)))

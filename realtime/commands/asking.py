"""Commands by which a client asks: history, presence, a sign of life."""

from collections.abc import Mapping

from realtime.channel import Admission
from realtime.commands.subscribing import admit
from realtime.connection import Connection
from realtime.identity import Who
from realtime.log import Log, Page
from realtime.presence import PresenceUnavailable, Present
from realtime.protocol import commands
from realtime.protocol.codes import Internal, NotAvailable, UnrecoverablePosition
from realtime.protocol.replies import dumps, with_publications


async def _admission(connection: Connection[Who], channel: str) -> Admission:
    subscription = connection.subs.get(channel)
    if subscription and subscription.admission:
        return subscription.admission
    return await admit(connection, channel)


async def history(connection: Connection[Who], number: int, ask: commands.History) -> None:
    """Answer `history`: where the channel stands, and publications if a limit is given.

    Raises:
        UnrecoverablePosition: `since` is of another epoch, or what follows it is gone.
    """
    admission = await _admission(connection, ask.channel)
    if not (admission.recoverable and admission.may_read_history):
        raise NotAvailable
    page = await _page(connection.engine.hub.log, ask, connection.engine.limits.history)
    result = {"epoch": page.epoch, "offset": page.offset}
    connection.reply(number, "history", with_publications(result, page.entries))


async def _page(log: Log, ask: commands.History, most: int) -> Page:
    limit = most if ask.limit < 0 else min(ask.limit, most)
    if not limit:
        return await log.read(ask.channel, after=None)
    if ask.since is None:
        return await log.read(ask.channel, after=0, limit=limit, reverse=ask.reverse)
    if not ask.reverse:
        since = ask.since
        page = await log.read(ask.channel, after=since.offset, epoch=since.epoch, limit=limit)
    else:
        page = await _page_before(log, ask.channel, ask.since, limit)
    if not page.complete:
        raise UnrecoverablePosition
    return page


async def _page_before(log: Log, channel: str, since: commands.Position, limit: int) -> Page:
    """Read backwards from a position: the entries numbered below it, newest first."""
    wanted = min(limit, max(since.offset - 1, 0))
    after = max(since.offset - 1 - wanted, 0)
    page = await log.read(channel, after=after, epoch=since.epoch, limit=wanted)
    return Page(page.entries[::-1], page.offset, page.epoch, page.complete)


async def _here(connection: Connection[Who], channel: str) -> Mapping[str, Present]:
    if not (await _admission(connection, channel)).presence:
        raise NotAvailable
    try:
        return await connection.engine.attendance.here(channel)
    except PresenceUnavailable as error:
        raise Internal from error


async def presence(connection: Connection[Who], number: int, ask: commands.Presence) -> None:
    """Answer `presence`: who is subscribed, in all processes."""
    here = await _here(connection, ask.channel)
    listed = ",".join(f"{dumps(client)}:{one.info}" for client, one in here.items())
    connection.reply(number, "presence", f'{{"presence":{{{listed}}}}}')


async def presence_stats(
    connection: Connection[Who], number: int, ask: commands.PresenceStats
) -> None:
    """Answer `presence_stats`: how many connections and how many different users."""
    here = await _here(connection, ask.channel)
    users = {one.user for one in here.values()}
    stats = {"num_clients": len(here), "num_users": len(users)}
    connection.reply(number, "presence_stats", dumps(stats))


async def ping(connection: Connection[Who], number: int, _ask: commands.Ping) -> None:
    """Answer `ping`."""
    connection.reply(number, "ping")

"""The whole product, put together; with `routes/` the only part that knows every feature."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence, Sized
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypedDict

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.types import ASGIApp

from forum.accounts import jobs as accounts_jobs
from forum.accounts import own as accounts_own
from forum.accounts.channels import MemberChannel
from forum.accounts.events import AccessEnded, MemberLeft, MemberSuspended
from forum.accounts.identity import by_sign_in, by_token
from forum.accounts.oidc import Providers, open_providers
from forum.accounts.renewal import SignInCare
from forum.accounts.throttles import Throttles
from forum.bookmarks import own as bookmarks_own
from forum.core.actor import Actor
from forum.core.clock import Watch, system_clock
from forum.core.discretion import keep_out_of_logs
from forum.core.errors import ForumError
from forum.core.events import Event
from forum.db.busy import NoConnection
from forum.db.engine import connect
from forum.db.kept import Kept, Sweeper
from forum.db.log import DatabaseLog
from forum.decisions import jobs as decisions_jobs
from forum.decisions import subjects as decisions_subjects
from forum.decisions.events import BallotCast
from forum.decisions.tally_pushes import TallyPushes
from forum.decisions.venues import Venues
from forum.discussions import jobs as discussions_jobs
from forum.discussions import own as discussions_own
from forum.discussions.channels import SpaceChannel, TopicChannel, of_space
from forum.discussions.events import PostDeleted, TopicHidden
from forum.discussions.seen import Seen
from forum.discussions.subjects import (
    held_subject,
    post_subject,
    tags_subject,
    topic_subject,
)
from forum.drafts import jobs as drafts_jobs
from forum.glossaries import jobs as glossaries_jobs
from forum.holdings import HOLDINGS
from forum.invitations import jobs as invitations_jobs
from forum.jobs import housekeeping
from forum.jobs.bell import Bell
from forum.jobs.giving_back import give_back
from forum.jobs.kinds import Handler, merged
from forum.jobs.runner import Runner
from forum.limits.counting import open_counting
from forum.limits.keeping import Limits
from forum.live import talking
from forum.live.accreditation import jobs as accreditation_jobs
from forum.live.deciding.venues import VENUES
from forum.live.floor.following import stand_still, turn_to
from forum.live.reactions.gathering import Gathering
from forum.live.room.calling import RollCall
from forum.live.sessions import channels as live_sessions
from forum.live.sessions.events import ItemOpened, ParticipantLeft, SessionEdited, SessionMoved
from forum.live.speech.desk import Desk
from forum.live.summaries import steps as summary_steps
from forum.mail import Mailer, open_mailer
from forum.moderation import jobs as moderation_jobs
from forum.moderation import subjects as moderation_subjects
from forum.moderation.actions import leave_deleted
from forum.moderation.channels import QueueChannel
from forum.notifications import jobs as notifications_jobs
from forum.notifications import own as notifications_own
from forum.privacy import jobs as privacy_jobs
from forum.resources import jobs as resources_jobs
from forum.reviews import jobs as reviews_jobs
from forum.routes import API, PAGES
from forum.runtime import Caches, Joiner, Listener, Own, Runtime
from forum.search import jobs as search_jobs
from forum.settings import Settings
from forum.site.reading import face
from forum.spaces.events import SpaceClosed, SpaceMemberRemoved
from forum.spaces.subjects import description_subject, name_subject
from forum.translations import jobs as translations_jobs
from forum.translations.engines import Engines, open_engines
from forum.translations.subjects import Subjects
from forum.uploads import jobs as uploads_jobs
from forum.uploads.store import Store, open_store
from forum.web import health
from forum.web.body import BodyLimit
from forum.web.failures import break_down, explain, put_off, refuse
from forum.web.headers import SafeHeaders
from forum.web.hosts import AllowedHosts
from forum.web.identity import Identity
from forum.web.kept import KeptAnswers
from forum.web.live import Authenticator
from forum.web.routing import RouteIndex
from forum.webhooks import jobs as webhooks_jobs
from forum.webhooks.collecting import wanted
from realtime.broker import open_broker
from realtime.channel import Channel
from realtime.presence import open_presence
from realtime.protocol.codes import CloseCode, UnsubscribeCode
from realtime.server import Server

KEPT_ACTORS = 20_000
_OVERHEAD = 2_000


@dataclass(frozen=True, slots=True)
class Parts:
    """Which parts of the product a process runs."""

    pages: bool = True
    channels: bool = True
    worker: bool = True


EVERYTHING = Parts()


class AppState(TypedDict):
    """What `lifespan` puts in the ASGI state."""

    runtime: Runtime
    server: Server[Actor]
    engines: Engines
    throttles: Throttles
    providers: Providers
    store: Store
    seen: Seen
    venues: Mapping[str, Venues]
    desk: Desk
    reactions: Gathering


@dataclass(slots=True)
class Product:
    """What a process holds once it is open."""

    runtime: Runtime
    server: Server[Actor]
    engines: Engines
    throttles: Throttles
    store: Store
    runner: Runner
    seen: Seen
    talk: talking.Talk


@asynccontextmanager
async def open_product(settings: Settings) -> AsyncIterator[Product]:
    """Connect to everything the settings name, and give it back at the end."""
    keep_out_of_logs([*settings.secrets(), settings.signing_key().decode()])
    async with AsyncExitStack() as stack:
        database = connect(settings.database_url)
        stack.push_async_callback(database.aclose)
        mailer = await stack.enter_async_context(aclosing(open_mailer(settings)))
        engines = open_engines(settings, inside=settings.translators_inside, database=database)
        stack.push_async_callback(engines.aclose)
        counting = await stack.enter_async_context(aclosing(open_counting(settings.broker)))
        store = open_store(settings)
        log = DatabaseLog(database)
        channels: dict[str, Channel[Actor]] = {}
        listeners = dict(LISTENERS)
        server = await stack.enter_async_context(_live(settings, log, channels))
        tallies, bell = TallyPushes(), Bell()
        stack.push_async_callback(tallies.aclose)
        runtime = Runtime(
            settings=settings,
            database=database,
            log=log,
            hub=server.hub,
            caches=_caches(log, settings.cache << 20),
            clock=system_clock,
            key=settings.signing_key(),
            enqueue=bell.enqueue,
            listeners=listeners,
            joiners=JOINERS,
            limits=Limits(counting if settings.limits_acts else None, settings.rates),
            wanted=wanted,
            own=OWN,
            face=face,
        )
        desk = await stack.enter_async_context(aclosing(talking.open_desk(runtime, engines)))
        listeners |= talking.listeners(desk) | {BallotCast: [tallies.heard]}
        channels |= channels_of(runtime)
        _keep_level(runtime)
        kinds = job_kinds(mailer, engines, store)
        runner = Runner(runtime, kinds, bell=bell, recurring=RECURRING, at_start=AT_START)
        seen, talk = Seen(runtime), talking.talk(desk, runtime)
        yield Product(runtime, server, engines, Throttles(counting), store, runner, seen, talk)


def _keep_level(runtime: Runtime) -> None:
    """Let caches and rights follow what is said in all processes."""
    runtime.hub.on_announce(runtime.caches.stale)
    runtime.hub.on_gap(runtime.caches.clear)
    runtime.hub.on_review(partial(_concerned, runtime))


async def _concerned(runtime: Runtime, about: str, heard: Collection[str]) -> Collection[str]:
    """The channels on which rights are checked anew: of a space, or of a session."""
    found = set(await live_sessions.concerned(runtime, about, heard))
    if about.startswith("space:"):
        found |= set(await of_space(runtime, about, heard))
    return found


@asynccontextmanager
async def _live(
    settings: Settings, log: DatabaseLog, channels: Mapping[str, Channel[Actor]]
) -> AsyncIterator[Server[Actor]]:
    """Live channels over the broker, which need not be there yet."""
    async with AsyncExitStack() as stack:
        broker = await open_broker(settings.broker)
        stack.push_async_callback(broker.aclose)
        presence = open_presence(settings.broker)
        stack.push_async_callback(presence.aclose)
        server = Server(
            channels=channels,
            log=log,
            broker=broker,
            authenticate=Authenticator(by_token),
            explain=explain,
            presence=presence,
        )
        stack.push_async_callback(server.hub.aclose)
        server.attendance.on_change(RollCall(server.hub).changed)
        yield server


def _size(part: object) -> int:
    """What a part takes: its own length where it has one, and what keeping it takes."""
    return (len(part) if isinstance(part, Sized) else 0) + _OVERHEAD


def _characters(words: Mapping[str, str]) -> int:
    return sum(map(len, words.values())) + _OVERHEAD


def _caches(log: DatabaseLog, most: int) -> Caches:
    """Keep pages and their parts in two fifths each of `most` bytes, own words in one."""
    return Caches(
        pages=Kept(log, most=most * 2 // 5, size=_size),
        parts=Kept(log, most=most * 2 // 5, size=_size),
        own=Kept(log, most=most // 5, size=_characters),
        actors=Kept(log, most=KEPT_ACTORS),
    )


def channels_of(runtime: Runtime) -> Mapping[str, Channel[Actor]]:
    """What serves each kind of channel."""
    return {
        "member": MemberChannel(),
        "moderation": QueueChannel(runtime),
        "session": live_sessions.SessionChannel(runtime),
        "space": SpaceChannel(runtime),
        "topic": TopicChannel(runtime),
    }


def job_kinds(mailer: Mailer, engines: Engines, store: Store) -> Mapping[str, Handler]:
    """What does each kind of job."""
    return merged(
        housekeeping.KINDS,
        search_jobs.KINDS,
        glossaries_jobs.kinds(SUBJECTS),
        discussions_jobs.KINDS,
        moderation_jobs.kinds(mailer),
        drafts_jobs.KINDS,
        accounts_jobs.kinds(mailer),
        invitations_jobs.kinds(mailer),
        accreditation_jobs.kinds(mailer),
        translations_jobs.kinds(engines, SUBJECTS),
        notifications_jobs.kinds(mailer),
        uploads_jobs.kinds(store),
        resources_jobs.kinds(),
        reviews_jobs.KINDS,
        privacy_jobs.kinds(mailer, store, HOLDINGS),
        webhooks_jobs.kinds(mailer),
        decisions_jobs.kinds(Watch()),
    )


RECURRING: Mapping[str, timedelta] = {
    **housekeeping.RECURRING,
    **accounts_jobs.RECURRING,
    **invitations_jobs.RECURRING,
    **search_jobs.RECURRING,
    **uploads_jobs.RECURRING,
    **notifications_jobs.RECURRING,
    **resources_jobs.RECURRING,
    **reviews_jobs.RECURRING,
    **privacy_jobs.RECURRING,
    **drafts_jobs.RECURRING,
    **webhooks_jobs.RECURRING,
    **moderation_jobs.RECURRING,
}
AT_START = search_jobs.AT_START
"""Those of them that a worker does as soon as it starts."""
SUBJECTS: Subjects = {
    "held": held_subject,
    "post": post_subject,
    "space_name": name_subject,
    "space_text": description_subject,
    "tags": tags_subject,
    "topic": topic_subject,
    **decisions_subjects.Sources(VENUES).all,
    **moderation_subjects.SUBJECTS,
    **talking.SUBJECTS,
}
"""What loads each kind of text that is translated."""


async def _hang_up(runtime: Runtime, event: MemberSuspended | MemberLeft) -> None:
    await runtime.hub.disconnect(str(event.member_id))


async def _ask_who(runtime: Runtime, event: AccessEnded) -> None:
    # Clients come back by themselves, with what the member still has.
    await runtime.hub.disconnect(str(event.member_id), CloseCode.EXPIRED)


async def _ask_again(runtime: Runtime, event: TopicHidden) -> None:
    # Moderators are let in again at once; the others are told that there is no such channel.
    channel = f"topic:{event.topic_id}"
    await runtime.hub.unsubscribe(None, channel, UnsubscribeCode.INSUFFICIENT)


async def _ask_followers_again(runtime: Runtime, event: SessionEdited) -> None:
    if event.closes:
        await runtime.hub.review(f"session:{event.session_id}")


async def _ask_member_again(runtime: Runtime, event: SpaceMemberRemoved | ParticipantLeft) -> None:
    # Which topics of the space they hear is not known here, so they are asked about everything.
    await runtime.hub.disconnect(str(event.member_id), CloseCode.EXPIRED)


async def _ask_all_again(runtime: Runtime, event: SpaceClosed) -> None:
    await runtime.hub.review(f"space:{event.slug}")


LISTENERS: dict[type[Event], Sequence[Listener]] = {
    AccessEnded: [_ask_who],
    MemberLeft: [_hang_up],
    MemberSuspended: [_hang_up],
    ParticipantLeft: [_ask_member_again],
    SessionEdited: [_ask_followers_again],
    SpaceClosed: [_ask_all_again],
    SpaceMemberRemoved: [_ask_member_again],
    TopicHidden: [_ask_again],
}

JOINERS: Mapping[type[Event], Sequence[Joiner]] = {
    ItemOpened: [turn_to],
    PostDeleted: [leave_deleted],
    SessionMoved: [stand_still, summary_steps.follow],
}
"""What has a part in changes; see `Runtime.joiners`."""

OWN: Mapping[str, Own] = {
    "bell": notifications_own.bell,
    "bookmarked": bookmarks_own.bookmarked,
    "follow_space": notifications_own.follow_space,
    "follow_tag": notifications_own.follow_tag,
    "follow_topic": notifications_own.follow_topic,
    "opened": notifications_own.opened,
    "new_posts": discussions_own.new_posts,
    "reacted": discussions_own.reacted,
    "unread": discussions_own.unread,
    "welcome": accounts_own.welcome,
}
"""What stands on shared pages for their reader alone; see `web.own`."""


def create_app(settings: Settings, parts: Parts = EVERYTHING) -> ASGIApp:
    """Build the application; opens nothing until its lifespan starts."""
    fixed = [RouteIndex(health.ROUTES, (*PAGES, *API) if parts.pages else ())]

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[AppState]:
        async with open_product(settings) as product, at_work(product, parts):
            live = product.server.routes if parts.channels else ()
            app.router.routes[:] = [*fixed, *live]
            yield {
                "runtime": product.runtime,
                "server": product.server,
                "engines": product.engines,
                "throttles": product.throttles,
                "providers": open_providers(settings, product.runtime.clock),
                "store": product.store,
                "seen": product.seen,
                "venues": VENUES,
                "desk": product.talk.desk,
                "reactions": product.talk.reactions,
            }

    app = Starlette(
        routes=fixed,
        middleware=[
            Middleware(AllowedHosts, settings=settings),
            Middleware(KeptAnswers),
            Middleware(ExceptionMiddleware, handlers={NoConnection: put_off}),
            Middleware(BodyLimit),
            Middleware(Identity, by_sign_in=by_sign_in, by_token=by_token),
            Middleware(SignInCare),
        ],
        exception_handlers={
            ForumError: refuse,
            HTTPException: refuse,
            Exception: break_down,
        },
        lifespan=lifespan,
    )
    return SafeHeaders(app, settings)


async def _demonstrate(product: Product) -> None:
    """Play the live session of the demonstration, once the first pages are shown."""
    await asyncio.sleep(3)
    from forum.demo.player import Player  # noqa: PLC0415 (only demonstrations need it)

    await Player(product.runtime, product.talk.desk.presence).run()


@asynccontextmanager
async def at_work(product: Product, parts: Parts) -> AsyncIterator[None]:
    """Do what goes on beside requests, as long as the block lasts."""
    tasks = [
        asyncio.create_task(Sweeper(product.runtime.caches.all()).run()),
        asyncio.create_task(give_back()),
    ]
    if parts.pages:
        tasks.append(asyncio.create_task(product.seen.run()))
    tasks.append(asyncio.create_task(product.talk.run()))
    if product.engines.calls is not None:
        tasks.append(asyncio.create_task(product.engines.calls.run()))
    if product.runtime.settings.mode == "demo" and parts == EVERYTHING:
        tasks.append(asyncio.create_task(_demonstrate(product)))
    if parts.channels:
        tasks.append(asyncio.create_task(product.server.run()))
    else:
        tasks.append(asyncio.create_task(product.runtime.hub.run()))
    try:
        if parts.worker:
            async with product.runner.at_work():
                yield
        else:
            yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

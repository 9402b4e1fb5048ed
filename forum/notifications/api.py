"""Notifications and subscriptions for programs."""

from typing import Any

from starlette.requests import Request

from forum.core.errors import InvalidInput, NotFound
from forum.core.ids import PostId, TopicId
from forum.core.paging import Page
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.notifications import actions, queries, reading
from forum.notifications.rules import TooMuchFollowed
from forum.notifications.saying import with_titles
from forum.notifications.schemas import (
    MailSettings,
    MailSettingsOut,
    NotificationOut,
    ReadMark,
    SubscriptionChange,
    SubscriptionOut,
    TagAsked,
)
from forum.runtime import runtime
from forum.translations.asking import language_asked
from forum.translations.rules import SameLanguage
from forum.web.identity import actor_of
from forum.web.inputs import row_id, validate
from forum.web.lists import ListOut, ListQuery, listed
from forum.web.openapi import Reply, operation


class NotificationsQuery(ListQuery):
    """Which notifications."""

    unread: bool = False


@operation(
    "GET",
    "/notifications",
    query=NotificationsQuery,
    answer=ListOut[NotificationOut],
    scope=Scope.READ,
    refuses=[InvalidInput],
)
async def list_notifications(request: Request[Any], *, query: NotificationsQuery) -> Reply:
    """List what you were told, the newest first."""
    actor, window = actor_of(request), query.window(queries.CURSOR)
    async with runtime(request).database.reading() as db:
        found = await queries.notifications_page(db, actor, window, only_unread=query.unread)
        items = await with_titles(db, actor, found.items)
    return listed(request, Page(items, found.next, found.previous))


@operation(
    "POST",
    "/notifications/read",
    body=ReadMark,
    status=204,
    scope=Scope.WRITE,
    refuses=[InvalidInput],
)
async def read_notifications(_request: Request[Any], unit: Unit, *, body: ReadMark) -> None:
    """Mark notifications as read: some, those of a topic, or all."""
    await actions.mark_read(unit, body)


@operation("GET", "/notifications/settings", answer=MailSettingsOut, scope=Scope.READ)
async def get_mail_settings(request: Request[Any]) -> MailSettingsOut:
    """Show how and when mail goes to you."""
    async with runtime(request).database.reading() as db:
        return await reading.mail_settings(db, actor_of(request).require_member())


@operation(
    "PUT",
    "/notifications/settings",
    body=MailSettings,
    answer=MailSettingsOut,
    scope=Scope.WRITE,
    refuses=[InvalidInput],
)
async def set_mail_settings(
    _request: Request[Any], unit: Unit, *, body: MailSettings
) -> MailSettingsOut:
    """Choose how and when mail goes to you."""
    await actions.change_mail(unit, body)
    return await reading.mail_settings(unit.db, unit.actor.require_member())


@operation("GET", "/subscriptions", answer=ListOut[SubscriptionOut], scope=Scope.READ)
async def list_subscriptions(request: Request[Any]) -> Reply:
    """List what you watch, follow or mute."""
    async with runtime(request).database.reading() as db:
        return listed(request, Page(await reading.followed(db, actor_of(request))))


@operation(
    "PUT",
    "/topics/{topic_id:int}/subscription",
    body=SubscriptionChange,
    status=204,
    scope=Scope.WRITE,
    refuses=[NotFound, TooMuchFollowed, InvalidInput],
)
async def follow_topic(request: Request[Any], unit: Unit, *, body: SubscriptionChange) -> None:
    """Watch, follow or mute a topic."""
    await actions.follow_topic(unit, _topic_id(request), body.level)


@operation(
    "DELETE",
    "/topics/{topic_id:int}/subscription",
    status=204,
    scope=Scope.WRITE,
    refuses=[NotFound],
)
async def unfollow_topic(request: Request[Any], unit: Unit) -> None:
    """Take back what you said of a topic."""
    await actions.follow_topic(unit, _topic_id(request), None)


@operation(
    "PUT",
    "/posts/{post_id:int}/translations/{language}/subscription",
    status=204,
    scope=Scope.WRITE,
    refuses=[NotFound, SameLanguage, TooMuchFollowed, InvalidInput],
)
async def await_translation(request: Request[Any], unit: Unit) -> None:
    """Be told, once, when a post can be read in a language; it is translated if it is not yet."""
    await actions.await_translation(unit, _post_id(request), language_asked(request))


@operation(
    "DELETE",
    "/posts/{post_id:int}/translations/{language}/subscription",
    status=204,
    scope=Scope.WRITE,
    refuses=[NotFound, InvalidInput],
)
async def forget_translation(request: Request[Any], unit: Unit) -> None:
    """Wait for a translation no more."""
    await actions.forget_translation(unit, _post_id(request), language_asked(request))


@operation(
    "PUT",
    "/spaces/{slug}/subscription",
    body=SubscriptionChange,
    status=204,
    scope=Scope.WRITE,
    refuses=[NotFound, TooMuchFollowed, InvalidInput],
)
async def follow_space(request: Request[Any], unit: Unit, *, body: SubscriptionChange) -> None:
    """Watch, follow or mute a space."""
    await actions.follow_space(unit, request.path_params["slug"], body.level)


@operation(
    "DELETE", "/spaces/{slug}/subscription", status=204, scope=Scope.WRITE, refuses=[NotFound]
)
async def unfollow_space(request: Request[Any], unit: Unit) -> None:
    """Take back what you said of a space."""
    await actions.follow_space(unit, request.path_params["slug"], None)


@operation(
    "PUT",
    "/tags/{tag}/subscription",
    body=SubscriptionChange,
    status=204,
    scope=Scope.WRITE,
    refuses=[TooMuchFollowed, InvalidInput],
)
async def follow_tag(request: Request[Any], unit: Unit, *, body: SubscriptionChange) -> None:
    """Watch, follow or mute a tag."""
    await actions.follow_tag(unit, _tag(request), body.level)


@operation(
    "DELETE", "/tags/{tag}/subscription", status=204, scope=Scope.WRITE, refuses=[InvalidInput]
)
async def unfollow_tag(request: Request[Any], unit: Unit) -> None:
    """Take back what you said of a tag."""
    await actions.follow_tag(unit, _tag(request), None)


def _topic_id(request: Request[Any]) -> TopicId:
    return TopicId(row_id(request.path_params["topic_id"]))


def _post_id(request: Request[Any]) -> PostId:
    return PostId(row_id(request.path_params["post_id"]))


def _tag(request: Request[Any]) -> str:
    return validate(TagAsked, {"tag": request.path_params["tag"]}).tag


ROUTES = [
    list_notifications,
    read_notifications,
    get_mail_settings,
    set_mail_settings,
    list_subscriptions,
    follow_topic,
    unfollow_topic,
    await_translation,
    forget_translation,
    follow_space,
    unfollow_space,
    follow_tag,
    unfollow_tag,
]

"""What leaves the house: what anybody sees, or what those see who belong to a chosen space."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import col, select

from forum.admin import actions as admin
from forum.admin.schemas import GrantDraft, RoleDraft
from forum.core.actor import SYSTEM
from forum.core.errors import InvalidInput
from forum.core.ids import PostId, TopicId
from forum.core.permissions import Permission
from forum.discussions import actions as discussions
from forum.discussions.rules import TopicState
from forum.discussions.schemas import PostDraft
from forum.discussions.tables import Post
from forum.roles import queries as roles
from forum.spaces import actions as spaces
from forum.spaces.schemas import SpaceChange
from forum.translations.events import TranslationReady
from forum.webhooks import actions
from forum.webhooks.rules import DeliveryState
from forum.webhooks.schemas import WebhookDraft
from tests import factories
from tests.forum.webhooks.office import Office


async def test_nothing_of_a_private_space_leaves_unless_it_was_chosen(office: Office) -> None:
    everywhere = await office.webhook(name="All")
    club = await office.webhook(name="Club", space="club", path="/club")
    topic = await factories.topic(office.runtime, office.ada, "club", ["One"])
    await office.work()
    assert {one.path for one in office.receiver.got} == {"/club"}
    assert {one.data["topic_id"] for one in office.receiver.got} == {topic}
    assert await office.log(everywhere) == []
    assert len(await office.log(club)) == 3


async def test_a_webhook_of_one_space_hears_of_no_other(office: Office) -> None:
    await office.webhook(space="club")
    await office.topic()
    await office.work()
    assert office.receiver.got == []


async def test_what_is_hidden_before_it_was_sent_is_not_sent(office: Office) -> None:
    number = await office.webhook("topic.added", "post.added")
    office.receiver.status = 500
    topic = await office.topic("One")
    await office.work()
    await office.do(office.ada, discussions.set_state, topic, TopicState.HIDDEN)
    office.receiver.got.clear()
    office.receiver.status = 204
    await office.work(hours=1)
    assert office.receiver.got == []
    assert {one.state for one in await office.log(number)} == {DeliveryState.WITHHELD}


async def test_that_something_was_hidden_or_deleted_is_told_by_its_id_alone(
    office: Office,
) -> None:
    await office.webhook("post.hidden", "post.deleted", "topic.hidden", "post.restored")
    topic = await office.topic("One", "Two")
    _, one, two = await _posts(office, topic)
    await office.do(office.ada, discussions.hide_post, one, "Off topic.")
    await office.work()
    await office.do(office.ada, discussions.restore_post, one)
    await office.do(office.maria, discussions.delete_post, two)
    await office.work()
    await office.do(office.ada, discussions.set_state, topic, TopicState.HIDDEN)
    await office.work()
    kinds = ["post.hidden", "post.restored", "post.deleted", "topic.hidden"]
    assert office.receiver.types == kinds
    for got in office.receiver.got:
        assert got.data.keys() <= {"topic_id", "space", "id", "url"}


async def test_a_post_that_is_hidden_is_not_told_of(office: Office) -> None:
    await office.webhook("post.added")
    topic = await office.topic("One")
    _, one = await _posts(office, topic)
    await office.do(office.ada, discussions.hide_post, one, "Off topic.")
    await office.work()
    assert [got.data["id"] for got in office.receiver.got] == [one - 1]


async def test_what_only_moderators_see_is_not_told_though_the_owner_is_one(
    office: Office,
) -> None:
    number = await office.webhook("post.added", space="general")
    topic = await office.topic()
    await office.work()
    await office.do(office.ada, discussions.set_state, topic, TopicState.HIDDEN)
    office.receiver.got.clear()
    await office.do(office.ada, discussions.reply, topic, PostDraft(body="Among ourselves."))
    await office.work()
    assert office.receiver.got == []
    assert (await office.state(number)).disabled is None


async def test_translations_are_told_of_wherever_they_are_seen(office: Office) -> None:
    await office.webhook("translation.ready", space="general")
    topic = await office.topic("One")
    _, reply = await _posts(office, topic)
    async with office.runtime.unit(SYSTEM) as unit:
        for subject, number in (("post", reply), ("topic", topic)):
            heard = (f"topic:{topic}",)
            unit.emit(TranslationReady(heard, f"{subject}:{number}", number, "fr"))
    await office.work()
    urls = {f"http://testserver/p/{reply}", f"http://testserver/t/{topic}"}
    assert {one.data["url"] for one in office.receiver.got} == urls


async def test_a_space_that_is_closed_is_told_of_no_more(office: Office) -> None:
    await office.webhook("space.changed", "topic.added")
    await factories.space(office.runtime, "open")
    await office.work()
    assert office.receiver.types == ["space.changed"]
    change = SpaceChange(access="private")  # type: ignore[arg-type]
    await office.do(office.ada, spaces.change_space, "open", change)
    await factories.topic(office.runtime, office.ada, "open")
    await office.work()
    assert office.receiver.types == ["space.changed"]


async def test_it_ends_when_its_owner_may_not_any_more(office: Office) -> None:
    role = RoleDraft(word="hooks", name="Hooks", permissions=[Permission.WEBHOOK_MANAGE])
    await office.do(office.ada, admin.make_role, role)
    given = await office.do(office.ada, admin.give_role, GrantDraft(who="maria", role="hooks"))
    async with office.runtime.database.reading() as db:
        held = await roles.held_by(db, office.maria.require_member(), office.maria.role)
    maria = replace(office.maria, grants=tuple(one.grant for one in held))
    settings = office.runtime.settings
    with pytest.raises(InvalidInput):
        await office.do(maria, actions.make, _draft(office, space="club"), settings)
    row = await office.do(maria, actions.make, _draft(office), settings)
    await office.topic()
    await office.work()
    assert len(office.receiver.got) == 1
    await office.do(office.ada, admin.take_role, given.id)
    await office.topic()
    await office.work()
    assert len(office.receiver.got) == 1
    assert (await office.state(row.id or 0)).disabled == "owner"
    assert [mail.to for mail in await office.mails()] == ["maria@example.org"]


def _draft(office: Office, **more: Any) -> WebhookDraft:
    return WebhookDraft(name="Hers", url=office.receiver.url(), events=["topic.added"], **more)


async def _posts(office: Office, topic: TopicId) -> Sequence[PostId]:
    async with office.runtime.database.reading() as db:
        found = await db.exec(select(Post.id).where(Post.topic_id == topic).order_by(col(Post.id)))
        return [PostId(one) for one in found if one is not None]

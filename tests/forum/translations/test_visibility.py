from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.core.actor import Actor
from forum.core.errors import ForumError, NotFound
from forum.core.ids import PostId, TopicId
from forum.discussions import actions
from forum.discussions.rules import TopicState
from tests.factories import ADMIN
from tests.forum.translations.house import House

ACTS = ["ask", "work", "edit", "hide", "restore", "correct", "hide topic", "open topic", "delete"]


async def do(house: House, topic: TopicId, post: PostId, act: str, reader: Actor) -> None:
    match act:
        case "ask":
            await house.ask(post)
        case "work":
            await house.work()
        case "edit":
            text = (await house.read(post, house.author)).body.source
            await house.edit(post, f"{text}\n\nMore.")
        case "hide":
            await house.change(actions.hide_post, post, "spam", who=ADMIN)
        case "restore":
            await house.change(actions.restore_post, post, who=ADMIN)
        case "correct":
            await house.correct(post, "Von Hand.", reader)
        case "hide topic":
            await house.change(actions.set_state, topic, TopicState.HIDDEN, who=ADMIN)
        case "open topic":
            await house.change(actions.set_state, topic, TopicState.OPEN, who=ADMIN)
        case _:
            await house.change(actions.delete_post, post)


async def is_shown(house: House, topic: TopicId, post: PostId) -> tuple[bool, bool]:
    """Whether a visitor gets the original, and whether any surface gives a translation."""
    try:
        found = await house.read(post)
        original, translation = True, found.translation is not None
    except NotFound:
        original, translation = False, False
    async with house.client() as client:
        alone = await client.get(f"/api/v1/posts/{post}/translations/de")
        listed = await client.get(f"/api/v1/topics/{topic}/posts?lang=de")
    items = listed.json().get("items", [])
    in_list = any(item["translation"] for item in items if item["id"] == post)
    return original, translation or alone.status_code == 200 or in_list


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.sampled_from(ACTS), max_size=8))
async def test_a_translation_is_never_shown_when_the_original_is_not(
    house: House, topic: TopicId, reader: Actor, acts: list[str]
) -> None:
    await house.change(actions.set_state, topic, TopicState.OPEN, who=ADMIN)
    post = await house.post(topic, "Words that may go.")
    for act in ["ask", "work", *acts]:
        try:
            await do(house, topic, post, act, reader)
        except ForumError:
            continue
        original, translation = await is_shown(house, topic, post)
        assert original or not translation

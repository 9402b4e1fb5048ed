"""From a change to a receiver on this machine: what arrives, and what happens when it does not."""

import asyncio
from datetime import timedelta

import pytest

from forum.core.actor import Actor
from forum.discussions import actions as discussions
from forum.discussions.schemas import PostDraft
from forum.web.outside import Answer, Ask, Outside
from forum.webhooks import actions, queries, rules
from forum.webhooks.collecting import collect, wanted
from forum.webhooks.rules import PING, DeliveryState, NotOutside
from forum.webhooks.schemas import ReplayDraft, WebhookChange
from forum.webhooks.sender import NO_ANSWER, NOT_OUTSIDE, Sender
from tests.forum.webhooks.office import Office
from tests.forum.webhooks.receiver import NotSigned, verify


async def test_a_topic_and_its_replies_arrive_signed(office: Office) -> None:
    number = await office.webhook("topic.added", "post.added")
    topic = await office.topic("One", "Two")
    await office.work()
    assert sorted(office.receiver.types) == ["post.added"] * 3 + ["topic.added"]
    secret = await office.secret(number)
    for one in office.receiver.got:
        told = verify(secret, one.headers, one.body, office.clock.now.timestamp())
        assert told["data"]["topic_id"] == topic
        assert told["data"]["space"] == "general"
        assert told["data"]["url"].startswith("http://testserver/")
        assert "One" not in one.body.decode()
        with pytest.raises(NotSigned):
            verify(secret, one.headers, one.body, office.clock.now.timestamp() + 1000)
    assert len({one.id for one in office.receiver.got}) == 4
    log = await office.log(number)
    assert {one.state for one in log} == {DeliveryState.DELIVERED}
    assert {(one.status, one.attempts) for one in log} == {(204, 1)}


async def test_nobody_who_did_not_ask_is_told(office: Office) -> None:
    assert await wanted(office.runtime) == frozenset()
    await office.topic()
    number = await office.webhook("post.edited")
    assert await wanted(office.runtime) == {"post.edited"}
    await office.topic("One")
    await office.work()
    assert office.receiver.got == []
    await office.do(office.ada, actions.remove, number)
    assert await wanted(office.runtime) == frozenset()


async def test_what_fails_comes_again_under_the_same_id_until_it_arrives(office: Office) -> None:
    number = await office.webhook("topic.added")
    office.receiver.status, office.receiver.text = 503, "not now"
    await office.topic()
    await office.work()
    (one,) = await office.log(number)
    assert (one.state, one.attempts, one.status) == (DeliveryState.PENDING, 1, 503)
    assert one.answer == "not now"
    assert (await office.state(number)).failing_since is not None
    await office.work(seconds=2)
    assert len(office.receiver.got) == 1
    office.receiver.status = 200
    await office.work(seconds=10)
    (one,) = await office.log(number)
    assert (one.state, one.attempts) == (DeliveryState.DELIVERED, 2)
    first, second = office.receiver.got
    assert first.id == second.id
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert first.body == second.body
    assert (await office.state(number)).failing_since is None


async def test_after_three_days_without_an_arrival_it_is_switched_off_and_its_owner_is_told(
    office: Office,
) -> None:
    number = await office.webhook("topic.added")
    office.receiver.status = 500
    await office.topic()
    for _ in range(rules.MOST_ATTEMPTS):
        await office.work(hours=27)
    state = await office.state(number)
    assert state.disabled == "failing"
    (one,) = await office.log(number)
    assert one.state == DeliveryState.FAILED
    tries = len(office.receiver.got)
    assert 3 <= tries < rules.MOST_ATTEMPTS
    (mail,) = await office.mails()
    assert mail.to == "ada@example.org"
    assert f"/admin/webhooks/{number}" in mail.text
    await office.topic()
    await office.work()
    assert len(office.receiver.got) == tries


async def test_410_switches_it_off_at_once(office: Office) -> None:
    number = await office.webhook("topic.added")
    office.receiver.status = 410
    await office.topic()
    await office.topic()
    await office.work()
    assert len(office.receiver.got) == 1
    assert (await office.state(number)).disabled == "gone"
    assert len(await office.mails()) == 1
    await office.work(hours=1)
    assert {one.state for one in await office.log(number)} == {DeliveryState.FAILED}


async def test_a_receiver_that_never_answers_is_left_alone_and_others_are_not_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = Outside.ask

    async def ask(outside: Outside, wanted: Ask, *, seconds: float) -> Answer:
        # Who answers has time, however busy the machine is.
        short = 0.2 if wanted.url.endswith("/never") else seconds
        return await asked(outside, wanted, seconds=short)

    monkeypatch.setattr(Outside, "ask", ask)
    silent = await office.webhook("post.added", path="/never")
    other = await office.webhook("post.added")
    await office.topic("One", "Two", "Three")
    # The longer the machine takes, the more often the clock is asked: its rest would be over.
    office.clock.step = timedelta()
    await office.work()
    paths = [one.path for one in office.receiver.got]
    assert paths.count("/never") <= 1  # on a busy machine, not even the one has come in time
    assert paths.count("/ok") == 4
    first, *rest = await office.log(silent)
    assert (first.attempts, first.status, first.answer) == (1, None, NO_ANSWER)
    assert first.took_ms is not None
    assert first.took_ms >= 150
    assert [one.attempts for one in rest] == [0, 0, 0]
    assert {one.state for one in await office.log(other)} == {DeliveryState.DELIVERED}


async def test_a_receiver_that_failed_since_a_batch_was_read_is_left_alone(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await office.webhook("topic.added")
    office.receiver.status = 500
    happened = {
        "event": "topic.added",
        "data": {"topic_id": await office.topic(), "space": "general"},
        "at": office.clock.now.isoformat(),
    }
    await collect(office.runtime, [happened | {"id": letter * 32} for letter in "ab"])
    first, second = await office.log(number)
    async with office.runtime.database.reading() as db:
        read_before = await queries.to_deliver(db, {(second.id, 0)})
    sender = Sender()
    await sender.deliver(office.runtime, [{"delivery_id": first.id, "turn": 0}])

    async def to_deliver(*_: object) -> object:
        return read_before

    monkeypatch.setattr(queries, "to_deliver", to_deliver)
    await sender.deliver(office.runtime, [{"delivery_id": second.id, "turn": 0}])
    assert len(office.receiver.got) == 1
    assert [one.attempts for one in await office.log(number)] == [1, 0]
    monkeypatch.undo()
    office.receiver.status = 200
    await office.work(minutes=10)
    assert {one.state for one in await office.log(number)} == {DeliveryState.DELIVERED}


async def test_an_endless_answer_is_cut_and_counts(office: Office) -> None:
    number = await office.webhook("topic.added", path="/large")
    office.receiver.status = 200
    await office.topic()
    await office.work()
    (one,) = await office.log(number)
    assert one.state == DeliveryState.DELIVERED
    assert one.answer == "x" * rules.ANSWER_KEPT


async def test_redirects_are_not_followed(office: Office) -> None:
    number = await office.webhook("topic.added", path="/elsewhere")
    await office.topic()
    await office.work()
    assert [one.path for one in office.receiver.got] == ["/elsewhere"]
    (one,) = await office.log(number)
    assert (one.state, one.status) == (DeliveryState.PENDING, 302)


async def test_an_answer_that_is_no_text_is_kept_as_text(office: Office) -> None:
    number = await office.webhook("topic.added")
    office.receiver.status, office.receiver.text = 400, "no\0thing"
    await office.topic()
    await office.work()
    assert (await office.log(number))[0].answer == "no\N{REPLACEMENT CHARACTER}thing"


async def test_it_is_never_sent_to_this_network_unless_the_settings_name_the_place(
    office: Office,
) -> None:
    number = await office.webhook("topic.added")
    closed = office.runtime.settings.model_copy(update={"webhooks_inside": ()})
    object.__setattr__(office.runtime, "settings", closed)
    await office.topic()
    await office.work()
    assert office.receiver.got == []
    (one,) = await office.log(number)
    assert (one.status, one.answer) == (None, NOT_OUTSIDE)


async def test_a_name_that_stands_for_this_machine_is_never_asked(office: Office) -> None:
    number = await office.webhook("topic.added", url="https://127.1/")
    await office.topic()
    await office.work()
    assert (await office.log(number))[0].answer == NOT_OUTSIDE


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/",
        "https://example.org:8443/",
        "https://127.0.0.1/",
        "https://10.0.0.7/x",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/",
        "https://db.internal/",
    ],
)
async def test_an_address_that_is_plainly_inside_is_refused_when_it_is_named(
    office: Office, url: str
) -> None:
    with pytest.raises(NotOutside):
        await office.webhook(url=url)


async def test_a_test_arrives_and_tells_nothing(office: Office) -> None:
    number = await office.webhook("topic.added")
    await office.do(office.ada, actions.ping, number)
    await office.work()
    (got,) = office.receiver.got
    assert (got.type, got.data) == (PING, {"webhook": "Mirror", "url": "http://testserver/"})


async def test_a_test_does_not_wait_until_a_receiver_has_rested(office: Office) -> None:
    number = await office.webhook("topic.added")
    office.receiver.status = 500
    await office.topic()
    await office.work()
    await office.work(seconds=10)
    office.receiver.status = 204
    await office.do(office.ada, actions.ping, number)
    await office.work()
    assert office.receiver.types == ["topic.added", "topic.added", PING]


async def test_a_new_secret_signs_at_once_and_the_former_one_for_a_day(office: Office) -> None:
    number = await office.webhook("topic.added")
    former = await office.secret(number)
    await office.do(office.ada, actions.rotate, number)
    new = await office.secret(number)
    assert new != former
    await office.topic()
    await office.work()
    await office.topic()
    await office.work(hours=25)
    both, alone = office.receiver.got
    then = int(both.headers["webhook-timestamp"])
    assert verify(new, both.headers, both.body, then) == verify(
        former, both.headers, both.body, then
    )
    then = int(alone.headers["webhook-timestamp"])
    assert verify(new, alone.headers, alone.body, then)
    with pytest.raises(NotSigned):
        verify(former, alone.headers, alone.body, then)


async def test_something_is_sent_again_under_its_id_and_never_by_two_jobs(office: Office) -> None:
    number = await office.webhook("topic.added")
    office.receiver.status = 500
    await office.topic()
    await office.work()
    (one,) = await office.log(number)
    office.receiver.status = 204
    await office.do(office.ada, actions.replay, number, one.id)
    await office.do(office.ada, actions.replay, number, one.id)
    await office.work(minutes=10)
    assert [got.id for got in office.receiver.got] == [one.message_id] * 2
    await office.work(days=4)
    assert len(office.receiver.got) == 2


async def test_what_never_arrived_in_a_time_is_sent_again(office: Office) -> None:
    number = await office.webhook("topic.added")
    await office.topic()
    await office.work()
    office.receiver.status = 410
    await office.topic()
    await office.topic()
    await office.work()
    await office.do(
        office.ada, actions.change, number, WebhookChange(enabled=True), _settings(office)
    )
    office.receiver.status = 204
    start = office.clock.now - timedelta(days=1)
    draft = ReplayDraft(since=start)
    assert await office.do(office.ada, actions.replay_range, number, draft) == 2
    await office.work()
    assert {one.state for one in await office.log(number)} == {DeliveryState.DELIVERED}
    assert len(office.receiver.got) == 4
    early = ReplayDraft(since=start, until=start, all=True)
    assert await office.do(office.ada, actions.replay_range, number, early) == 0
    everything = ReplayDraft(since=start, all=True)
    assert await office.do(office.ada, actions.replay_range, number, everything) == 3


async def test_a_collecting_job_that_comes_twice_leaves_one_delivery(office: Office) -> None:
    number = await office.webhook("topic.added")
    topic = await office.topic()
    await office.work()
    happened = {
        "id": "a" * 32,
        "event": "topic.added",
        "data": {"topic_id": topic, "space": "general"},
        "at": office.clock.now.isoformat(),
    }
    await collect(office.runtime, [happened])
    await collect(office.runtime, [happened, happened | {"id": "b" * 32}])
    await office.work()
    assert len(await office.log(number)) == 3
    assert len({one.id for one in office.receiver.got}) == len(office.receiver.got) == 3


@pytest.mark.racing
async def test_changes_at_the_same_time_are_all_told_and_each_once(office: Office) -> None:
    await office.webhook("post.added")
    topic = await office.topic()
    async with asyncio.TaskGroup() as group:
        for number in range(12):
            group.create_task(_reply(office, office.maria, topic, f"Reply {number}"))
    await office.work(minutes=1)
    assert len({one.data["id"] for one in office.receiver.got}) == 13
    assert len(office.receiver.got) == 13


async def test_the_log_is_forgotten_after_a_month(office: Office) -> None:
    number = await office.webhook("topic.added")
    await office.topic()
    await office.work()
    await office.product.runner.set_up()
    await office.work(days=31)
    assert await office.log(number) == []


async def _reply(office: Office, who: Actor, topic: int, body: str) -> None:
    await office.do(who, discussions.reply, topic, PostDraft(body=body))


def _settings(office: Office) -> object:
    return office.runtime.settings

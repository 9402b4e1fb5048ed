"""Nothing that was acknowledged is lost, whoever is killed."""

import asyncio
import threading
from pathlib import Path

import httpx2

from forum.accounts.actions.tokens import add_token
from forum.accounts.schemas import TokenDraft
from forum.core.actor import SYSTEM
from forum.core.permissions import Role, Scope
from forum.jobs.kinds import Batch
from forum.jobs.runner import Runner
from forum.webhooks.collecting import DELIVER, collect
from forum.webhooks.rules import DeliveryState
from forum.webhooks.sender import Sender
from tests import factories
from tests.client import API
from tests.factories import prepared
from tests.forum.webhooks import acknowledging
from tests.forum.webhooks.office import Office
from tests.forum.webhooks.receiver import Receiver, receiving
from tests.processes import ServeProcess
from tests.services import copies
from tests.services.databases import SqliteDatabases


async def test_what_a_killed_worker_was_sending_comes_again_under_its_id(office: Office) -> None:
    number = await office.webhook("topic.added", path="/never")
    happened = {
        "id": "a" * 32,
        "event": "topic.added",
        "data": {"topic_id": await office.topic(), "space": "general"},
        "at": office.clock.now.isoformat(),
    }
    await collect(office.runtime, [happened])
    killed, heir = (Runner(office.runtime, {DELIVER: Batch(Sender().deliver)}) for _ in range(2))
    (task,) = await killed.take()
    await asyncio.to_thread(office.receiver.wait)
    task.cancel()
    await asyncio.wait([task])
    assert await heir.drain() == 0
    office.receiver.talkative = True
    office.clock.now = office.clock.now.replace(minute=office.clock.now.minute + 2)
    assert await heir.drain() == 1
    first, second = office.receiver.got
    assert first.id == second.id == "msg_" + "a" * 32
    assert (await office.log(number))[0].state == DeliveryState.DELIVERED


def test_what_was_acknowledged_before_a_kill_is_sent_after_it(
    sqlite_databases: SqliteDatabases, tmp_path: Path
) -> None:
    """SIGKILL while somebody posts, in a process that sends nothing itself; another one sends."""
    with sqlite_databases.fresh(prepared) as url, receiving() as receiver:
        token = asyncio.run(_furnish(url, tmp_path, receiver))
        env = {
            "FORUM_DATABASE": url,
            "FORUM_DATA": str(tmp_path),
            "FORUM_SECRET": "x" * 32,
            "FORUM_WEBHOOKS_INSIDE": receiver.place,
        }
        alone = {copies.FIRST: f"{acknowledging.__name__}:{acknowledging.alone.__name__}"}
        first = ServeProcess(env | alone, folder=tmp_path)
        first.start()
        acknowledged: list[int] = []
        writer = threading.Thread(target=_post, args=(first, token, acknowledged))
        writer.start()
        writer.join(timeout=60)
        assert len(acknowledged) >= 20
        assert receiver.got == []
        with ServeProcess(env, folder=tmp_path):
            while not set(acknowledged) <= {one.data["topic_id"] for one in receiver.got}:
                receiver.wait()
        ids = [one.id for one in receiver.got]
        assert len(set(ids)) == len(ids)


def _post(process: ServeProcess, token: str, acknowledged: list[int]) -> None:
    """Start topics until the process is gone, which is killed after the twentieth."""
    headers = {"authorization": f"Bearer {token}"}
    draft = {"space": "general", "title": "Open courses", "body": "What do we know?"}
    with httpx2.Client(base_url=process.url, headers=headers) as client:
        while True:
            try:
                answer = client.post(f"{API}/topics", json=draft)
            except httpx2.TransportError:
                return
            acknowledged.append(int(answer.json()["id"]))
            if len(acknowledged) == 20:
                threading.Thread(target=process.kill).start()


async def _furnish(url: str, folder: Path, receiver: Receiver) -> str:
    """An administrator with a token and a webhook that hears of topics."""
    async with factories.product(url, folder, webhooks_inside=receiver.place) as product:
        runtime = product.runtime
        ada = await factories.member(runtime, "ada", Role.ADMIN)
        await factories.space(runtime, "general")
        async with runtime.unit(SYSTEM) as unit:
            draft = TokenDraft(name="test", scopes=list(Scope))
            _, token = await add_token(unit, ada.require_member(), draft)
        office = Office(product, receiver, factories.Ticking(), ada, ada)
        await office.webhook("topic.added")
    return token

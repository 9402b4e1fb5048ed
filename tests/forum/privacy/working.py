"""Doing what is due, as a worker would."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from typing import Any

from forum.accounts import actions
from forum.accounts import jobs as accounts_jobs
from forum.accounts.rules import Way
from forum.core.actor import Actor
from forum.holdings import HOLDINGS
from forum.jobs.runner import Runner
from forum.mail import open_mailer
from forum.mail.folder import Sent, read_back
from forum.privacy import jobs
from forum.runtime import Runtime
from tests.client import API, Client

NOW = timedelta()
WEEK = timedelta(days=7, minutes=1)


async def _work(runtime: Runtime, client: Client, later: timedelta) -> int:
    moved = replace(runtime, clock=lambda: runtime.clock() + later)
    mailer = open_mailer(runtime.settings)
    kinds = jobs.kinds(mailer, client.app_state["store"], HOLDINGS)
    runner = Runner(moved, {**kinds, **accounts_jobs.kinds(mailer)})
    done = await runner.drain()
    await mailer.aclose()
    return done


def work(client: Client, later: timedelta = NOW) -> int:
    """Do what will be due by then; gives the number of attempts."""
    return client.do(_work, client, later)


async def _mails(runtime: Runtime) -> list[Sent]:
    return list(await read_back(runtime.settings.data / "mail"))


def mails(client: Client) -> list[Sent]:
    """What was sent, the newest first."""
    return client.do(_mails)


async def _leave(runtime: Runtime, who: Actor, way: Way) -> None:
    async with runtime.unit(who) as unit:
        await actions.leave(unit, way)


def leave(client: Client, who: Actor, way: Way) -> None:
    """Have a member ask to go."""
    client.do(_leave, who, way)


def copy_of(client: Client, who: dict[str, str]) -> dict[str, Any]:
    """What is in the copy of a member's data: JSON by name of its list, and bytes of files."""
    assert client.post(f"{API}/me/export", headers=who).status_code == 202
    work(client)
    url = client.get(f"{API}/me/export", headers=who).json()["url"]
    archive = zipfile.ZipFile(io.BytesIO(client.get(url, headers=who).content))
    assert archive.testzip() is None
    return {
        name.removesuffix(".json"): _read(name, archive.read(name)) for name in archive.namelist()
    }


def _read(name: str, content: bytes) -> Any:
    return json.loads(content) if "/" not in name else content

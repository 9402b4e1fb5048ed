"""`forum check`: what works and what does not."""

import argparse
import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Mapping

from forum.commands.base import Command, CommandFailed, first_line
from forum.commands.opening import check_database
from forum.mail import MailNotSent, open_mailer
from forum.settings import Settings
from forum.translations.check import check as check_engines
from forum.translations.engines import open_engines
from realtime.broker import BrokerUnavailable, Message, open_broker

PATIENCE = 15.0
"""Seconds that one part may take to answer."""

_FAILED = 1


class _Away(Exception):
    """A part does not work; the message says why, on one line."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """How to tell."""
    parser.add_argument("--json", action="store_true", help="tell it as JSON")


def run(settings: Settings, chosen: argparse.Namespace) -> int:
    """Ask every part, and tell what it answers."""
    found = asyncio.run(_check(settings))
    if chosen.json:
        told = {name: {"ok": ok, "detail": detail} for name, (ok, detail) in found.items()}
        sys.stdout.write(json.dumps(told, ensure_ascii=False) + "\n")
    else:
        for name, (ok, detail) in found.items():
            sys.stdout.write(f"{name:8} {'ok' if ok else 'FAILS'}: {detail}\n")
    return 0 if all(ok for ok, _ in found.values()) else _FAILED


async def _check(settings: Settings) -> Mapping[str, tuple[bool, str]]:
    return {name: await _asked(part, settings) for name, part in PARTS.items()}


async def _asked(
    part: Callable[[Settings], Awaitable[str]], settings: Settings
) -> tuple[bool, str]:
    try:
        async with asyncio.timeout(PATIENCE):
            return True, await part(settings)
    except TimeoutError:
        return False, f"no answer within {PATIENCE:.0f} seconds"
    except (
        _Away,
        BrokerUnavailable,
        CommandFailed,
        LookupError,
        MailNotSent,
        OSError,
        ValueError,
    ) as error:
        return False, first_line(error)


async def _settings(settings: Settings) -> str:
    settings.signing_key()
    return f"{settings.mode} at {settings.public_url}, data in {settings.data.resolve()}"


async def _database(settings: Settings) -> str:
    await check_database(settings)
    return f"{settings.database_url.partition('+')[0]}, up to date"


async def _broker(settings: Settings) -> str:
    broker = await open_broker(settings.broker)
    try:
        await broker.publish([Message("check", "")])
    finally:
        await broker.aclose()
    return settings.broker.partition(":")[0]


async def _engines(settings: Settings) -> str:
    engines = open_engines(settings, inside=settings.translators_inside)
    try:
        found = await check_engines(engines)
    finally:
        await engines.aclose()
    told = [f"{one.name} ({one.failure or f'{len(one.pairs)} pairs'})" for one in found]
    if any(one.failure for one in found):
        raise _Away(", ".join(told))
    return ", ".join(told) or "none: nothing is translated by machine"


async def _mail(settings: Settings) -> str:
    mailer = open_mailer(settings)
    try:
        await mailer.check()
    finally:
        await mailer.aclose()
    return type(mailer).__name__.removesuffix("Mailer").lower()


PARTS: Mapping[str, Callable[[Settings], Awaitable[str]]] = {
    "settings": _settings,
    "database": _database,
    "broker": _broker,
    "engines": _engines,
    "mail": _mail,
}
"""What is asked, in this order."""

COMMANDS = [Command("check", "tell what works and what does not", arguments, run)]

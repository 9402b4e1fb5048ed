"""`forum xliff`: the texts of a topic for translators' tools, and what they send back."""

import argparse
import asyncio
import sys
from pathlib import Path
from typing import BinaryIO

from forum.accounts import queries as accounts
from forum.accounts.identity import of_member
from forum.commands.base import Command, CommandFailed
from forum.commands.opening import opened
from forum.core.actor import SYSTEM, Actor
from forum.core.errors import ForumError
from forum.core.ids import MemberId, TopicId
from forum.exchange import actions, reading
from forum.exchange.schemas import FileTaken, XliffQuery
from forum.runtime import Runtime
from forum.settings import Settings
from forum.translations.schemas import LanguageAsked
from forum.web.failures import say_all
from forum.web.inputs import row_id, validate


def _topic(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("topic", type=int, metavar="TOPIC", help="number of the topic, as in /t/7")


def give_arguments(parser: argparse.ArgumentParser) -> None:
    """What is to be translated into which language."""
    _topic(parser)
    parser.add_argument("language", metavar="LANGUAGE", help="of the translations, such as th")
    parser.add_argument("--source", help="texts in this language; else in that of the topic")


def take_arguments(parser: argparse.ArgumentParser) -> None:
    """What was translated, and who did it."""
    _topic(parser)
    parser.add_argument("file", type=Path, metavar="FILE", help="XLIFF 2")
    parser.add_argument(
        "--as", dest="email", required=True, metavar="EMAIL", help="the member who translated"
    )


def give(settings: Settings, chosen: argparse.Namespace) -> int:
    """Write XLIFF to standard output."""
    try:
        asyncio.run(_give(settings, chosen, sys.stdout.buffer))
    except ForumError as error:
        raise CommandFailed(say_all(error, "en")) from error
    except BrokenPipeError:  # whoever reads has enough, as `head` does
        sys.stderr.close()
    return 0


async def _give(settings: Settings, chosen: argparse.Namespace, out: BinaryIO) -> None:
    language = validate(LanguageAsked, {"language": chosen.language}).language
    source = validate(XliffQuery, {"source": chosen.source}).source
    topic = TopicId(row_id(chosen.topic))
    async with opened(settings) as product, product.runtime.database.reading() as db:
        found = await reading.sheet(db, SYSTEM, topic, source, language)
        for piece in await reading.write(found, language, settings.public_url):
            out.write(piece)
    out.flush()


def take(settings: Settings, chosen: argparse.Namespace) -> int:
    """Take a file, and say what came of each text in it."""
    try:
        taken = asyncio.run(_take(settings, chosen))
    except OSError as error:
        raise CommandFailed(f"cannot read {error.filename}: {error.strerror}") from error
    except ForumError as error:
        raise CommandFailed(say_all(error, "en")) from error
    sys.stdout.writelines(f"{one.subject}: {one.outcome}\n" for one in taken.texts)
    return 0


async def _take(settings: Settings, chosen: argparse.Namespace) -> FileTaken:
    with chosen.file.open("rb") as file:
        document = await reading.read(file)
    async with opened(settings) as product:
        house = product.runtime
        actor = await _member(house, chosen.email)
        async with house.database.reading() as db:
            topic = TopicId(row_id(chosen.topic))
            found = await reading.sheet(db, actor, topic, document.source, document.target)
        ready = await reading.prepare(found, document)
        async with house.unit(actor) as unit:
            return await actions.take_in(unit, document.target, ready)


async def _member(house: Runtime, email: str) -> Actor:
    async with house.database.reading() as db:
        row = await accounts.find_by_email(db, email)
    found = row and await of_member(house, MemberId(row.id or 0))
    if not found:
        raise CommandFailed(f"no member has the address {email}")
    return found


COMMANDS = [
    Command("xliff export", "write the texts of a topic as XLIFF 2.1", give_arguments, give),
    Command("xliff import", "correct translations by an XLIFF 2 file", take_arguments, take),
]

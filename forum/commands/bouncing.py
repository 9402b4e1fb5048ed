"""`forum mail bounce`: take in what a mail server reports of a mail that it could not deliver."""

import argparse
import asyncio
import os
import shutil
import sys
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.exc import SQLAlchemyError

from forum.commands.base import Command, CommandFailed, first_line
from forum.commands.opening import opened
from forum.mail.reports import MOST, NotAReport, Report, read_report
from forum.notifications.bouncing import note_report
from forum.settings import Settings


def arguments(parser: argparse.ArgumentParser) -> None:
    """Where the report is."""
    parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="or -: standard input")


def run(settings: Settings, chosen: argparse.Namespace) -> int:
    """Note an address that is refused for good, and say what was done.

    What is no such report ends well, too: the mail server that hands it over must not send it back.
    One that finds the database away is told to try again (`EX_TEMPFAIL`, sysexits.h).
    """
    data = _read(chosen.file)
    try:
        report = read_report(data)
        sys.stdout.write(asyncio.run(_note(settings, report)))
    except NotAReport:
        sys.stdout.write("nothing noted: this is no report of a delivery\n")
    except (CommandFailed, SQLAlchemyError) as error:
        sys.stderr.write(f"forum: {first_line(error)}\n")
        return os.EX_TEMPFAIL
    return os.EX_OK


def _read(name: str) -> bytes:
    if name == "-":
        return _beginning(sys.stdin.buffer)
    try:
        with Path(name).open("rb") as file:
            return _beginning(file)
    except OSError as error:
        raise CommandFailed(f"cannot read {name}: {error.strerror}") from error


def _beginning(stream: BinaryIO) -> bytes:
    """What is looked at; the rest is read, too, so that who writes it is not cut off."""
    found = stream.read(MOST)
    with Path(os.devnull).open("wb") as nowhere:
        shutil.copyfileobj(stream, nowhere)
    return found


async def _note(settings: Settings, report: Report) -> str:
    if report.refusal is None:
        return "nothing noted: the mail was not refused for good\n"
    async with opened(settings) as product:
        member_id = await note_report(product.runtime, report)
    if member_id is None:
        return "nothing noted: this is about no mail that went from here to an address in use\n"
    return f"noted: nothing more goes to member {member_id}, who can prove the address again\n"


COMMANDS = [
    Command("mail bounce", "take in a report that a mail was refused for good", arguments, run)
]

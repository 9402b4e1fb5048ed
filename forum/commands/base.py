"""What every command of `forum` is made of."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

from forum.settings import Settings


class CommandFailed(Exception):
    """What was asked for cannot be done; the message is one line for a person."""


Run = Callable[[Settings, argparse.Namespace], int]
"""Carries a command out and gives the exit status.

Raises:
    CommandFailed: it cannot be done.
"""


@dataclass(frozen=True, slots=True)
class Command:
    """One command.

    Attributes:
        name: words after `forum`, e.g. `user create`.
        help: one line.
        arguments: adds the command's own arguments to a parser.
        run: carries it out.
    """

    name: str
    help: str
    arguments: Callable[[argparse.ArgumentParser], None]
    run: Run


def none(_parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def first_line(error: Exception) -> str:
    """What an error says, on one line; a driver's own words rather than those about them."""
    told = str(getattr(error, "orig", None) or error)
    return told.strip().partition("\n")[0] or type(error).__name__

"""The commands of `forum`, in the order that its help lists them."""

from collections.abc import Sequence

from forum.commands import database, demo, importing, serving
from forum.commands.base import Command

COMMANDS: Sequence[Command] = [
    *serving.COMMANDS,
    *database.COMMANDS,
    *demo.COMMANDS,
    *importing.COMMANDS,
]

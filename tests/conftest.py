"""What every test may use: the services' fixtures, and hypothesis without a stopwatch."""

import gc
import os
from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["tests.services.fixtures"]

# A busy machine stalls now and then, so slowness is no failure; in CI the examples do not vary.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")


HERE = Path(__file__).parent
LONGEST = ("journeys", "access")
"""Groups that take longer than any file, the longest first."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hand out whole files, which make what their tests share once, and begin with the longest."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            name = item.path.relative_to(HERE).with_suffix("").as_posix()
            item.add_marker(pytest.mark.xdist_group(name))
    items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    group = item.get_closest_marker("xdist_group")
    return LONGEST.index(group.args[0]) if group and group.args[0] in LONGEST else len(LONGEST)


def pytest_collection_finish() -> None:
    """Spare the collector what all tests share: walking it over and over took a fifth of a run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)

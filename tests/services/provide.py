"""Install what the tests need and no wheel carries, where that can be done without asking.

`python -m tests.services.provide` installs Debian packages when root runs it, and otherwise says
what is missing. It never fails: the tests themselves say what they could not have.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence

from tests.services.apertium import missing_apertium
from tests.services.browser import SHELL, NoChromium, find_chromium
from tests.services.installations import SHARDED, NoRedis, redis_program, redis_version


def missing_packages() -> list[str]:
    """Names of the Debian packages that would fill the gaps; raises `ChromiumUnusable`."""
    missing = []
    try:
        find_chromium()
    except NoChromium:
        missing.append("chromium")
    if "FORUM_TEST_REDIS" not in os.environ and not _has_redis():
        missing.append("redis-server")
    return missing


def _has_redis() -> bool:
    """Whether there is one for everything that is tested; the one of the wheel is older."""
    try:
        return redis_version(redis_program()) >= SHARDED
    except NoRedis:
        return False


def missing_shell() -> bool:
    """Whether a browser, if there is one, is of those that open windows and so take longer."""
    return "FORUM_TEST_BROWSER" not in os.environ and shutil.which(SHELL) is None


def main() -> None:
    """Say what is missing, and install it if that is ours to do."""
    if missing_shell() and _may_install():
        _provide([SHELL])
    for missing in (missing_packages(), missing_apertium()):  # one may fail without the other
        if missing:
            _provide(missing)


def _provide(missing: Sequence[str]) -> None:
    names = " and ".join(missing)
    if not _may_install():
        print(f"Missing for the tests: {names}")
        return
    print(f"Installing {names} for the tests", flush=True)
    if not _install(missing):
        print(f"Could not install {names}")


def _may_install() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _install(packages: Sequence[str]) -> bool:
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    # Where there is no network, tests with what is here should begin soon.
    patience = ["-oAcquire::Retries=1", "-oAcquire::http::Timeout=15"]
    steps = (["update"], ["install", "--yes", "--no-install-recommends", *packages])
    return all(
        subprocess.run(
            ["apt-get", "-qq", *patience, *step],
            env=environment,
            stdin=subprocess.DEVNULL,
            check=False,
        ).returncode
        == 0
        for step in steps
    )


if __name__ == "__main__":
    main()

"""The Chromium that browser tests use."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

SHELL = "chromium-headless-shell"
"""The same engine without a browser's own windows; the program, and the Debian package."""
PROGRAMS = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
POPUPS = ("WebUIOmniboxPopup", "WebUIOmniboxAimPopup")
"""Pages of Chromium's own, which it shows below the field for addresses."""
OFF_ALREADY = (
    "AvoidUnnecessaryBeforeUnloadCheckSync", "DestroyProfileOnBrowserClose", "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable", "LensOverlay", "MediaRouter", "PaintHolding",
    "ThirdPartyStoragePartitioning", "AvoidCorsURLLoaderRestartOnRedirect",
    "TcpPortRandomizationWin", "OptimizationHints", "NetworkTimeServiceQuerying", "AimEnabled",
    "PreconnectToSearch", "msForceBrowserSignIn", "msEdgeUpdateLaunchServicesPreferredVersion",
)  # fmt: skip
"""What Playwright turns off: Chromium heeds only the last of such lists, which is ours."""
QUICKLY = (
    "--js-flags=--no-opt,--no-maglev",
    f"--disable-features={','.join((*OFF_ALREADY, *POPUPS))}",
)
ASK_PLAYWRIGHT = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""


class NoChromium(Exception):
    """There is no Chromium that starts; the message says where it was looked for."""


class ChromiumUnusable(Exception):
    """`FORUM_TEST_BROWSER` names a program that does not start."""


def find_chromium() -> Path:
    """The first Chromium that starts; raises `NoChromium` or `ChromiumUnusable`."""
    named = os.environ.get("FORUM_TEST_BROWSER")
    if named:
        if not _starts(Path(named)):
            raise ChromiumUnusable(f"FORUM_TEST_BROWSER={named} does not start")
        return Path(named)
    for program in _candidates():
        if _starts(program):
            return program
    raise NoChromium(
        f"no {', '.join(PROGRAMS)} or browser of Playwright's that starts; see FORUM_TEST_BROWSER"
    )


def launch_arguments() -> list[str]:
    """Options for Chromium's command line: root cannot use its sandbox.

    A page of a test is gone before its scripts have run often enough for a compiler that optimises.
    Each window of a browser would load two pages below its field for addresses: half of its cost.
    """
    return [*QUICKLY, "--no-sandbox"] if os.geteuid() == 0 else [*QUICKLY]


def _candidates() -> Iterator[Path]:
    yield from (Path(found) for found in map(shutil.which, PROGRAMS) if found)
    # In a process of its own, as Playwright's synchronous side refuses to run beside an event loop.
    answer = subprocess.run(
        [sys.executable, "-c", ASK_PLAYWRIGHT], capture_output=True, text=True, check=False
    )
    if answer.returncode == 0:
        yield Path(answer.stdout.strip())


def _starts(program: Path) -> bool:
    try:
        done = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0

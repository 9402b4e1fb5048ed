"""Apertium, the engine that translates on this machine; Debian has it and its pairs."""

import shutil
from collections.abc import Sequence
from pathlib import Path

PROGRAM = "apertium-apy"
"""Its web service, and the package of that name."""
PAIR = "apertium-eng-spa"
"""The package of the pair that tests use."""
MODES = Path("/usr/share/apertium/modes")


def missing_apertium() -> Sequence[str]:
    """Names of the Debian packages that tests with the real engine lack here."""
    has_pair = (MODES / "eng-spa.mode").exists()
    has_program = shutil.which(PROGRAM) is not None
    return [name for name, found in ((PROGRAM, has_program), (PAIR, has_pair)) if not found]

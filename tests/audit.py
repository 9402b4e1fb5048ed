"""What is pinned, looked up among known vulnerabilities: `python -m tests.audit`.

Asks the OSV database by pip-audit, which `make audit` installs in an environment of its own. Where
the audit cannot be made it says so by name and does not fail, as checks also run without a network;
with `--must` it fails then too.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PROGRAM = ROOT / ".make/audit/bin/pip-audit"
LOCKS = ("requirements.lock", "requirements-dev.lock")
# With hashes in the locks, nothing is installed or resolved. The packages' own index is not asked:
# where it cannot be reached, pip-audit takes every package for one without vulnerabilities.
OPTIONS = ["--disable-pip", "--require-hashes", "--vulnerability-service=osv", "--timeout=20"]
OPTIONS += ["--format=json", "--progress-spinner=off"]


class NotAudited(Exception):
    """The audit was not made; the message says why."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What an audit of some locks found.

    Attributes:
        known: a line for each vulnerability.
        unknown: packages that nothing could be found out about.
        looked_at: how many packages there are.
    """

    known: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    looked_at: int = 0


def audit(locks: Sequence[Path], program: Path = PROGRAM) -> Findings:
    """Look everything up.

    Raises:
        NotAudited: pip-audit is not there, or the database could not be asked.
    """
    if not program.exists():
        raise NotAudited("pip-audit is not installed; `make audit` installs and runs it")
    chosen = [part for lock in locks for part in ("--requirement", str(lock))]
    done = subprocess.run(
        [program, *OPTIONS, *chosen], capture_output=True, text=True, check=False, timeout=300
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError) as error:
        said = done.stderr.strip().splitlines() or [f"exit status {done.returncode}"]
        raise NotAudited(f"pip-audit failed: {said[-1][:300]}") from error
    unknown = sorted({one["name"] for one in packages if "skip_reason" in one})
    return Findings(sorted(set(_known(packages))), unknown, len({one["name"] for one in packages}))


def _known(packages: list[dict[str, Any]]) -> Iterator[str]:
    for one in packages:
        for found in one.get("vulns", []):
            mended = ", ".join(found["fix_versions"]) or "no version yet"
            yield f"{one['name']} {one['version']}: {found['id']}, mended in {mended}"


def main(arguments: Sequence[str], program: Path = PROGRAM) -> int:
    """Tell what was found; exit status 1 if there is a vulnerability, 2 for `--must` and none."""
    try:
        found = audit([ROOT / name for name in LOCKS], program)
    except (NotAudited, subprocess.TimeoutExpired) as why:
        print(f"NOT RUN: the audit of dependencies: {why}")
        return 2 if "--must" in arguments else 0
    for line in found.known:
        print(line)
    if found.unknown:
        print(f"NOT AUDITED: {', '.join(found.unknown)}")
    print(f"{found.looked_at} packages, {len(found.known)} known vulnerabilities")
    return 1 if found.known else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

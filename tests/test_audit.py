"""The audit of dependencies, with programs that answer as pip-audit does."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.audit import LOCKS, ROOT, main


def program(folder: Path, output: str, *, status: int = 0, told: str = "") -> Path:
    """A program that prints `output`, says `told` on its other channel, and ends with `status`."""
    path = folder / "pip-audit"
    (folder / "output").write_text(output)
    path.write_text(f"#!/bin/sh\ncat {folder / 'output'}\necho '{told}' >&2\nexit {status}\n")
    path.chmod(0o700)
    return path


def package(name: str, *ids: str, **more: Any) -> dict[str, Any]:
    found = [{"id": one, "fix_versions": ["2.0"]} for one in ids]
    return {"name": name, "version": "1.0", "vulns": found, **more}


def answer(*packages: dict[str, Any]) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_a_vulnerability_fails_and_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = answer(package("bleach", "CVE-2099-1"), package("nh3"))
    assert main([], program(tmp_path, found, status=1)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "bleach 1.0: CVE-2099-1, mended in 2.0"
    assert lines[-1] == "2 packages, 1 known vulnerabilities"


def test_packages_that_nothing_is_known_about_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    skipped = {"name": "ours", "skip_reason": "not found"}
    assert main([], program(tmp_path, answer(package("nh3"), skipped))) == 0
    assert "NOT AUDITED: ours" in capsys.readouterr().out


def test_without_an_answer_it_says_that_it_did_not_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    away = program(tmp_path, "", status=1, told="Name or service not known")
    assert main([], away) == 0
    assert capsys.readouterr().out.startswith(
        "NOT RUN: the audit of dependencies: pip-audit failed"
    )
    assert main(["--must"], away) == 2
    assert main([], tmp_path / "nothing") == 0
    assert "`make audit` installs and runs it" in capsys.readouterr().out


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pinned_package_has_hashes_so_that_nothing_else_can_be_installed(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    pinned = [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]
    assert len(pinned) > 30
    for line in pinned:
        assert "==" in line, line
        assert "--hash=sha256:" in line, line

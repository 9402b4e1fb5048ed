"""`forum check` tells what works and what does not."""

import json
from pathlib import Path

import pytest

from forum.__main__ import main
from forum.commands import checking

Captured = pytest.CaptureFixture[str]


@pytest.mark.usefixtures("url")
def test_a_house_that_is_set_up_is_well(
    settle: pytest.MonkeyPatch, capsys: Captured, redis_server: str
) -> None:
    settle.setenv("FORUM_BROKER", redis_server)
    assert main(["check"]) == 0
    lines = capsys.readouterr().out.splitlines()
    names = [line.split()[0] for line in lines]
    assert names == ["settings", "database", "broker", "engines", "mail"]
    assert lines[2] == "broker   ok: redis"


@pytest.mark.usefixtures("file_url")
def test_engines_tell_how_many_pairs_they_have(
    settle: pytest.MonkeyPatch, capsys: Captured
) -> None:
    settle.setenv("FORUM_TRANSLATORS", "pseudo")
    assert main(["check", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["engines"]["ok"]
    assert told["engines"]["detail"].startswith("pseudo (")


def test_every_part_that_fails_is_told(
    settle: pytest.MonkeyPatch, capsys: Captured, free_port: int
) -> None:
    nowhere = f"127.0.0.1:{free_port}"
    settle.setenv("FORUM_MODE", "production")
    settle.setenv("FORUM_DATABASE", f"postgresql://jo:secret@{nowhere}/forum")
    settle.setenv("FORUM_BROKER", f"redis://{nowhere}")
    settle.setenv("FORUM_TRANSLATORS", "libretranslate")
    settle.setenv("FORUM_LIBRETRANSLATE_URL", f"http://{nowhere}")
    settle.setenv("FORUM_MAIL", f"smtp://{nowhere}")
    assert main(["check", "--json"]) == 1
    out = capsys.readouterr().out
    told = json.loads(out)
    assert [name for name, part in told.items() if part["ok"]] == ["settings"]
    assert all(part["detail"] for part in told.values())
    assert "secret" not in out


@pytest.mark.parametrize(
    ("setting", "value", "part"),
    [
        ("FORUM_BROKER", "carrier-pigeon://x", "broker"),
        ("FORUM_MAIL", "pigeon://x", "mail"),
        ("FORUM_TRANSLATORS", "babelfish", "engines"),
        ("FORUM_TRANSLATORS", "libretranslate", "engines"),
    ],
)
@pytest.mark.usefixtures("file_url")
def test_a_setting_that_means_nothing_is_told(
    settle: pytest.MonkeyPatch, capsys: Captured, setting: str, value: str, part: str
) -> None:
    settle.setenv("FORUM_MODE", "production")
    settle.setenv(setting, value)
    assert main(["check"]) == 1
    failing = [line for line in capsys.readouterr().out.splitlines() if "FAILS" in line]
    assert [line.split()[0] for line in failing] == [part]


def test_a_database_that_was_never_migrated_fails(
    settle: pytest.MonkeyPatch, capsys: Captured
) -> None:
    assert main(["check"]) == 1
    assert "run `forum migrate` first" in capsys.readouterr().out


def test_a_data_folder_that_cannot_be_written_fails(
    settle: pytest.MonkeyPatch, capsys: Captured, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    settle.setenv("FORUM_DATA", str(tmp_path / "file"))
    settle.setenv("FORUM_DATABASE", f"sqlite:///{tmp_path}/forum.db")
    assert main(["check"]) == 1
    assert "settings FAILS" in capsys.readouterr().out


@pytest.mark.usefixtures("file_url")
def test_a_part_that_never_answers_fails(
    settle: pytest.MonkeyPatch, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def never(_settings: object) -> str:
        raise TimeoutError

    monkeypatch.setattr(checking, "PARTS", {"mail": never})
    assert main(["check"]) == 1
    assert capsys.readouterr().out == "mail     FAILS: no answer within 15 seconds\n"

"""Secrets from files, and what a value of settings tells of itself."""

from pathlib import Path

import pytest
from pydantic import SecretStr
from pydantic_settings import SettingsError

from forum.__main__ import main
from forum.settings import IN_FILES, SecretFileUnusable, Settings

SECRET = "a secret of forty characters, or of more."  # noqa: S105


def given(monkeypatch: pytest.MonkeyPatch, folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    monkeypatch.setenv(f"FORUM_{name.upper()}_FILE", str(path))
    return path


def test_every_setting_that_holds_a_secret_can_be_in_a_file() -> None:
    secret = {name for name, one in Settings.model_fields.items() if one.annotation is SecretStr}
    assert secret <= set(IN_FILES) <= set(Settings.model_fields)


def test_a_file_stands_for_its_content(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given(monkeypatch, tmp_path, "secret", f"{SECRET}\n")
    given(monkeypatch, tmp_path, "database", "postgresql://forum:hidden@db/forum\n")
    given(monkeypatch, tmp_path, "translator_options", '{"deepl": {"key": "abc"}}')
    settings = Settings()
    assert settings.signing_key() == SECRET.encode()
    assert settings.database == "postgresql://forum:hidden@db/forum"
    assert settings.translator_options["deepl"]["key"].get_secret_value() == "abc"


def fails(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line by which a command says why it does not begin."""
    assert main(["check"]) == 2
    line = capsys.readouterr().err
    assert line.startswith("forum: ")
    assert line.count("\n") == 1
    return line


def test_a_file_that_cannot_be_used_stops_the_start_in_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = given(monkeypatch, tmp_path, "secret", " \n")
    assert f"FORUM_SECRET_FILE: {path} is empty" in fails(capsys)
    path.write_bytes(b"\xff\xfe")
    assert f"FORUM_SECRET_FILE: {path} cannot be read: not UTF-8" in fails(capsys)
    path.unlink()
    assert f"{path} cannot be read: No such file or directory" in fails(capsys)
    path.mkdir()
    assert "Is a directory" in fails(capsys)


def test_a_setting_that_is_given_twice_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given(monkeypatch, tmp_path, "secret", SECRET)
    monkeypatch.setenv("FORUM_SECRET", SECRET[::-1])
    assert "FORUM_SECRET and FORUM_SECRET_FILE are both given" in fails(capsys)
    with pytest.raises(SecretFileUnusable):
        Settings()


def test_a_wrong_value_is_named_and_not_shown(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given(monkeypatch, tmp_path, "secret", "too short to be one")
    assert "too short to be one" not in fails(capsys)
    monkeypatch.delenv("FORUM_SECRET_FILE")
    monkeypatch.setenv("FORUM_OIDC", "{not json, hush}")
    line = fails(capsys)
    assert "oidc" in line
    assert "hush" not in line
    with pytest.raises(SettingsError):
        Settings()


def test_what_settings_print_of_themselves_holds_no_secret() -> None:
    hidden = [SECRET, "hush-db", "hush-redis", "hush-mail", "hush-key", "hush-oidc"]
    settings = Settings(
        secret=SecretStr(SECRET),
        database="postgresql://forum:hush-db@db/forum",
        broker="redis://:hush-redis@cache/0",
        mail="smtp://post:hush-mail@mail.example:587",
        translator_options={"deepl": {"key": SecretStr("hush-key")}},
        oidc={  # type: ignore[dict-item]
            "x": {
                "label": "X",
                "issuer": "https://x.example",
                "client_id": "forum",
                "client_secret": "hush-oidc",
            }
        },
    )
    for text in (repr(settings), str(settings)):
        assert not [one for one in hidden if one in text]
        assert "db/forum" in text
    assert set(hidden) <= set(settings.secrets())

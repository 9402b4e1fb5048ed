"""`forum user create` and `forum token create`, as a person types them."""

import asyncio
import io
from pathlib import Path

import pytest

from forum.__main__ import main
from forum.accounts.credentials import proven
from forum.accounts.identity import by_token
from forum.accounts.rules import WrongCredentials
from forum.accounts.schemas import Credentials
from forum.core.permissions import Role, Scope
from tests.factories import product

Captured = pytest.CaptureFixture[str]

pytestmark = pytest.mark.usefixtures("url")

PASSWORD = "a long password"  # noqa: S105 (opens nothing)


def create(*more: str) -> int:
    return main(["user", "create", "maria@example.org", "--name", "Maria", *more])


def error(capsys: Captured) -> str:
    return capsys.readouterr().err


def test_an_account_with_a_password_opens(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSWORD}\nmore\n"))
    assert create("--role", "admin", "--password-stdin") == 0
    assert capsys.readouterr().out == "admin 1: maria@example.org\n"

    async def role() -> str:
        async with product(url, tmp_path) as found:
            shown = Credentials(email="maria@example.org", password=PASSWORD)
            return (await proven(found.runtime, shown)).role

    assert asyncio.run(role()) == Role.ADMIN


def test_an_account_without_a_password_waits_for_one(
    url: str, tmp_path: Path, capsys: Captured
) -> None:
    assert create() == 0
    told = capsys.readouterr().out
    assert told.startswith("member 1: maria@example.org\n")
    assert "/reset" in told

    async def enter() -> None:
        async with product(url, tmp_path) as found:
            await proven(found.runtime, Credentials(email="maria@example.org", password=PASSWORD))

    with pytest.raises(WrongCredentials):
        asyncio.run(enter())


def test_an_address_has_one_account(capsys: Captured) -> None:
    assert create() == 0
    assert create() == 2
    assert error(capsys) == "forum: This e-mail address has an account already.\n"


def test_what_does_not_fit_is_named(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    assert main(["user", "create", "maria", "--name", "Maria"]) == 2
    assert error(capsys).startswith("forum: email: This is not an e-mail address")
    monkeypatch.setattr("sys.stdin", io.StringIO("short\n"))
    assert create("--password-stdin") == 2
    assert error(capsys).startswith("forum: password: ")


def test_a_token_is_printed_alone_and_works(url: str, tmp_path: Path, capsys: Captured) -> None:
    assert create() == 0
    capsys.readouterr()
    arguments = ["token", "create", "maria@example.org", "--scope", "read", "--scope", "write"]
    assert main(arguments) == 0
    word, end = capsys.readouterr().out.split("\n")
    assert (word[:5], end) == ("sf_1_", "")

    async def scopes() -> object:
        async with product(url, tmp_path) as found:
            actor = await by_token(found.runtime, word)
            return actor and actor.scopes

    assert asyncio.run(scopes()) == {Scope.READ, Scope.WRITE}


def test_nobody_has_no_token(capsys: Captured) -> None:
    assert main(["token", "create", "nobody@example.org", "--scope", "read"]) == 2
    assert error(capsys) == "forum: nobody has this e-mail address\n"


def test_a_broker_whose_address_is_wrong_is_said_on_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    monkeypatch.setenv("FORUM_BROKER", "redis+cluster://nowhere")
    assert create() == 2
    told = error(capsys)
    assert told.startswith("forum: cannot start: a host and a port are needed")
    assert told.count("\n") == 1


def test_a_broker_that_is_away_keeps_nobody_out(
    monkeypatch: pytest.MonkeyPatch, free_port: int
) -> None:
    monkeypatch.setenv("FORUM_BROKER", f"redis://127.0.0.1:{free_port}")
    assert create() == 0

"""`forum user create` and `forum token create`: accounts and access tokens from the shell."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import TypeVar

from forum.accounts.commands import create_token, create_user
from forum.commands.base import Command, CommandFailed
from forum.commands.opening import opened
from forum.core.errors import ForumError, InvalidInput, NotFound
from forum.core.permissions import Role, Scope
from forum.runtime import Runtime
from forum.settings import Settings
from forum.web.failures import say, say_fault

Result = TypeVar("Result")


def user_arguments(parser: argparse.ArgumentParser) -> None:
    """Who gets an account."""
    parser.add_argument("email", metavar="EMAIL")
    parser.add_argument("--name", required=True, help="as shown beside what the person writes")
    parser.add_argument("--role", choices=list(map(str, Role)), default=str(Role.MEMBER))
    parser.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )


def make_user(settings: Settings, chosen: argparse.Namespace) -> int:
    """Make an account that can be used at once."""
    password = sys.stdin.readline().rstrip("\r\n") if chosen.password_stdin else None
    member_id = _done(
        settings,
        lambda runtime: create_user(
            runtime, chosen.email, chosen.name, role=Role(chosen.role), password=password
        ),
    )
    sys.stdout.write(f"{chosen.role} {member_id}: {chosen.email}\n")
    if password is None:
        where = f"{settings.public_url}/reset"
        sys.stdout.write(f"no password yet: it is set by a link that {where} sends\n")
    return 0


def token_arguments(parser: argparse.ArgumentParser) -> None:
    """Whose token, and what it may do."""
    parser.add_argument("email", metavar="EMAIL")
    parser.add_argument(
        "--scope", action="append", required=True, choices=list(map(str, Scope)), dest="scopes"
    )
    parser.add_argument("--name", default="Command line", help="what it is for")


def make_token(settings: Settings, chosen: argparse.Namespace) -> int:
    """Make an access token, and print nothing else."""
    scopes = [Scope(scope) for scope in chosen.scopes]
    word = _done(
        settings, lambda runtime: create_token(runtime, chosen.email, scopes, name=chosen.name)
    )
    sys.stdout.write(f"{word}\n")
    return 0


def _done(settings: Settings, act: Callable[[Runtime], Awaitable[Result]]) -> Result:
    async def carry_out() -> Result:
        async with opened(settings) as product:
            return await act(product.runtime)

    try:
        return asyncio.run(carry_out())
    except NotFound as error:
        raise CommandFailed("nobody has this e-mail address") from error
    except InvalidInput as error:
        told = [f"{fault.field}: {say_fault(fault, 'en')}" for fault in error.faults]
        raise CommandFailed(" ".join(told)) from error
    except ForumError as error:
        raise CommandFailed(say(error, "en")) from error


COMMANDS = [
    Command("user create", "make an account", user_arguments, make_user),
    Command("token create", "make an access token, and print it", token_arguments, make_token),
]

"""The `forum` command."""

import argparse
import sys
from collections.abc import Sequence

from pydantic import ValidationError
from pydantic_settings import SettingsError

from forum.commands import commands
from forum.commands.base import Command, CommandFailed
from forum.core.version import VERSION
from forum.settings import SecretFileUnusable, Settings

FAILED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out a command; errors are one line on stderr and exit status 2."""
    words = sys.argv[1:] if argv is None else argv
    chosen = _parser(commands(words[0] if words else "")).parse_args(words)
    command: Command = chosen.command
    try:
        return command.run(Settings(), chosen)
    except (CommandFailed, SecretFileUnusable) as failure:
        return _fail(str(failure))
    except ValidationError as error:
        return _fail("; ".join(_setting(item["loc"], item["msg"]) for item in error.errors()))
    except SettingsError as error:
        return _fail(f"a setting that has to be JSON is not: {error}")
    except KeyboardInterrupt:
        return 130


def _parser(known: Sequence[Command]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="forum", description="The Stakeholders’ Forum.")
    parser.add_argument("--version", action="version", version=VERSION)
    words = parser.add_subparsers(required=True, metavar="command")
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for command in known:
        group, _, name = command.name.rpartition(" ")
        if group and group not in groups:
            inner = words.add_parser(group, help=f"see `forum {group} --help`")
            groups[group] = inner.add_subparsers(required=True, metavar="what")
        under = groups[group] if group else words
        own = under.add_parser(name, help=command.help, description=command.help)
        command.arguments(own)
        own.set_defaults(command=command)
    return parser


def _setting(where: tuple[int | str, ...], what: str) -> str:
    return f"FORUM_{'_'.join(map(str, where)).upper()}: {what}"


def _fail(line: str) -> int:
    sys.stderr.write(f"forum: {line}\n")
    return FAILED


if __name__ == "__main__":
    sys.exit(main())

"""Who a test server runs as, and what that account may reach."""

import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Self

CANDIDATES = ("postgres", "nobody")


class NoUnprivilegedAccount(Exception):
    """Root runs the tests, and none of `CANDIDATES` exists on this system."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the operating system by number, in the words of `subprocess`; None is our own."""

    user: int | None = None
    group: int | None = None

    @classmethod
    def named(cls, name: str) -> Self:
        """Look an account up; raises `KeyError`."""
        entry = pwd.getpwnam(name)
        return cls(entry.pw_uid, entry.pw_gid)

    @property
    def extra_groups(self) -> list[int] | None:
        """None of root's groups."""
        return None if self.user is None else []

    def reaches(self, path: Path) -> bool:
        """Whether it can read `path`, as far as that is clear without trying."""
        return self.user is None or _open_to_all(path)

    def take(self, path: Path) -> None:
        """Make it the owner of `path`, which root alone can do."""
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group, follow_symlinks=False)


OWN = Account()


def server_account() -> Account:
    """Who runs a server that refuses to run as root; raises `NoUnprivilegedAccount`."""
    if os.geteuid() != 0:
        return OWN
    for name in CANDIDATES:
        try:
            return Account.named(name)
        except KeyError:
            continue
    raise NoUnprivilegedAccount(", ".join(CANDIDATES))


def _open_to_all(path: Path) -> bool:
    wanted = stat.S_IROTH | (stat.S_IXOTH if path.is_dir() else 0)
    return path.stat().st_mode & wanted == wanted and all(
        parent.stat().st_mode & stat.S_IXOTH for parent in path.resolve().parents
    )

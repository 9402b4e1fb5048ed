"""Under which keys a file and its small copies are stored."""

from collections.abc import Sequence

from forum.uploads.rules import copies


def key(digest: str) -> str:
    """Of a file; folders of the first two digits keep each one short."""
    return f"{digest[:2]}/{digest}"


def copy_key(digest: str, width: int) -> str:
    """Of a picture's small copy, `width` pixels wide."""
    return f"{key(digest)}.{width}"


def all_keys(digest: str, width: int, *, moving: bool) -> Sequence[str]:
    """Of a file and of each small copy that it has."""
    return [key(digest), *(copy_key(digest, one) for one in copies(width, moving=moving))]

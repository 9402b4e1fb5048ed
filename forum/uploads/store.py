"""Where the bytes are: a folder, or a bucket that speaks S3, by obstore."""

from collections.abc import AsyncIterable, Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property, partial
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from anyio import CapacityLimiter
from starlette.requests import HTTPConnection

from forum.settings import Settings

if TYPE_CHECKING:
    from obstore import GetOptions
    from obstore.store import ObjectStore

_CHUNK = 1 << 16
"""Bytes that are read at a time, and sent."""


@dataclass(frozen=True, slots=True)
class Opened:
    """Bytes on their way out, in pieces, and how many they are."""

    size: int
    pieces: AsyncIterable[bytes]


class Store:
    """Bytes by key; what is stored under a key never changes, as keys are made of digests.

    Args:
        objects: opens what holds them, when it is first needed: obstore takes 6 MiB.

    Attributes:
        at_work: how many files are inspected at a time, as a large picture takes much memory.
    """

    def __init__(self, objects: Callable[[], "ObjectStore"]) -> None:
        self._open = objects
        self.at_work = CapacityLimiter(1)

    @cached_property
    def _objects(self) -> "ObjectStore":
        return self._open()

    async def put(self, key: str, file: IO[bytes]) -> None:
        """Store a file whole or not at all; storing it again does no harm.

        Raises:
            OSError, obstore.exceptions.BaseError: the store does not take it.
        """
        file.seek(0)
        await self._objects.put_async(key, file)

    async def open(self, key: str, span: tuple[int, int] | None = None) -> Opened:
        """What is stored under a key, or a part of it.

        Args:
            key: as it was stored.
            span: the first byte, and the byte after the last one.

        Raises:
            FileNotFoundError: there is nothing under this key.
        """
        options: GetOptions = {} if span is None else {"range": span}
        found = await self._objects.get_async(key, options=options)
        start, end = found.range
        return Opened(end - start, found.stream(min_chunk_size=_CHUNK))

    async def remove(self, keys: Iterable[str]) -> None:
        """Remove what is under these keys; nothing may be."""
        for key in keys:
            try:
                await self._objects.delete_async(key)
            except FileNotFoundError:  # S3 says nothing of it, a folder does
                continue


def open_store(settings: Settings) -> Store:
    """The store that the settings name, a folder or a bucket; neither is asked for yet."""
    return Store(partial(_bucket if settings.uploads else _folder, settings))


def _folder(settings: Settings) -> "ObjectStore":
    from obstore.store import LocalStore  # noqa: PLC0415

    return LocalStore(settings.data.resolve() / "uploads", mkdir=True)


def _bucket(settings: Settings) -> "ObjectStore":
    from obstore.store import S3Store  # noqa: PLC0415

    address = urlsplit(settings.uploads)
    options: dict[str, Any] = {"region": "us-east-1", **dict(parse_qsl(address.query))}
    if key := settings.uploads_key:
        options |= {
            "access_key_id": key,
            "secret_access_key": settings.uploads_secret.get_secret_value(),
        }
    plain = str(options.get("endpoint", "")).startswith("http://")
    return S3Store(
        address.netloc,
        prefix=address.path.strip("/") or None,
        client_options={"allow_http": plain, "timeout": "60s"},
        retry_config={"max_retries": 3, "retry_timeout": timedelta(seconds=60)},
        **options,
    )


def store_of(connection: HTTPConnection[Any]) -> Store:
    """The process's store, from a request."""
    found: Store = connection.scope["state"]["store"]
    return found

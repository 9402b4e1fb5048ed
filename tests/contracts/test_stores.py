"""Every store of uploads keeps the same promises: in memory, in a folder, in a bucket."""

import io
import re
import tempfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from obstore.store import MemoryStore
from pydantic import SecretStr

from forum.settings import Settings
from forum.uploads.store import Store, open_store


class Bucket(BaseHTTPRequestHandler):
    """What the stores need of S3 (path style): whole objects and those in parts; signed."""

    protocol_version = "HTTP/1.1"
    objects: dict[str, bytes]

    def _path(self) -> str | None:
        if "AWS4-HMAC-SHA256 Credential=forum/" not in self.headers.get("authorization", ""):
            self._say(403, b"<Error><Code>AccessDenied</Code></Error>")
            return None
        return urlsplit(self.path).path

    def _say(self, status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {"content-length": str(len(body)), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_PUT(self) -> None:
        content = self.rfile.read(int(self.headers["content-length"]))
        if (path := self._path()) is not None:
            part = parse_qs(urlsplit(self.path).query).get("partNumber", [""])[0]
            self.objects[path + part] = content
            self._say(200, headers={"etag": '"1"'})

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        if (path := self._path()) is None:
            return
        query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        if "delete" in query:
            keys = re.findall("<Key>(.*?)</Key>", content)
            for key in keys:
                self.objects.pop(f"{path}/{key}", None)
            told = "".join(f"<Deleted><Key>{key}</Key></Deleted>" for key in keys)
            self._say(200, f"<DeleteResult>{told}</DeleteResult>".encode())
        elif "uploads" in query:
            begun = "<InitiateMultipartUploadResult><UploadId>1</UploadId>"
            self._say(200, f"{begun}</InitiateMultipartUploadResult>".encode())
        else:
            parts = re.findall("<PartNumber>(.*?)</PartNumber>", content)
            self.objects[path] = b"".join(self.objects.pop(path + part) for part in parts)
            done = "<CompleteMultipartUploadResult><ETag>1</ETag></CompleteMultipartUploadResult>"
            self._say(200, done.encode())

    def do_GET(self) -> None:
        if (path := self._path()) is None:
            return
        if (content := self.objects.get(path)) is None:
            self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        told = {"etag": '"1"', "last-modified": "Sat, 21 Nov 2026 12:00:00 GMT"}
        if asked := self.headers.get("range"):
            first, last = (int(one) for one in asked.removeprefix("bytes=").split("-"))
            last = min(last, len(content) - 1)
            told["content-range"] = f"bytes {first}-{last}/{len(content)}"
            self._say(206, content[first : last + 1], told)
        else:
            self._say(200, content, told)

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    handler = type("Fresh", (Bucket,), {"objects": {}})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["memory", "folder", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "memory":
        return Store(MemoryStore)
    if request.param == "folder":
        return open_store(Settings(data=tmp_path))
    endpoint = request.getfixturevalue("bucket")
    return open_store(
        Settings(
            data=tmp_path,
            uploads=f"s3://files/forum?endpoint={endpoint}",
            uploads_key="forum",
            uploads_secret=SecretStr("secret"),
        )
    )


async def read(store: Store, key: str, span: tuple[int, int] | None = None) -> bytes:
    opened = await store.open(key, span)
    content = b"".join([bytes(piece) async for piece in opened.pieces])
    assert len(content) == opened.size
    return content


async def test_what_is_put_is_read_again(store: Store) -> None:
    content = bytes(range(256)) * 1000
    await store.put("ab/abc", io.BytesIO(content))
    assert await read(store, "ab/abc") == content
    assert await read(store, "ab/abc", (10, 20)) == content[10:20]


async def test_a_large_file_is_whole(store: Store) -> None:
    content = bytes(range(256)) * 30_000
    with tempfile.SpooledTemporaryFile(max_size=100) as file:
        file.write(content)
        await store.put("ab/large", file)
    assert await read(store, "ab/large") == content


async def test_putting_it_again_does_no_harm(store: Store) -> None:
    file = io.BytesIO(b"words")
    file.read()
    for _ in range(2):
        await store.put("ab/words", file)
    assert await read(store, "ab/words") == b"words"


async def test_what_is_not_there_is_said(store: Store) -> None:
    with pytest.raises(FileNotFoundError):
        await store.open("no/thing")


async def test_what_is_removed_is_gone_and_may_be_removed_again(store: Store) -> None:
    await store.put("ab/gone", io.BytesIO(b"words"))
    for _ in range(2):
        await store.remove(["ab/gone", "ab/never"])
    with pytest.raises(FileNotFoundError):
        await store.open("ab/gone")


@pytest.mark.parametrize("address", ["http://a", "s3://", "s3://a?secret=b"])
def test_another_address_stops_the_start(address: str) -> None:
    with pytest.raises(ValueError, match="uploads"):
        Settings(uploads=address)

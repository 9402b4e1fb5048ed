"""A receiver on this machine, which answers as it is told, and checks signatures by itself."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class NotSigned(Exception):
    """No signature is by this secret."""


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> Any:
    """What the published description of Standard Webhooks tells receivers to do."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    sent = int(headers["webhook-timestamp"])
    if abs(now - sent) > 300:
        raise NotSigned("too old or too new")
    text = b".".join([headers["webhook-id"].encode(), str(sent).encode(), body])
    expected = base64.b64encode(hmac.new(key, text, hashlib.sha256).digest()).decode()
    for signature in headers["webhook-signature"].split(" "):
        version, _, mac = signature.partition(",")
        if version == "v1" and hmac.compare_digest(mac, expected):
            return json.loads(body)
    raise NotSigned("of another secret")


@dataclass(frozen=True, slots=True)
class Got:
    """One request: where, its headers by lower-case name, and its body."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def type(self) -> str:
        return str(json.loads(self.body)["type"])

    @property
    def data(self) -> Any:
        return json.loads(self.body)["data"]


@dataclass
class Receiver:
    """Answers with `status`, and notes what came.

    The path `/never` is answered when the receiver closes, unless it is `talkative`; `/large` is
    answered without an end, `/elsewhere` leads to `/ok`, and all others are as `status` says.
    """

    port: int = 0
    status: int = 204
    text: str = ""
    talkative: bool = False
    got: list[Got] = field(default_factory=list)
    came: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    closing: threading.Event = field(default_factory=threading.Event)

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str = "/ok") -> str:
        return f"http://{self.place}{path}"

    @property
    def types(self) -> list[str]:
        return [one.type for one in self.got]

    def wait(self, seconds: float = 30) -> None:
        """Until one more request has come."""
        assert self.came.acquire(timeout=seconds)


@contextmanager
def receiving(port: int = 0) -> Iterator[Receiver]:
    """A receiver on a port of its own, or the one named."""
    found = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            headers = {name.lower(): text for name, text in self.headers.items()}
            found.got.append(Got(self.path, headers, body))
            found.came.release()
            if self.path == "/never" and not found.talkative:
                found.closing.wait()
                return
            self.send_response(302 if self.path == "/elsewhere" else found.status)
            if self.path == "/elsewhere":
                self.send_header("location", found.url("/ok"))
            self.end_headers()
            if self.path == "/large":
                self._pour()
            elif found.status != 204:
                self.wfile.write(found.text.encode())

        def _pour(self) -> None:
            try:
                while not found.closing.is_set():
                    self.wfile.write(b"x" * 65536)
            except OSError:
                pass  # who asked has had enough

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        server.daemon_threads = True
        found.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield found
        finally:
            found.closing.set()
            server.shutdown()
            thread.join()

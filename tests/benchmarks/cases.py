"""What the forum is asked while it is measured."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from forum.text.slug import slug
from tests.benchmarks.data import rows
from tests.benchmarks.data.keys import Keys
from tests.benchmarks.data.texts import texts
from tests.benchmarks.load import request
from tests.benchmarks.measure import Target, at_most

VISITOR, MEMBER, PROGRAM = at_most(2), at_most(8), at_most(6)
BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en-US,en;q=0.5",
    "Accept-Encoding": "gzip, deflate, br, zstd",
}
_CLIENT = {"User-Agent": "client/1.0", "Accept": "application/json", "Accept-Encoding": "gzip"}


@dataclass(frozen=True, slots=True)
class Case:
    """One request, and how many times the yardstick's processor time it may take."""

    name: str
    path: str
    headers: Mapping[str, str]
    target: Target | None = None
    method: str = "GET"
    body: bytes = b""
    status: int = 200

    def request(self, path: str = "") -> bytes:
        """The bytes to send; to the yardstick, at another `path`."""
        return request(self.method, path or self.path, self.headers, self.body)


def reading(keys: Keys) -> list[Case]:
    """Pages for visitors and for a member, and the same for a program."""
    signed_in = {**BROWSER, "Cookie": keys.cookie}
    program = {**_CLIENT, "Authorization": keys.authorization}
    topic, space = topic_path(rows.LONG_TOPIC), f"/s/{rows.BUSY_SPACE}"
    posts = f"/api/v1/topics/{rows.LONG_TOPIC}/posts?limit=20"
    topics = f"/api/v1/topics?space={rows.BUSY_SPACE}"
    pages = {
        "topic, first page": topic,
        "topic, last page": f"{topic}?before=end",
        "space": space,
        "home": "/",
    }
    return [
        *(Case(f"{name}, visitor", path, BROWSER, VISITOR) for name, path in pages.items()),
        *(Case(f"{name}, signed in", path, signed_in, MEMBER) for name, path in pages.items()),
        Case("posts of a topic, JSON", posts, program, PROGRAM),
        Case("topics of a space, JSON", topics, program, PROGRAM),
    ]


def unseen(posts: int) -> list[bytes]:
    """Requests of a visitor for many topics that nobody has asked for yet, each once."""
    known = len(rows.sizes_of(posts))
    return [request("GET", topic_path(number), BROWSER) for number in range(2, min(known, 502))]


def replying(keys: Keys) -> Case:
    """A reply to the long topic; its answer is not compressed, so that it can be looked at."""
    headers = {"Authorization": keys.authorization, "Content-Type": "application/json"}
    body = json.dumps({"body": texts()[0].source, "language": texts()[0].language}).encode()
    path = f"/api/v1/topics/{rows.LONG_TOPIC}/posts"
    return Case("reply, JSON", path, headers, method="POST", body=body, status=201)


def topic_path(number: int) -> str:
    """The address of a topic's page."""
    return f"/t/{number}/{slug(rows.title(number))}"

"""Sending files, and looking at what is stored."""

from pathlib import Path
from typing import Any

from httpx2 import Response

from tests.client import API, Client

Json = dict[str, Any]
Headers = dict[str, str]


def send(client: Client, who: Headers, content: bytes, name: str = "map.png") -> Response:
    return client.post(f"{API}/uploads", params={"name": name}, content=content, headers=who)


def sent(client: Client, who: Headers, content: bytes, name: str = "map.png") -> Json:
    answer = send(client, who, content, name)
    assert answer.status_code == 201, answer.text
    found: Json = answer.json()
    return found


def bytes_stored(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "uploads").rglob("*") if path.is_file())

"""Lines of a room, made once for all who read a language."""

from typing import Any

import pytest

from forum.core.actor import SYSTEM
from forum.live.captions import lines as captions
from forum.live.chat import lines as chat
from forum.runtime import Runtime
from forum.translations.events import TranslationReady
from tests.forum.live.talk.room import Room


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How many lines of each kind were made."""
    counts = {"caption": 0, "chat": 0}

    def counted(kind: str, make: Any) -> Any:
        async def count(request: Any, some: Any, language: str) -> Any:
            counts[kind] += len(some)
            return await make(request, some, language)

        return count

    for kind, module in (("caption", captions), ("chat", chat)):
        monkeypatch.setattr(module, "_make", counted(kind, getattr(module, "_make")))  # noqa: B009 (private)
    return counts


@pytest.mark.parametrize(("subject", "anew"), [("poll_title:7", 0), ("chat:{line}", 1)])
def test_only_another_translation_of_their_kind_has_lines_made_anew(
    room: Room, made: dict[str, int], subject: str, anew: int
) -> None:
    room.read_in("th")
    line = room.post("/chat", {"text": "We agree.", "language": "en"}).json()["id"]
    said = {"key": "1", "text": "We come to the point.", "language": "en"}
    room.post("/captions", said, "somchai")
    room.settle()

    async def tell(runtime: Runtime) -> None:
        async with runtime.unit(SYSTEM) as unit:
            name = subject.format(line=line)
            unit.emit(TranslationReady([f"session:{room.id}:th"], name, line, "th"))

    page = f"/sessions/{room.id}?lang=th"
    room.client.cookies.clear()
    room.client.get(page)
    assert made == {"caption": 1, "chat": 1}
    room.client.do(tell)
    room.client.get(page)
    assert made == {"caption": 1, "chat": 1 + anew}

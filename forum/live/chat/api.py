"""The chat of a session for programs."""

from typing import Any

from starlette.requests import Request

from forum.blocked_words.rules import WordRefused
from forum.core.errors import Forbidden, InvalidInput, NotFound
from forum.core.ids import ChatLineId
from forum.core.permissions import Scope
from forum.db.unit import Unit
from forum.live.chat import actions, queries
from forum.live.chat.reading import chat_page
from forum.live.chat.schemas import ChatLineOut
from forum.live.sessions.rules import MutedHere, NotAtThisStage, NotYourPart
from forum.live.speech.reading import session_number
from forum.live.speech.schemas import LineDraft, SpokenQuery
from forum.runtime import runtime
from forum.web.inputs import row_id
from forum.web.lists import ListOut, listed
from forum.web.openapi import Reply, operation

_CHAT = "/sessions/{session_id:int}/chat"
_REFUSES = [Forbidden, NotFound, NotYourPart, MutedHere, NotAtThisStage]


@operation(
    "GET",
    _CHAT,
    query=SpokenQuery,
    answer=ListOut[ChatLineOut],
    refuses=[NotFound, InvalidInput],
)
async def list_chat(request: Request[Any], *, query: SpokenQuery) -> Reply:
    """List the lines of a session's chat, the newest first; `lang` adds translations."""
    window = query.window(queries.CHAT_CURSOR)
    return listed(request, await chat_page(request, window, query.lang))


@operation(
    "POST",
    _CHAT,
    body=LineDraft,
    answer=ChatLineOut,
    status=201,
    also={202: ChatLineOut},
    scope=Scope.WRITE,
    refuses=[*_REFUSES, WordRefused, InvalidInput],
    together=lambda request, _line: runtime(request).only_line,
)
async def say_in_chat(request: Request[Any], unit: Unit, *, body: LineDraft) -> Reply:
    """Say a line in a session's chat; 202: it waits until somebody who leads has read it."""
    line = await actions.say(unit, session_number(request), body)
    return Reply(line.out(unit.actor.locale, {}), status=202 if line.waits else 201)


@operation(
    "POST",
    f"{_CHAT}/{{line_id:int}}/approval",
    answer=ChatLineOut,
    scope=Scope.WRITE,
    refuses=_REFUSES,
)
async def approve_chat_line(request: Request[Any], unit: Unit) -> ChatLineOut:
    """Let everybody read a line that waits: as the chair, the secretariat or a moderator."""
    line = await actions.approve(unit, session_number(request), _number(request))
    return line.out(unit.actor.locale, {})


@operation(
    "DELETE",
    f"{_CHAT}/{{line_id:int}}",
    status=204,
    scope=Scope.WRITE,
    refuses=_REFUSES,
)
async def remove_from_chat(request: Request[Any], unit: Unit) -> None:
    """Take a line away for good: your own, or as the chair, the secretariat or a moderator."""
    await actions.remove(unit, session_number(request), _number(request))


def _number(request: Request[Any]) -> ChatLineId:
    return ChatLineId(row_id(request.path_params["line_id"]))


ROUTES = [list_chat, say_in_chat, approve_chat_line, remove_from_chat]

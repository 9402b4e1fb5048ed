"""Telling readers what is being said, before it is a caption."""

import json
from datetime import datetime

from forum.core.ids import SessionId
from forum.live.captions.schemas import PartialOut, SegmentDraft
from forum.live.sessions.doing import milliseconds
from realtime.hub import Hub


async def show(hub: Hub, session_id: SessionId, draft: SegmentDraft, now: datetime) -> PartialOut:
    """Send a partial segment to who reads its language: others get the final one, translated."""
    told = PartialOut(
        **draft.model_dump(include=set(PartialOut.model_fields)),
        server_now=milliseconds(now),
    )
    data = {"event": "caption.partial", **told.model_dump(mode="json")}
    channel = f"session:{session_id}:{draft.language}"
    await hub.publish(channel, json.dumps(data, ensure_ascii=False))
    return told

"""What the server sends: replies and pushes, as JSON text without line breaks."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from realtime.log import Entry
from realtime.protocol.codes import CloseCode, Refusal, UnsubscribeCode

PING = "{}"
"""The server's ping, and the client's pong."""

_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def dumps(value: object) -> str:
    """Write JSON text on one line.

    Raises:
        TypeError: `value` holds something that JSON does not know.
        ValueError: it holds a number that JSON does not know.
    """
    return _encoder.encode(value)


def one_line(text: str) -> str:
    """Make JSON text fit for frames: in it, raw line breaks can only be white space."""
    if "\n" in text or "\r" in text:
        return text.replace("\n", " ").replace("\r", " ")
    return text


@dataclass(frozen=True, slots=True)
class ClientInfo:
    """Who caused a publication, a join or a leave; empty fields are left out of its JSON."""

    user: str
    client: str
    conn_info: object = None
    chan_info: object = None

    def encode(self) -> str:
        """Write it as the protocol's `ClientInfo`."""
        fields = {"user": self.user, "client": self.client}
        shown = {"conn_info": self.conn_info, "chan_info": self.chan_info}
        return dumps(fields | {name: value for name, value in shown.items() if value is not None})


def reply(number: int, method: str, result: str = "{}") -> str:
    """Answer a command; `result` is JSON text."""
    return f'{{"id":{number},"{method}":{result}}}'


def refuse(number: int, refusal: Refusal) -> str:
    """Answer a command that was turned down."""
    error = {"code": refusal.code, "message": refusal.message}
    if refusal.temporary:
        error["temporary"] = True
    return dumps({"id": number, "error": error})


def publication(entry: Entry) -> str:
    """Write an entry of the log as the protocol's `Publication`."""
    info = f',"info":{entry.info}' if entry.info else ""
    return f'{{"data":{one_line(entry.data)},"offset":{entry.offset}{info}}}'


def with_publications(result: Mapping[str, object], entries: Iterable[Entry]) -> str:
    """Write a result whose `publications` are passed through as they are."""
    return with_field(result, "publications", f"[{','.join(map(publication, entries))}]")


def with_field(result: Mapping[str, object], name: str, text: str) -> str:
    """Write a result with one more field, whose JSON text is passed through as it is."""
    return f'{dumps(result)[:-1]}{"," if result else ""}"{name}":{text}}}'


def push_entry(channel: str, entry: Entry) -> str:
    """Tell subscribers what happened."""
    return f'{{"push":{{"channel":{dumps(channel)},"pub":{publication(entry)}}}}}'


def push_transient(channel: str, data: str, info: str | None = None) -> str:
    """Tell subscribers what may be lost: it has no number. `data` is JSON text."""
    shown = f',"info":{info}' if info else ""
    return f'{{"push":{{"channel":{dumps(channel)},"pub":{{"data":{one_line(data)}{shown}}}}}}}'


def push_join(channel: str, info: str) -> str:
    """Tell subscribers who came; `info` is the JSON text of a `ClientInfo`."""
    return f'{{"push":{{"channel":{dumps(channel)},"join":{{"info":{info}}}}}}}'


def push_leave(channel: str, info: str) -> str:
    """Tell subscribers who went; `info` is the JSON text of a `ClientInfo`."""
    return f'{{"push":{{"channel":{dumps(channel)},"leave":{{"info":{info}}}}}}}'


def push_unsubscribe(channel: str, code: UnsubscribeCode) -> str:
    """Tell a subscriber that its subscription has ended."""
    told = {"code": int(code), "reason": code.reason}
    return dumps({"push": {"channel": channel, "unsubscribe": told}})


def push_subscribe(channel: str, result: Mapping[str, object]) -> str:
    """Tell a client that the server has subscribed it."""
    return dumps({"push": {"channel": channel, "subscribe": result}})


def push_disconnect(code: CloseCode) -> str:
    """Say goodbye where the wire has no closing codes of its own."""
    return dumps({"push": {"disconnect": {"code": int(code), "reason": code.reason}}})


def push_message(data: str) -> str:
    """Tell one client something outside of any channel; `data` is JSON text."""
    return f'{{"push":{{"message":{{"data":{one_line(data)}}}}}}}'

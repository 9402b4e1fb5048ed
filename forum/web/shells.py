"""Pages that differ from member to member in a few words only: made once, filled in for each.

A page is rendered for nobody in particular, with marks where a member's own words go: name, id,
form words, nonce. It is kept like any other answer. To send it, the words are put between the
pieces; with gzip the pieces are compressed already, and the words go in as they are, in stored
blocks (RFC 1951 §3.2.4), which costs a twentieth of compressing the page again.
"""

import secrets
import zlib
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from struct import Struct
from typing import Any

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response

from forum.core.actor import Actor
from forum.core.ids import MemberId
from forum.runtime import runtime
from forum.web import csrf
from forum.web.answers import takes_gzip
from forum.web.headers import content_policy
from forum.web.idempotency import FORM_FIELD
from forum.web.identity import actor_of
from forum.web.own import apart, fill, mark, own_channels, own_words
from forum.web.render import PageContext, look_at_face, page_context, render

_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # RFC 1952 §2.3
_LAST_BLOCK = b"\x01\x00\x00\xff\xff"
_TAIL = Struct("<LL").pack
"""CRC and length of what was packed, RFC 1952 §2.3.1."""
_STORED = Struct("<BHH").pack
"""Kind of a block, its length, and that again with all bits turned, RFC 1951 §3.2.4."""


@dataclass(frozen=True, slots=True)
class Shell:
    """A page without its member: pieces, and the names of the words between them."""

    plain: Sequence[bytes]
    packed: Sequence[bytes]
    words: tuple[str, ...]

    def __len__(self) -> int:
        return sum(map(len, self.plain)) + sum(map(len, self.packed))

    @classmethod
    def of(cls, text: str) -> "Shell":
        """Take a page with marks apart."""
        pieces, names = apart(text)
        plain = [piece.encode() for piece in pieces]
        return cls(plain, [_deflated(piece) for piece in plain], tuple(names))

    def filled(self, values: Mapping[str, str]) -> bytes:
        """The page with `values` in it."""
        words = [values[name].encode() for name in self.words]
        return b"".join(_woven(self.plain, words))

    def filled_gzip(self, values: Mapping[str, str]) -> bytes:
        """The same as a gzip file."""
        words = [values[name].encode() for name in self.words]
        page = b"".join(_woven(self.plain, words))
        body = b"".join(_woven(self.packed, [_stored(word) for word in words]))
        return _GZIP_HEAD + body + _LAST_BLOCK + _TAIL(zlib.crc32(page), len(page) & 0xFFFFFFFF)


def _woven(pieces: Sequence[bytes], words: Sequence[bytes]) -> list[bytes]:
    woven = [b""] * (2 * len(pieces) - 1)
    woven[::2], woven[1::2] = pieces, words
    return woven


def _deflated(piece: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15, 9)
    return packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)


_BLOCK = 0xFFFF
"""Bytes that one stored block holds."""


def _stored(word: bytes) -> bytes:
    if (length := len(word)) > _BLOCK:
        return b"".join(_stored(word[at : at + _BLOCK]) for at in range(0, length, _BLOCK))
    # Pieces end with a whole byte, so one may follow another with nothing between them.
    return _STORED(0, length, length ^ _BLOCK) + word if word else word


class _ForAnybody(PageContext):
    """A page's context with marks for what is a member's own."""

    @cached_property
    def csrf(self) -> Markup:
        """See `PageContext`."""
        field = Markup('<input type="hidden" name="{}" value="{}">')
        return field.format(csrf.FIELD, mark("csrf")) + field.format(FORM_FIELD, mark("once"))

    @cached_property
    def nonce(self) -> str:
        """See `PageContext`."""
        return mark("nonce")


async def member_page(
    request: Request[Any],
    key: tuple[object, ...],
    channels: Sequence[str],
    template: str,
    context: Callable[[], Awaitable[Mapping[str, object]]],
) -> Response:
    """Answer a member with a page that is the same for all members but for their own words.

    Args:
        request: the member's.
        key: what the page depends on, besides the reader's language, zone, role and languages read.
        channels: what makes it stale.
        template: of the page.
        context: what fills the template; nothing in it may be of this member alone.
    """
    actor, shown = actor_of(request), page_context(request)
    kind = ("shell", template, *_audience(actor), shown.save_data, shown.path, *key)

    async def make() -> Shell:
        filling = await context()
        await look_at_face(request)
        return Shell.of(render(_marked(request, _anybody(actor)), template, filling))

    shell: Shell = await runtime(request).caches.parts.get(kind, channels, make)
    nonce = secrets.token_urlsafe(9)
    values: dict[str, str] = {
        "id": str(actor.member_id),
        "handle": actor.handle,
        "name": str(escape(actor.name)),
        "csrf": csrf.token(request),
        "once": secrets.token_urlsafe(12),
        "nonce": nonce,
    }
    names = [name for name in shell.words if name not in values]
    own = await _kept_words(request, (*kind, shell.words), channels, names)
    values |= {name: fill(word, values) for name, word in own.items()}
    headers = {
        "cache-control": "private, no-cache",
        "content-language": shown.locale,
        "content-security-policy": content_policy(shown.settings, nonce),
        "vary": "accept-encoding, accept-language, cookie, authorization",
    }
    packed = takes_gzip(request)
    if packed:
        headers["content-encoding"] = "gzip"
    body = shell.filled_gzip(values) if packed else shell.filled(values)
    return Response(body, headers=headers, media_type="text/html; charset=utf-8")


async def _kept_words(
    request: Request[Any], key: tuple[object, ...], channels: Sequence[str], names: Collection[str]
) -> Mapping[str, str]:
    """The reader's own words, with marks where a form has words that are good for once."""
    actor = actor_of(request)
    member_id = actor.require_member()

    async def make() -> Mapping[str, str]:
        return await own_words(_marked(request, actor), names)

    words: Mapping[str, str] = await runtime(request).caches.own.get(
        (member_id, *key), (*channels, *own_channels(member_id)), make
    )
    return words


def _audience(actor: Actor) -> tuple[object, ...]:
    """What those have in common who are given the same page."""
    return (actor.locale, actor.zone, actor.reads, actor.role, actor.scopes, actor.grants)


def _anybody(actor: Actor) -> Actor:
    """A member who could be anybody of the same role and languages."""
    member_id: MemberId = mark("id")  # type: ignore[assignment]
    return replace(actor, member_id=member_id, handle=mark("handle"), name=mark("name"))


def _marked(request: Request[Any], actor: Actor) -> Request[Any]:
    """The same request from `actor`, with marks for what differs each time a page is sent."""
    scope = {**request.scope, "user": actor}
    stand_in: Request[Any] = Request(scope, request.receive)
    scope["page"] = _ForAnybody(stand_in, actor, runtime(request).settings)
    return stand_in

"""Lists of the API: `?limit=` and `?cursor=` in, items, `next` and a `Link` header out."""

from collections.abc import Sequence
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from pydantic import Field
from starlette.requests import Request

from forum.core.paging import Page, Window, decode_cursor, encode_cursor
from forum.web.openapi import Reply
from forum.web.shapes import Input, Output

Item = TypeVar("Item")

Limit = Annotated[int, Field(ge=1, le=100)]


class ListQuery(Input):
    """What every list takes; lists with filters add their own."""

    limit: Limit = 20
    cursor: str | None = None

    def window(self, shape: tuple[type, ...]) -> Window:
        """The part of the list that is asked for.

        Raises:
            InvalidCursor: the cursor is not of this list.
        """
        after = None if self.cursor is None else decode_cursor(self.cursor, shape)
        return Window(self.limit, after=after)


class ListOut(Output, Generic[Item]):
    """One page of a list, and the cursor of what follows."""

    items: Sequence[Item]
    next: str | None


def listed(request: Request[Any], page: Page[Item]) -> Reply:
    """Answer with a page, and say where the next one is (RFC 8288)."""
    cursor = None if page.next is None else encode_cursor(page.next)
    out = ListOut[Any].model_construct(items=page.items, next=cursor)
    if cursor is None:
        return Reply(out)
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "cursor"]
    url = f"{request.url.path}?{urlencode([*pairs, ('cursor', cursor)])}"
    return Reply(out, headers={"link": f'<{url}>; rel="next"'})

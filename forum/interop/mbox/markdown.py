"""Lines as Markdown: what looked like text stays text, quotations stay quotations."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from textwrap import dedent

from forum.interop.mbox.blocks import breaks_after, is_preformatted, list_items, room_of
from forum.interop.mbox.escape import escape, guard
from forum.interop.mbox.lines import Kind, Line

_TICKS = re.compile("`{3,}")


def to_markdown(lines: Iterable[Line]) -> str:
    """Write lines as Markdown; quotations begin with `>`, once for each level."""
    written: list[str] = []
    before = 0
    for depth, group in groupby(lines, key=lambda line: line.depth):
        blocks = list(_blocks(list(group)))
        if not blocks:
            continue
        if written:
            written.append(_quote("", min(before, depth)))
        written += [_quote(line, depth) for line in "\n\n".join(blocks).split("\n")]
        before = depth
    return "\n".join(written)


def _quote(line: str, depth: int) -> str:
    return f"{'> ' * depth}{line}".rstrip(" ") if depth else line


def _blocks(lines: list[Line]) -> Iterator[str]:
    """Write what stands between empty lines, or between kinds of line."""
    plain = [line.text if line.kind is Kind.PLAIN else "" for line in lines]
    items, room = list_items(plain), room_of(plain)
    for (kind, blank), group in groupby(enumerate(lines), key=lambda pair: _nature(pair[1])):
        numbered = list(group)
        texts = [line.text for _, line in numbered]
        if blank:
            continue
        if kind is Kind.CODE or (kind is Kind.PLAIN and is_preformatted(texts)):
            yield _fenced(texts)
        elif kind is Kind.INLINE:
            yield "\n".join(_inline([line for _, line in numbered]))
        else:
            marks = [items.get(place) for place, _ in numbered]
            yield "\n".join(_plain(texts, marks, breaks_after(texts, room)))


def _nature(line: Line) -> tuple[Kind, bool]:
    return line.kind, line.kind is not Kind.CODE and not line.text.strip()


def _fenced(texts: list[str]) -> str:
    code = dedent("\n".join(text.rstrip() for text in texts))
    fence = "`" * (max(map(len, _TICKS.findall(code)), default=2) + 1)
    return f"{fence}\n{code}\n{fence}"


def _inline(lines: Sequence[Line]) -> Iterator[str]:
    """Lines of HTML: each ends where it ended, unless its follower stands apart anyway."""
    for line, follower in zip(lines, [*lines[1:], None], strict=True):
        ends = follower is not None and not follower.lead.strip() and not line.lead.startswith("#")
        yield f"{line.lead}{guard(line.text)}" + ("\\" if ends else "")


def _plain(
    texts: Sequence[str], items: Sequence[tuple[str, str] | None], breaks: Sequence[bool]
) -> Iterator[str]:
    """Lines of plain text, of which some are items of a list and some end on purpose."""
    listed = False
    for place, (text, item) in enumerate(zip(texts, items, strict=True)):
        more = place + 1 < len(texts)
        if item:
            listed = True
            yield f"{item[0]}{guard(escape(item[1].strip()))}"
            continue
        ends = more and breaks[place] and not items[place + 1]
        yield guard(escape(text.strip())) + ("\\" if ends else "")
        if more and items[place + 1] and not listed:
            yield ""

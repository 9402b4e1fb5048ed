"""Taking a Markdown text apart into the segments that are translated, and putting it together.

What is no segment (code, rules, link definitions, the signs of quotes and lists) stays as it is,
byte for byte.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal, TypeAlias

from markdown_it.common.utils import MD_TRIM_CHARS, normalizeReference
from markdown_it.token import Token

from forum.text.parser import parser

Kind: TypeAlias = Literal["paragraph", "underlined", "heading", "cell"]
Span: TypeAlias = tuple[int, int]

_BREAK = re.compile(r"\r\n?|\n")
_CLOSING_SIGNS = re.compile(r"(?:(?<=[ \t])|^)#+[ \t]*$")
_COLUMN_END = re.compile(r"(?<!\\)\|")
_PIPE = re.compile(r"\\?\|")  # over `---` even an escaped one makes a table
_LABEL = re.compile(r"(?<!\])\[[^\[\]]+\](?![\[(])")

# What would begin or end a block at the start of a line (CommonMark 0.31, 4 and 5; GFM 4.10).
_BLOCK_START = re.compile(
    r"""  \#{1,6}(?=[ \t]|$) | > | [-+*](?=[ \t]|$) | ~{3} | `{3,}+(?!.*`)
        | ([-*_])[ \t]*(?:\1[ \t]*){2,}$ | =+[ \t]*$ | [-:|][-:| \t]*$""",
    re.VERBOSE,
)
_NUMBER_SIGN = re.compile(r"(\d{1,9})([.)](?:[ \t]|$))")
_DEFINITION = re.compile(r"\A(\[(?:[^\[\]\\]|\\.)*\]):", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Segment:
    """The inline content of one block.

    Attributes:
        kind: `paragraph` (also in lists and quotes), `underlined` (a heading over `===` or `---`),
            `heading` (after `#`) or `cell` (of a table). The first two may have several lines.
        text: Markdown, lines parted by a line feed, without their indentation.
        spans: where each line stands in the source: its first offset and the one after its last.
    """

    kind: Kind
    text: str
    spans: tuple[Span, ...]


class SegmentsDiffer(ValueError):
    """There are more or fewer replacements than segments."""


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Apart:
    """A text taken apart, once for all translations of it.

    Attributes:
        source: the text.
        segments: in reading order, without blank ones.
        label_links: the links that are a label alone, such as `[rules]`, as they are written. Their
            text is what they point by: translated, they would point nowhere.
    """

    source: str
    segments: Sequence[Segment]
    label_links: frozenset[str]

    def join(self, replacements: Sequence[str]) -> str:
        """Put one replacement in the place of each segment.

        Replacements are inline Markdown: what would begin a block in them is escaped, so that the
        text keeps its quotes, lists and tables. A blank replacement leaves its segment as it is.
        Given the segments' own texts, the result is `source`.

        Raises:
            SegmentsDiffer: there is not one replacement for each segment.
        """
        count = len(self.segments)
        if count != len(replacements):
            raise SegmentsDiffer(f"{len(replacements)} replacements for {count} segments")
        parts: list[str] = []
        position = 0
        for segment, replacement in zip(self.segments, replacements, strict=True):
            start, end = segment.spans[0][0], segment.spans[-1][1]
            parts.append(self.source[position:start])
            if replacement == segment.text or not replacement.strip(MD_TRIM_CHARS).strip():
                parts.append(self.source[start:end])
            else:
                parts.append(_fitted(self.source, segment, replacement))
            position = end
        return "".join(parts) + self.source[position:]


def take_apart(source: str) -> Apart:
    """Find the segments of `source`, and what in them must stay as it is."""
    tokens, labels = _blocks(source)
    segments = list(_segments(source, tokens))
    found = (link for segment in segments for link in _LABEL.findall(segment.text))
    links = frozenset(link for link in found if normalizeReference(link[1:-1]) in labels)
    return Apart(source, segments, links)


def split(source: str) -> Sequence[Segment]:
    """The segments of `source` alone."""
    return take_apart(source).segments


def _segments(source: str, tokens: Sequence[Token]) -> Iterator[Segment]:
    lines = _lines(source)
    row: list[Token] = []
    for before, token in pairwise(tokens):
        if token.type == "tr_close":
            yield from _cells(lines[_place(row[0])[0]], row)
            row = []
        elif token.type == "inline" and before.type in ("th_open", "td_open"):
            row.append(token)
        elif token.type == "inline" and before.type == "heading_open" and "#" in before.markup:
            yield from _heading(lines[_place(token)[0]], token.content)
        elif token.type == "inline":
            kind: Kind = "paragraph" if before.type == "paragraph_open" else "underlined"
            yield from _paragraph(kind, lines[slice(*_place(token))], token.content)


def _blocks(source: str) -> tuple[list[Token], frozenset[str]]:
    """The tokens of the blocks, and the labels that they define; nothing inline is parsed."""
    tokens: list[Token] = []
    env: dict[str, Any] = {}
    normalised = _BREAK.sub("\n", source).replace("\0", "\ufffd")
    parser().block.parse(normalised, parser(), env, tokens)
    return tokens, frozenset(env.get("references", ()))


def _lines(source: str) -> list[_Line]:
    starts = [0, *(found.end() for found in _BREAK.finditer(source))]
    return [_Line(start, text) for start, text in zip(starts, _BREAK.split(source), strict=True)]


def _place(token: Token) -> tuple[int, int]:
    """The lines of a block with text: its first and the one after its last."""
    first, end = token.map or (0, 0)
    return first, end


def _paragraph(kind: Kind, lines: Sequence[_Line], content: str) -> Iterator[Segment]:
    """Match the lines of `content` with the ends of the lines that they come from."""
    texts = [text.lstrip(" \t") for text in content.split("\n")]
    for skipped in range(len(lines) - len(texts) + 1):
        spans = [_suffix(*pair) for pair in zip(lines[skipped:], texts, strict=False)]
        if content and None not in spans:
            yield Segment(kind, "\n".join(texts), tuple(span for span in spans if span))
            return


def _suffix(line: _Line, text: str) -> Span | None:
    raw = line.text.replace("\0", "\ufffd")
    for candidate in (raw, raw.rstrip(MD_TRIM_CHARS)):
        if candidate.endswith(text):
            return line.start + len(candidate) - len(text), line.start + len(candidate)
    return None


def _heading(line: _Line, content: str) -> Iterator[Segment]:
    signs = line.text.index("#")
    opened = signs + len(line.text[signs:]) - len(line.text[signs:].lstrip("#"))
    body = _CLOSING_SIGNS.sub("", line.text[opened:])
    span = _suffix(_Line(line.start, line.text[:opened] + body), content)
    if content and span:
        yield Segment("heading", content, (span,))


def _cells(line: _Line, row: Sequence[Token]) -> Iterator[Segment]:
    contents = [token.content for token in row]
    attempts = (_columns(line, start) for start in range(len(line.text) + 1))
    columns = next((found for found in attempts if _agree(found, contents)), [])
    for (text, span), content in zip(columns, contents, strict=False):
        if content:
            yield Segment("cell", text, (span,))


def _agree(columns: Sequence[tuple[str, Span]], contents: Sequence[str]) -> bool:
    """Whether the columns of a row are the cells that the parser found; it may have filled up."""
    texts = [text for text, _ in columns[: len(contents)]]
    return texts + [""] * (len(contents) - len(texts)) == list(contents)


def _columns(line: _Line, start: int) -> list[tuple[str, Span]]:
    """The columns of a row that begins at `start` of its line, after the signs of its container."""
    raw = line.text.replace("\0", "\ufffd")
    left = len(raw) - len(raw[start:].lstrip(MD_TRIM_CHARS))
    right = len(raw.rstrip(MD_TRIM_CHARS))
    ends = [found.start() for found in _COLUMN_END.finditer(raw, left, right)]
    bounds = list(zip([left, *(end + 1 for end in ends)], [*ends, right], strict=True))
    if bounds[0][0] == bounds[0][1]:
        bounds = bounds[1:]
    if bounds and bounds[-1][0] == bounds[-1][1]:
        bounds = bounds[:-1]
    return [_column(raw, line.start, *bound) for bound in bounds]


def _column(raw: str, offset: int, start: int, end: int) -> tuple[str, Span]:
    end = start + len(raw[start:end].rstrip(MD_TRIM_CHARS))
    start = end - len(raw[start:end].lstrip(MD_TRIM_CHARS))
    return raw[start:end].replace("\\|", "|"), (offset + start, offset + end)


def _fitted(source: str, segment: Segment, replacement: str) -> str:
    """What stands in the source for `replacement`: one block, of the segment's kind."""
    lines = [line.lstrip(" \t") for line in _BREAK.split(replacement.strip(MD_TRIM_CHARS))]
    match segment.kind:
        case "heading":
            return _CLOSING_SIGNS.sub(r"\\\g<0>", " ".join(lines))
        case "cell":
            line = " ".join(lines)
            return _cell(line if _in_row(source, segment.spans[0]) else _guarded_line(line))
        case _:
            guarded = _guarded([line for line in lines if line])
            if segment.kind == "underlined":
                guarded = [_PIPE.sub("&#124;", line) for line in guarded]
            return _laid_out(source, segment.spans, guarded)


def _cell(line: str) -> str:
    text = re.sub(r"(?<!\\)\|", r"\|", line)
    return text + " " if text.endswith("\\") else text


def _in_row(source: str, span: Span) -> bool:
    """Whether a cell stands after the sign of a column; else its text begins the line."""
    return "|" in source[_line_start(source, span[0]) : span[0]]


def _line_start(source: str, offset: int) -> int:
    return 1 + max(source.rfind("\n", 0, offset), source.rfind("\r", 0, offset))


def _guarded(lines: Sequence[str]) -> list[str]:
    """Escape what would make another block of a paragraph's lines."""
    text = _DEFINITION.sub(r"\1\\:", "\n".join(lines))
    return [_guarded_line(line) for line in text.split("\n")]


def _guarded_line(line: str) -> str:
    if _BLOCK_START.match(line):
        return "\\" + line
    return _NUMBER_SIGN.sub(r"\1\\\2", line, count=1) if _NUMBER_SIGN.match(line) else line


def _laid_out(source: str, spans: Sequence[Span], lines: Sequence[str]) -> str:
    """Put lines where the old ones stood; further ones follow, indented and quoted alike."""
    gaps = [source[before[1] : after[0]] for before, after in pairwise(spans)]
    missing = len(lines) - len(spans)
    gaps += [_further(source, spans[-1], is_first=len(spans) == 1)] * missing
    first, *rest = lines
    return first + "".join(gap + line for gap, line in zip(gaps, rest, strict=False))


def _further(source: str, last: Span, *, is_first: bool) -> str:
    """A line break and what goes before a line that follows `last` in the same paragraph."""
    prefix = source[_line_start(source, last[0]) : last[0]]
    # The sign of a list item stands on its first line only.
    indent = re.sub(r"[^>\t]", " ", prefix) if is_first else prefix
    next_break = _BREAK.search(source)
    return (next_break.group() if next_break else "\n") + indent

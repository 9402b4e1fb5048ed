"""HTML mails as lines: links, lists, quotations and preformatted text are kept, looks are not."""

import re
from html.parser import HTMLParser

from forum.interop.mbox.escape import escape, link
from forum.interop.mbox.lines import Kind, Line, plain_lines, visible

_UNREAD = {"head", "script", "style", "title", "template"}
_SPACED_NAMES = "p blockquote ul ol pre table h1 h2 h3 h4 h5 h6 hr dl"
_OTHER_NAMES = "address article body br center dd div dt footer header html li main section tr"
_SPACED = frozenset(_SPACED_NAMES.split())
_BLOCKS = _SPACED.union(_OTHER_NAMES.split())
_HEADING = re.compile(r"h[1-6]")
_SPACE = re.compile(r"[ \t\r\n\f\xa0]+")
_INDENT = 4
_DEEPEST = 8
_LONGEST = 1_000_000


def html_lines(html: str) -> list[Line]:
    """Convert HTML, however broken, into lines of inline Markdown."""
    converter = _Converter()
    converter.feed(_safe(html[:_LONGEST]))
    converter.close()
    return converter.finished()


def _safe(html: str) -> str:
    """Leave out comments, declarations and a tag that never ends: the parser is slow on them."""
    kept, place = [], 0
    while (begin := html.find("<!", place)) >= 0:
        mark = "-->" if html.startswith("<!--", begin) else ">"
        end = html.find(mark, begin)
        kept.append(html[place:begin])
        place = end + len(mark) if end >= 0 else len(html)
    text = "".join([*kept, html[place:]]).replace("<?", "&lt;?")
    last = text.rfind(">") + 1
    return text[:last] + text[last:].replace("<", "&lt;")


class _Converter(HTMLParser):
    """Gathers the text between block tags; `_text` is the inline Markdown of the line so far.

    While a link or preformatted text is open, its words are kept apart, in `_label` or `_code`.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[Line] = []
        self._text = ""
        self._lead = ""
        self._depth = 0
        self._unread = 0
        self._code: str | None = None
        self._lists: list[int] = []
        self._address = ""
        self._label = ""

    def finished(self) -> list[Line]:
        """End the last line and return all."""
        self._end_code()
        self._end_line()
        return self._lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._begin_block(tag)
        match tag:
            case "blockquote":
                self._depth += 1
            case "pre":
                self._end_code()
                self._code = ""
            case "ul" | "ol":
                self._lists.append(1 if tag == "ol" else 0)
            case "li":
                self._lead = self._marker()
            case "a":
                self._end_link()
                self._address = dict(attrs).get("href") or ""
            case "img":
                self.handle_data(dict(attrs).get("alt") or "")
            case "td" | "th" if self._text.strip():
                self._text += " · "

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self._end_code()
        self._begin_block(tag, ends=True)
        match tag:
            case "blockquote":
                self._depth = max(0, self._depth - 1)
            case "ul" | "ol":
                self._lists = self._lists[:-1]
                self._lead = " " * _INDENT * min(len(self._lists), _DEEPEST)
            case "a":
                self._end_link()
                self._address = ""

    def handle_data(self, data: str) -> None:
        data = visible(data)
        if self._unread:
            return
        if self._code is not None:
            self._code += data
        elif self._address:
            self._label += data
        else:
            self._text += escape(_SPACE.sub(" ", data))

    def _begin_block(self, tag: str, *, ends: bool = False) -> None:
        """Note what a tag means for lines: unread parts, line ends and empty lines."""
        if tag in _UNREAD:
            self._unread = max(0, self._unread - 1) if ends else self._unread + 1
        elif tag == "body":
            self._unread = 0
        if tag == "br" and self._code is not None:
            self._code += "\n"
        elif tag in _BLOCKS:
            self._end_line()
            inner = tag in {"ul", "ol"} and len(self._lists) > ends
            if tag in _SPACED and not inner:
                self._lines.append(Line("", self._quoted()))
        if _HEADING.fullmatch(tag):
            self._lead = "" if ends else "### "

    def _marker(self) -> str:
        if not self._lists:
            self._lists.append(0)
        indent = " " * _INDENT * min(len(self._lists) - 1, _DEEPEST)
        number = self._lists[-1]
        if not number:
            return f"{indent}- "
        self._lists[-1] += 1
        return f"{indent}{number}. "

    def _end_link(self) -> None:
        """Write the link so far; its address stays in force until the tag ends."""
        label, self._label = _SPACE.sub(" ", self._label), ""
        if words := label.strip():
            # An exclamation mark before a link would make it an image.
            before = f"{self._text[:-1]}\\!" if self._text.endswith("!") else self._text
            self._text = before + label.replace(words, link(words, self._address), 1)

    def _end_line(self) -> None:
        self._end_link()
        if text := _SPACE.sub(" ", self._text).strip():
            self._lines.append(Line(text, self._quoted(), Kind.INLINE, self._lead))
            if self._lists:
                self._lead = " " * _INDENT * min(len(self._lists), _DEEPEST)
        self._text = ""

    def _end_code(self) -> None:
        code, self._code = self._code, None
        for line in plain_lines(code.strip("\n")) if code else ():
            self._lines.append(Line(line.text, self._quoted() + line.depth, Kind.CODE))

    def _quoted(self) -> int:
        return min(self._depth, _DEEPEST)

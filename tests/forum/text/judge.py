"""An independent judge of rendered HTML, with its own parsers and an allow-list of its own."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser as StandardParser

from bleach._vendor import html5lib

TAGS = {
    *("a", "blockquote", "br", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "img", "li"),
    *("ol", "p", "pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
EVERYWHERE = {"dir": r"auto|ltr|rtl", "lang": r"[A-Za-z0-9-]+", "translate": r"no|yes"}
OWN = {
    "a": {
        "class": "mention",
        "href": r"(https?://|mailto:|/(?!/)|#)[!-~]*",
        "rel": "nofollow ugc noopener noreferrer",
        "title": r"(?s:.*)",
    },
    "code": {"class": r"language-[a-z0-9+#.-]+"},
    "div": {"class": "table", "tabindex": "0"},
    "img": {
        "src": r"(?!.*(\.\.|//))/u/[\w/.-]+",
        "alt": r"(?s:.*)",
        "title": r"(?s:.*)",
        "loading": "lazy",
        "width": r"[1-9][0-9]{0,4}",
        "height": r"[1-9][0-9]{0,4}",
        "sizes": r"\(min-width: 48rem\) 44rem, 100vw",
        "srcset": r"/u/[\w/.-]+(\?w=[0-9]{3})? [0-9]+w(, /u/[\w/.-]+(\?w=[0-9]{3})? [0-9]+w)*",
    },
    "ol": {"start": r"[0-9]{1,9}"},
    "pre": {"class": "plain"},
    "td": {"class": r"cell-(left|center|right)"},
    "th": {"class": r"cell-(left|center|right)"},
}

Element = tuple[str, dict[str, str | None]]


def browser_tree(html: str) -> str:
    """What a browser builds of `html` inside of a page, written out again by the HTML algorithm."""
    tree = html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(html)
    walker = html5lib.getTreeWalker("etree")
    serializer = html5lib.serializer.HTMLSerializer(
        omit_optional_tags=False, quote_attr_values="always"
    )
    return serializer.render(walker(tree))


def browser_elements(html: str) -> Iterator[Element]:
    for node in html5lib.HTMLParser(namespaceHTMLElements=False).parseFragment(html).iter():
        if node.tag != "DOCUMENT_FRAGMENT":
            yield str(node.tag), dict(node.attrib)


def plain_elements(html: str) -> list[Element]:
    """The start tags that a naive reader of HTML sees."""
    found: list[Element] = []

    class Reader(StandardParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            found.append((tag, dict(attrs)))

    reader = Reader()
    reader.feed(html)
    reader.close()
    return found


def faults(html: str) -> list[str]:
    """Everything in `html`, read three ways, that members' text must never put on a page."""
    readings = (browser_elements(html), plain_elements(html), browser_elements(browser_tree(html)))
    return [fault for reading in readings for element in reading for fault in _faults(*element)]


def _faults(tag: str, attributes: dict[str, str | None]) -> Iterator[str]:
    if tag not in TAGS:
        yield f"<{tag}>"
        return
    allowed = EVERYWHERE | OWN.get(tag, {})
    for name, value in attributes.items():
        if name not in allowed or not re.fullmatch(allowed[name], value or ""):
            yield f"<{tag} {name}={value!r}>"
    if tag == "a" and "rel" not in attributes:
        yield "<a> without rel"

"""What a post's tokens need before they are rendered: directions, links, pictures, headings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from forum.text import files, links
from forum.text.direction import Words
from forum.text.plain import inline_text
from i18n.mixed import other_language

#: Gives the address of a member's page, or None for a handle that nobody has.
MentionUrl = Callable[[str], str | None]

_HEADINGS = {"h1": "h3", "h2": "h4", "h3": "h5", "h4": "h6", "h5": "h6"}
_DIRECTED = frozenset(
    {"paragraph", "heading", "blockquote", "bullet_list", "ordered_list", "table", "th", "td"}
)
_ALIGNED = "text-align:"

# Reference links repeat a long address for three characters of source. This much of all addresses
# together is rendered, in characters, as cmark does; links beyond it lead nowhere.
_ADDRESSES = 100_000

MOST_RECOGNISED = 100
"""Blocks of one post whose language is looked at."""


@dataclass(slots=True)
class Dressing:
    """One post being dressed; afterwards it knows what the post mentions and links to.

    Attributes:
        mention_url: see `MentionUrl`.
        language: BCP 47 tag of the post; none where parts in other languages are not marked.
        mentions: handles mentioned outside quotes that have an address, as the keys, in order.
        links: addresses linked to, as the keys, in order.
        addresses: length of all addresses and titles of links so far, in characters.
        quotes: how many quotes the next token stands in.
    """

    mention_url: MentionUrl
    language: str | None = None
    mentions: dict[str, None] = field(default_factory=dict)
    links: dict[str, None] = field(default_factory=dict)
    addresses: int = 0
    quotes: int = 0

    def dress(self, tokens: Sequence[Token]) -> None:
        """Change the block tokens of a post in place."""
        _set_directions(tokens)
        if self.language is not None:
            _set_languages(tokens, self.language)
        for token in tokens:
            if token.tag == "blockquote":
                self.quotes += token.nesting
            token.tag = _HEADINGS.get(token.tag, token.tag)
            if token.tag in {"td", "th"}:
                _align_by_class(token)
            if token.children:
                token.children = list(self._inline(token.children))

    def _inline(self, tokens: Sequence[Token]) -> Iterator[Token]:
        in_link = False
        for token in tokens:
            match token.type:
                case "image":
                    yield from self._image(token, in_link=in_link)
                    continue
                case "link_open":
                    in_link = True
                    self._link(token)
                case "link_close":
                    in_link = False
                case "mention":
                    self._mention(token)
            yield token

    def _image(self, token: Token, *, in_link: bool) -> Iterator[Token]:
        """Show a file uploaded here; link to any other: its host would learn who reads."""
        source, description = str(token.attrs["src"]), inline_text(token.children or ())
        self.addresses += len(source)
        if links.is_upload(source) and self.addresses <= _ADDRESSES:
            token.attrs |= {"alt": description, "loading": "lazy"} | _room_for(source)
            token.type = "picture"
            yield token
            return
        text = Token("text", "", 0, content=description or source)
        if in_link:
            yield text
            return
        opening = Token("link_open", "a", 1, attrs={"href": source})
        self._link(opening)
        yield from (opening, text, Token("link_close", "a", -1))

    def _link(self, token: Token) -> None:
        self.addresses += sum(len(str(value)) for value in token.attrs.values())
        href = str(token.attrs["href"])
        if href and self.addresses <= _ADDRESSES:
            self.links[href] = None
        else:
            token.attrs = {}

    def _mention(self, token: Token) -> None:
        handle = token.meta["handle"]
        url = self.mention_url(handle)
        if url is not None:
            if not self.quotes:
                self.mentions[handle] = None
            token.attrs = {"href": url, "class": "mention", "translate": "no"}


def _room_for(source: str) -> dict[str, str | int | float]:
    """What lets a page keep room for a picture, and the browser choose a small copy."""
    size = files.picture_size(source)
    if size is None:
        return {}
    room: dict[str, str | int | float] = {"width": str(size[0]), "height": str(size[1])}
    small = files.srcset(source, size[0])
    return room | ({"srcset": small, "sizes": files.SIZES} if small else {})


def _set_directions(tokens: Sequence[Token]) -> None:
    """Give every block the direction of the words inside of it, in one pass."""
    outer: list[tuple[Token, Words]] = []
    words = Words()
    for token in tokens:
        if token.nesting == 1:
            outer.append((token, words))
            words = Words()
        elif token.nesting == -1:
            opening, before = outer.pop()
            if opening.type.removesuffix("_open") in _DIRECTED:
                opening.attrs["dir"] = words.direction
            words = before.plus(words)
        elif token.children:
            words = words.plus(Words.of(_prose(token.children)))


def _set_languages(tokens: Sequence[Token], language: str) -> None:
    """Name the language of blocks that are surely not in that of the post, of the first ones."""
    opened: list[Token] = []
    left = MOST_RECOGNISED
    for token in tokens:
        if token.children and opened and left:
            left -= 1
            if other := other_language(_prose(token.children), language):
                opened[-1].attrs["lang"] = other
        elif not token.hidden and token.nesting == 1:
            opened.append(token)
        elif not token.hidden and token.nesting == -1:
            opened.pop()


def _prose(tokens: Sequence[Token]) -> str:
    """The text without code and handles, which are Latin in every language."""
    return " ".join(token.content for token in tokens if token.type == "text")


def _align_by_class(token: Token) -> None:
    """Our pages allow no inline styles."""
    style = str(token.attrs.pop("style", ""))
    if style:
        token.attrs["class"] = "cell-" + style.removeprefix(_ALIGNED)

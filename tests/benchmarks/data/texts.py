"""What the posts of a measured forum say: the Universal Declaration in all its languages."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import forum.demo
from forum.text.markdown import RENDERER_VERSION, render

LENGTH = 420
"""Characters after which a text ends with its article: some 600 on average."""
PER_LANGUAGE = 4
_DECLARATIONS = Path(forum.demo.__file__).parent / "udhr"


@dataclass(frozen=True, slots=True)
class Text:
    """A post's text; what it takes to write it, and what it is shown as."""

    language: str
    source: str
    html: str
    renderer: int = RENDERER_VERSION


@cache
def texts() -> Sequence[Text]:
    """Some 200 texts, neighbours in different languages and scripts."""
    by_language = [list(_of(path)) for path in sorted(_DECLARATIONS.glob("*.json"))]
    return [text for row in zip(*by_language, strict=True) for text in row]


def _of(path: Path) -> Iterator[Text]:
    declaration = json.loads(path.read_text(encoding="utf-8"))
    articles = iter(declaration["articles"])
    for _ in range(PER_LANGUAGE):
        source = ""
        while len(source) < LENGTH:
            source += _markdown(next(articles))
        yield Text(declaration["language"], source.strip(), render(source).html)


def _markdown(article: dict[str, object]) -> str:
    paragraphs = article["paragraphs"]
    assert isinstance(paragraphs, list)
    return "\n\n".join([f"**{article['title']}**", *paragraphs, ""])

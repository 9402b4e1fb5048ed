"""The Universal Declaration in every language of the interface, all the way to its translation."""

import json
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from pathlib import Path

import pytest

from forum.text.markdown import render
from forum.text.segments import split
from forum.translations.making import make
from forum.translations.rules import Reach, Status
from forum.translations.subjects import Subject
from i18n.detect import detect
from i18n.languages import LANGUAGES
from i18n.segment import words_at
from i18n.translate.engine import Engine
from i18n.translate.masking import mask
from i18n.translate.memory import MemoryInProcess
from i18n.translate.pseudo import Pseudo
from i18n.translate.router import Router
from tests.i18n.udhr import TAGS

FOLDER = Path(__file__).parents[3] / "forum" / "demo" / "udhr"
WRITTEN = [
    "**{first}** {second}",
    "{first} [{second}](https://example.org/udhr?part={n} 'UDHR')",
    "> {first} `code_{n} <{n}>` {second}",
    "- {first} @maria #credits, _{second}_",
    "{first} 25 km, ~~{second}~~ www.example.org/{n}",
    "| {first} | 12:30 h |\n|---|---|\n| &amp; {second} | *{n}* \\* |",
]
"""Ways to write a paragraph, with each kind of mark in one of them."""
INTO = dict(zip(TAGS, [*TAGS[1:], TAGS[0]], strict=True))
"""Each language is translated into the next, so that each is translated into, too."""


def articles(tag: str) -> list[list[str]]:
    """The paragraphs of each article, the preamble first."""
    told = json.loads((FOLDER / f"{tag}.json").read_text(encoding="utf-8"))
    found = [told["preamble"], *(one["paragraphs"] for one in told["articles"])]
    return [[" ".join(text.split()) for text in paragraphs] for paragraphs in found]


def written(paragraphs: Sequence[str]) -> str:
    """Markdown of an article, as a member might write it."""
    return "\n\n".join(
        WRITTEN[n % len(WRITTEN)].format(n=n, **_halves(text))
        for n, text in enumerate(paragraphs, len(paragraphs[0]))
    )


def _halves(text: str) -> dict[str, str]:
    words = words_at(text)
    middle = words[len(words) // 2].start
    return {"first": text[:middle].rstrip(), "second": text[middle:]}


class Skeleton(HTMLParser):
    """What a page is made of besides its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.bones: list[object] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.bones.append((tag, attrs))

    def handle_endtag(self, tag: str) -> None:
        self.bones.append(tag)


def kept(source: str, translated: str) -> Iterator[bool]:
    """For each mark of a text, whether its translation has it at the same place in the order."""
    for before, after in zip(split(source), split(translated), strict=True):
        position = 0
        for mark in mask(before.text).marks:
            position = after.text.find(mark.value, position) + len(mark.value)
            yield position >= len(mark.value)


@pytest.fixture(scope="module")
def recognised() -> dict[str, list[bool]]:
    """For each language, of which articles it is found, nothing being known of their author."""
    return {tag: [detect("\n".join(one)).language == tag for one in articles(tag)] for tag in TAGS}


def test_97_of_100_articles_are_recognised(recognised: dict[str, list[bool]]) -> None:
    right = [found for all_found in recognised.values() for found in all_found]
    print(f"{sum(right)} of {len(right)} articles recognised, in {len(recognised)} languages")
    assert len(recognised) == 49
    assert sum(right) / len(right) >= 0.97


@pytest.mark.parametrize("tag", TAGS)
async def test_every_mark_comes_through(tag: str, recognised: dict[str, list[bool]]) -> None:
    router, memory = Router([Engine(Pseudo({}))]), MemoryInProcess()
    marks: list[bool] = []
    for number, paragraphs in enumerate(articles(tag)):
        source = written(paragraphs)
        subject = Subject(f"post:{number}", source, True, tag, 1, "topic:1", Reach.ANY)
        made = await make(subject, INTO[tag], memory, router)
        assert made.whole is not None
        assert (made.status, made.failures) == (Status.MACHINE, ())
        assert Skeleton(made.whole.html).bones == Skeleton(render(source).html).bones
        marks += kept(source, made.whole.text)
    right = recognised[tag]
    print(
        f"{tag:8} {LANGUAGES[tag].english:24} into {INTO[tag]:8}"
        f" {sum(marks):4} of {len(marks):4} marks, {sum(right):2} of {len(right)} articles"
    )
    assert len(marks) >= 100
    assert all(marks)

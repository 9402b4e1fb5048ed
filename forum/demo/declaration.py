"""Topics made of the Universal Declaration: an article each, answered in many languages."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from forum.demo.build import Article, Declaration
from forum.demo.people import MEMBERS
from forum.demo.script import PostScript, TopicScript
from forum.discussions.rules import Kind
from forum.text.excerpt import shorten
from i18n.segment import sentences

SPACE = "declaration"
TARGETS = ("en", "fr", "th", "zh-Hans", "ur")
"""Languages in which every post can be read without an engine."""

_FOLDER = Path(__file__).parent / "udhr"
_LONGEST_TITLE = 100
_LOOSE = " .:۔"
"""What some languages end a heading with."""
_FIRST_DAYS = 40.0
_DAYS_BETWEEN = 1.25
_LONGEST_TALK = 20.0
_DEEP = 19
"""The article whose posts each answer the one before."""
_SUBJECTS = {
    1: "dignity",
    18: "thought",
    19: "expression",
    23: "work",
    26: "education",
    27: "culture",
}
EVERYWHERE = frozenset({1, 3, 4, 19, 26, 29})
"""Articles of which the opening post can be read in every language without an engine."""

# Steps through the 49 members that meet each once: neither has a common divisor with 49.
_OPENER_STEP = 8
_REPLY_STEP = 11

Texts = Mapping[str, Declaration]


def read_texts() -> Texts:
    """The Declaration by BCP 47 tag."""
    found = (json.loads(file.read_text(encoding="utf-8")) for file in _FOLDER.glob("*.json"))
    return {one["language"]: one for one in found}


def topics(texts: Texts) -> Sequence[TopicScript]:
    """A topic for the preamble, and one for each of the 30 articles."""
    return [_topic(texts, number) for number in range(31)]


def article(declaration: Declaration, number: int) -> Article:
    """An article by its number; 0 is the preamble, under the title of the whole."""
    if number:
        return declaration["articles"][number - 1]
    return Article(number=0, title=declaration["title"], paragraphs=declaration["preamble"])


def title(one: Article) -> str:
    """The number of an article and how it begins."""
    if not one["number"]:
        return one["title"]
    number = one["title"].rstrip(_LOOSE)
    return shorten(f"{number} · {sentences(first_item(one))[0]}", _LONGEST_TITLE)


def first_item(one: Article) -> str:
    """The first paragraph of an article, or the first item of the list that it is."""
    return one["paragraphs"][0].split("\n", 1)[0].removeprefix("1. ")


def parallel(one: Article, other: Article) -> bool:
    """Whether two texts of an article have the same paragraphs and items."""
    lines = [[text.count("\n") for text in each["paragraphs"]] for each in (one, other)]
    return lines[0] == lines[1]


def _topic(texts: Texts, number: int) -> TopicScript:
    opener = (number * _OPENER_STEP + 5) % len(MEMBERS)
    count = 14 + number * 5 % 8
    languages = [
        MEMBERS[(opener + step * _REPLY_STEP) % len(MEMBERS)].language for step in range(count + 1)
    ]
    days = _FIRST_DAYS - number * _DAYS_BETWEEN
    gaps = _gaps(number, count, min(days * 0.97, _LONGEST_TALK) * 24)
    versions = {tag: article(text, number) for tag, text in texts.items()}
    own = languages[0]
    return TopicScript(
        space=SPACE,
        kind=Kind.DISCUSSION,
        title=title(versions[own]),
        titles={tag: title(versions[tag]) for tag in _targets(versions, number, 0) if tag != own},
        language=own,
        days=days,
        tags=["human rights", *([_SUBJECTS[number]] if number in _SUBJECTS else [])],
        posts=[_post(versions, languages, step, hours) for step, hours in enumerate((0.0, *gaps))],
    )


def _gaps(number: int, count: int, hours: float) -> Sequence[float]:
    """Hours between posts, the sum of which is `hours`: quick answers first, late ones after."""
    weights = [step + (number * 7 + step * 13) % 5 for step in range(1, count + 1)]
    return [hours * weight / sum(weights) for weight in weights]


def _post(
    versions: Mapping[str, Article], languages: Sequence[str], step: int, hours: float
) -> PostScript:
    own = languages[step]
    number = versions[own]["number"]
    to = _answered(number, step)
    quoted = languages[to - 1] if number and step % 3 == 2 else None  # noqa: PLR2004 (of three kinds)
    short = bool(number and step and step % 3 == 0)

    def body(tag: str, quoted: str | None) -> str:
        text = first_item(versions[tag]) if short else "\n\n".join(versions[tag]["paragraphs"])
        return f"> {first_item(versions[quoted])}\n\n{text}" if quoted else text

    others = {
        tag: body(tag, tag if quoted else None)
        for tag in _targets(versions, number, step)
        if tag != own and (number == 0 or parallel(versions[own], versions[tag]))
    }
    return PostScript(
        by=next(person.handle for person in MEMBERS if person.language == own),
        body=body(own, quoted),
        language=own,
        hours=hours,
        to=to,
        others=others,
    )


def _targets(versions: Mapping[str, Article], number: int, step: int) -> Iterable[str]:
    """Languages in which a post can be read without an engine."""
    return versions if number in EVERYWHERE and step == 0 else TARGETS


def _answered(number: int, step: int) -> int:
    """The number of the post that the reply `step`, counted from 1, answers."""
    if number == _DEEP or step % 3 == 2:  # noqa: PLR2004
        return max(1, step)
    if step % 3 == 1:
        return 1
    return max(1, step - 1 - (number + step) % 4)

"""Real text beside its translation, in pairs of scripts that differ as far as scripts do."""

from itertools import pairwise
from typing import Any

import pytest
from playwright.async_api import Page, expect

from forum.core.ids import TopicId
from forum.demo.declaration import article, read_texts
from forum.discussions.queries import topic_to_translate
from forum.discussions.subjects import title_text
from forum.reviews.queries import opening_post
from forum.translations import actions as translations
from forum.translations import parts
from i18n.languages import LANGUAGES
from tests import factories
from tests.journeys.site import Site

PAIRS = [("fr", "ur"), ("th", "de"), ("zh-Hans", "km")]
ARTICLES = (1, 3, 4, 26)
WIDTHS = (360, 1280)
# Where each block of both sides begins, ends and stands, in CSS pixels; by side.
PLACES = """() => [...document.querySelectorAll('.post .pair')].map(pair =>
  [...pair.querySelectorAll(':scope > .text')].map(side => [...side.children].map(block => {
    const { top, bottom, left, right } = block.getBoundingClientRect()
    return { top, bottom, left, right, name: block.localName }
  })))[0]"""
OVER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def text_in(tag: str) -> str:
    """Four articles of the Universal Declaration, each under its heading."""
    found = [article(TEXTS[tag], number) for number in ARTICLES]
    return "\n\n".join(f"## {one['title']}\n\n{' '.join(one['paragraphs'])}" for one in found)


TEXTS = read_texts()


async def _topic(site: Site, source: str, target: str) -> TopicId:
    """A topic in one language, with the other translation of the Declaration beside it."""
    author = await site.member(f"of-{source.lower()}", languages=[source])
    reader = await site.member(f"for-{target.lower()}", languages=[target])
    title = article(TEXTS[source], 0)["title"]
    topic = await site.topic(author, title=title, body=text_in(source), language=source)
    async with site.runtime.unit(reader) as unit:
        await factories.translate(unit, await opening_post(unit.db, topic), target, text_in(target))
        found = await topic_to_translate(unit.db, topic)
        assert found is not None
        title = await parts.write(article(TEXTS[target], 0)["title"], markdown=False)
        await translations.correct(unit, title_text(*found), target, title)
    return topic


@pytest.mark.parametrize(("source", "target"), PAIRS)
async def test_each_paragraph_stands_beside_its_own_and_nothing_overflows(
    site: Site, source: str, target: str
) -> None:
    topic = await _topic(site, source, target)
    address = f"/t/{topic}?lang={target}&view=both"
    async with site.window(site.a) as page:
        await page.goto(address)
        await _is_in_both_languages(page, source, target)
        for width in WIDTHS:
            await page.set_viewport_size({"width": width, "height": 900})
            assert await page.evaluate(OVER) == 0
            _is_aligned(await page.evaluate(PLACES), width)


async def _is_in_both_languages(page: Page, *tags: str) -> None:
    for tag, side in zip(tags, await page.locator(".post .pair > .text").all(), strict=True):
        await expect(side).to_have_attribute("lang", tag)
        direction = await side.evaluate(
            "side => getComputedStyle(side.firstElementChild).direction"
        )
        assert direction == LANGUAGES[tag].direction


def _is_aligned(sides: Any, width: int) -> None:
    first, second = sides
    assert [one["name"] for one in first] == [one["name"] for one in second]
    assert len(first) == 2 * len(ARTICLES)
    if width < 960:  # 60 rem: below, one text stands under the other
        assert first[-1]["bottom"] <= second[0]["top"]
        return
    for one, other in zip(first, second, strict=True):
        assert abs(one["top"] - other["top"]) < 1
        assert one["right"] <= other["left"] or other["right"] <= one["left"]
    for side in sides:
        assert all(one["bottom"] <= other["top"] for one, other in pairwise(side))

"""Words from inside real sentences are found, in each language and on each database.

The truth is a reader's: a sentence holds a word if it is one of its words, in whatever case. The
search has to find each of these sentences from the word alone, without what stands around it, by
which ICU's dictionaries decide where Thai, Lao, Khmer or Burmese words end.
"""

import random
from collections import defaultdict
from collections.abc import Mapping
from html import escape

import pytest

from forum.app import Product
from forum.core.actor import Actor
from forum.discussions.rules import child_path
from forum.discussions.tables import Post
from forum.runtime import Runtime
from forum.search.actions import build
from i18n.folding import normalised
from i18n.segment import words
from tests import factories
from tests.forum.search.asking import ids
from tests.i18n.udhr import declaration

LANGUAGES = (
    "th", "lo", "km", "my", "zh-Hans", "ja", "ko", "vi", "hi", "ta", "ur", "el", "ru", "de", "fr",
    "mn", "kk", "id",
)  # fmt: skip
FLOOR = 0.98
_SENTENCES, _ASKED = 50, 40
"""Of each language: how many can be found, and words that are asked for."""


async def fill(runtime: Runtime) -> Mapping[str, Mapping[int, str]]:
    """Post sentences in every language; gives them by language and post."""
    await factories.space(runtime, language="en")
    maria = await factories.member(runtime)
    topic_id = await factories.topic(runtime, maria)
    posted: defaultdict[str, dict[int, str]] = defaultdict(dict)
    async with runtime.unit(maria) as unit:
        sentences = [(tag, one) for tag in LANGUAGES for one in declaration(tag)[:_SENTENCES]]
        for number, (tag, sentence) in enumerate(sentences, 2):
            posted[tag][number] = sentence
            unit.db.add(_post(topic_id, maria, number, tag, sentence))
    await build(runtime, lambda _: None, anew=True)
    return posted


def _post(topic_id: int, author: Actor, number: int, language: str, text: str) -> Post:
    return Post.model_validate(
        {
            "id": number,
            "topic_id": topic_id,
            "number": number,
            "path": child_path(b"", number),
            "author_id": author.member_id,
            "source": text,
            "html": f"<p>{escape(text)}</p>",
            "renderer": 1,
            "language": language,
            "created_at": factories.NOON,
        }
    )


async def recall(runtime: Runtime, sentences: Mapping[int, str], chance: random.Random) -> float:
    """The share of sentences that are found by words they hold."""
    holding: defaultdict[str, set[int]] = defaultdict(set)
    for number, sentence in sentences.items():
        for word in words(sentence):
            if not word.isdecimal():
                holding[normalised(word)].add(number)
    asked = chance.sample(sorted(holding), _ASKED)
    expected = sum(len(holding[word]) for word in asked)
    found = [holding[word] & set(await ids(runtime, word)) for word in asked]
    return sum(map(len, found)) / expected


async def test_words_are_found_where_they_stand(
    house: Product, capsys: pytest.CaptureFixture[str]
) -> None:
    posted = await fill(house.runtime)
    chance = random.Random(1948)
    shares = {tag: await recall(house.runtime, posted[tag], chance) for tag in LANGUAGES}
    with capsys.disabled():
        told = " ".join(f"{tag} {share:.3f}" for tag, share in shares.items())
        print(f"\nrecall, {house.runtime.database.dialect}: {told}")
    assert {tag: share for tag, share in shares.items() if share < FLOOR} == {}

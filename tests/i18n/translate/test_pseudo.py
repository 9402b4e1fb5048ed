import re

import pytest

from i18n.translate.base import Batch
from i18n.translate.masking import mask, unmask
from i18n.translate.pseudo import Pseudo
from i18n.translate.refusals import CallRefused
from i18n.translate.tags import differ
from tests.i18n.udhr import TAGS, declaration


async def pseudo(text: str, source: str = "en", target: str = "fr") -> str:
    (answer,) = await Pseudo({}).translate(Batch([text], source, target), deadline=0)
    return answer


async def test_text_is_marked_accented_and_grows_by_a_third() -> None:
    answer = await pseudo("a bus lane near the old harbour")
    assert answer.startswith("⟦fr à büš ļàñé ")
    assert answer.endswith("⟧")
    assert 1.2 < len(answer) / len("a bus lane near the old harbour") < 1.6


async def test_the_same_text_always_gives_the_same_answer() -> None:
    assert await pseudo("Bus") == await pseudo("Bus")
    assert await pseudo("Bus") != await pseudo("Bus", target="de")


async def test_masks_and_escapes_stay_as_they_are() -> None:
    answer = await pseudo('a <x id="0"/> &lt;b&gt; &#39; <x id="12"/>')
    assert re.findall(r"<[^>]*>|&[^;]*;", answer) == [
        '<x id="0"/>', "&lt;", "&gt;", "&#39;", '<x id="12"/>'
    ]  # fmt: skip


async def test_a_right_to_left_target_is_marked_as_such() -> None:
    answer = await pseudo("Bus", target="ur")
    assert answer.startswith("\u200f⟦ur ")
    assert answer.endswith("⟧\u200f")
    assert "\u200f" not in await pseudo("Bus", source="ur", target="en")


async def test_it_refuses_a_language_to_itself() -> None:
    with pytest.raises(CallRefused):
        await pseudo("Bus", "pt", "pt-BR")


@pytest.mark.parametrize("tag", TAGS)
async def test_the_declaration_keeps_every_mark_in_every_language(tag: str) -> None:
    target = "fr" if differ(tag, "fr") else "ur"
    texts = [
        f"**{sentence}** [{sentence}](/u/{number}) `{sentence[:5]}` {number} km @ana #tag"
        for number, sentence in enumerate(declaration(tag)[:12])
    ]
    sent = [mask(text) for text in texts]
    batch = Batch([one.text for one in sent], tag, target)
    answer = await Pseudo({}).translate(batch, deadline=0)
    for text, one, translated in zip(texts, sent, answer, strict=True):
        whole = unmask(one, translated)
        assert whole != text
        for mark in one.marks:
            assert whole.count(mark.value) >= text.count(mark.value)

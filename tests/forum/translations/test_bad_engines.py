"""Engines at their worst: the original stays readable, the reason is told, nothing hangs."""

import asyncio
import html
import re
import time
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.translations import making
from forum.translations.making import Made, make
from forum.translations.rules import Reach, Status
from forum.translations.subjects import Subject
from i18n.translate.base import Batch, Limits
from i18n.translate.engine import Engine
from i18n.translate.memory import MemoryInProcess
from i18n.translate.refusals import EngineUnavailable, QuotaSpent, Throttled, TranslationFailed
from i18n.translate.router import Router
from tests.i18n.translate.fakes import Scripted

TEXT = "The bus **is** here, see [stop 4](https://example.org/4).\n\n> Take `line 2` in 5 min.\n"
_MASK = re.compile(r'<x id="\d+"/>')


def subject(text: str) -> Subject:
    return Subject("post:1", text, True, "en", 1, "topic:1", Reach.ANY)


async def made(text: str, engine: Scripted) -> Made:
    return await make(subject(text), "fr", MemoryInProcess(), Router([Engine(engine)]))


def each(change: Callable[[str], str]) -> Callable[[Batch], Sequence[str]]:
    return lambda batch: [change(text) for text in batch.texts]


NOTHING_MADE: list[tuple[Callable[[Batch], Sequence[str]], str]] = [
    (lambda batch: [], "wrong_answer"),
    (lambda batch: [*batch.texts, "and more"], "wrong_answer"),
    (lambda batch: batch.texts[:1], "wrong_answer"),
    (each(lambda text: text + "\ud800"), "wrong_answer"),
    (each(lambda text: text + "\0"), "wrong_answer"),
    (each(lambda text: ""), "unanswered"),
    (each(lambda text: " \n "), "unanswered"),
    (each(lambda text: _MASK.sub("", text)), "masks_lost"),
    (each(lambda text: _MASK.sub(r"\g<0>\g<0>", text)), "masks_lost"),
    (each(lambda text: text[: text.index("<x") + 4]), "masks_lost"),
    (each(lambda text: text.replace("/>", ">")), "masks_lost"),
    (each(lambda text: text.replace('id="0"', 'id="7"')), "masks_lost"),
]


@pytest.mark.parametrize(("answer", "reason"), NOTHING_MADE)
async def test_what_is_no_answer_leaves_the_original_and_says_why(
    answer: Callable[[Batch], Sequence[str]], reason: str
) -> None:
    found = await made(TEXT, Scripted(answer=answer))
    assert (found.whole, found.status, found.failures) == (None, Status.PARTIAL, (reason,))


@pytest.mark.parametrize("failure", [Throttled(), QuotaSpent(), EngineUnavailable()])
async def test_a_failure_halfway_keeps_what_came_before_it_and_the_rest_as_it_was(
    failure: TranslationFailed,
) -> None:
    found = await made(TEXT, Scripted(limits=Limits(items=1), failures=[None, failure]))
    assert (found.status, found.failures) == (Status.PARTIAL, (failure.code,))
    assert found.whole is not None
    assert found.whole.text == f"fr:{TEXT}".rstrip()


async def test_an_engine_that_never_answers_costs_the_time_allowed_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Silent(Scripted):
        async def translate(self, batch: Batch, *, deadline: float) -> Sequence[str]:
            await asyncio.Event().wait()
            raise AssertionError

    monkeypatch.setattr(making, "TIME_ALLOWED", 0.02)
    begin = time.monotonic()
    found = await made(TEXT, Silent())
    assert (found.whole, found.failures) == (None, ("late",))
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>", '<img src="x" onerror="alert(1)">', "<b>bold</b>",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "<iframe src='//evil.example'>", "<!-- -->",
        "&lt;a href=&quot;javascript:alert(1)&quot;&gt;x&lt;/a&gt;", "<![CDATA[ ]]>",
    ],
)  # fmt: skip
async def test_html_in_an_answer_is_text_on_the_page(markup: str) -> None:
    found = await made(TEXT, Scripted(answer=each(lambda text: f"{text} {markup}")))
    assert found.whole is not None
    tags = set(re.findall(r"</?([a-z]+)", found.whole.html))
    assert tags == {"p", "strong", "a", "blockquote", "code"}
    assert re.findall(r'<a [^>]*href="([^"]*)"', found.whole.html) == ["https://example.org/4"]
    assert html.unescape(markup) in html.unescape(found.whole.html)


@given(st.text("ab <>/&;x id=\"'0123*_`[](){}~\n\0\ud800अش", max_size=60), st.booleans())
async def test_whatever_an_engine_says_the_marks_are_all_there_or_the_original_is(
    said: str, added: bool
) -> None:
    found = await made(TEXT, Scripted(answer=each(lambda text: text + said if added else said)))
    assert found.whole or found.failures
    if found.whole:
        assert "<script" not in found.whole.html
        for mark in ("<strong>", 'href="https://example.org/4"', ">line 2</code>"):
            assert mark in found.whole.html


@pytest.mark.parametrize("sign", ["a", "字", "ก", "*", "[", "@a", "<"])
async def test_a_word_of_20_000_characters_is_translated_or_kept_and_holds_nobody_up(
    sign: str,
) -> None:
    text = f"Before.\n\n{sign * (20_000 // len(sign))}\n\nAfter."
    begin = time.thread_time()
    found = await made(text, Scripted(limits=Limits(characters=1_000_000)))
    assert time.thread_time() - begin < 2
    assert found.failures == ()
    assert found.whole is not None
    assert found.whole.text.startswith("fr:Before.\n\n")
    assert found.whole.text.endswith("\n\nfr:After.")


async def test_what_is_too_long_for_one_call_stays_and_says_so() -> None:
    text = "Before.\n\n" + "字" * 20_000
    found = await made(text, Scripted(limits=Limits(characters=5_000)))
    assert (found.status, found.failures) == (Status.PARTIAL, ("unanswered",))
    assert found.whole is not None
    assert found.whole.text == f"fr:{text}"


async def test_five_scripts_in_one_line_come_through_with_their_marks() -> None:
    line = "The **กลุ่ม** of `日本` met [группа](/ru) at 5 km, شکریہ @maria, _ຂອບໃຈ_ 감사"
    found = await made(line, Scripted())
    assert found.whole is not None
    assert (found.whole.text, found.failures) == (f"fr:{line}", ())

import pytest
from hypothesis import given
from hypothesis import strategies as st

from i18n.translate.base import Batch, Limits
from i18n.translate.engine import Engine
from i18n.translate.glossary import Glossary, Term
from i18n.translate.memory import MemoryInProcess, Unit, segment_key
from i18n.translate.originals import Originals
from i18n.translate.pipeline import Pipeline
from i18n.translate.pseudo import Pseudo
from i18n.translate.refusals import EngineUnavailable, QuotaSpent, Throttled, TranslationFailed
from i18n.translate.router import Router
from i18n.translate.translation import Request, Translation
from tests.i18n.translate.fakes import GLOSSARY, Scripted, soon

TERMS = Glossary((Term(source, target) for source, target in GLOSSARY.items()), "en")


class Bench:
    """A pipeline over one scripted engine and an empty memory."""

    def __init__(self, translator: Scripted | None = None) -> None:
        self.translator = translator or Scripted()
        self.memory = MemoryInProcess()
        self.pipeline = Pipeline(self.memory, Router([Engine(self.translator)]))

    async def run(
        self, *texts: str, keep: frozenset[str] = frozenset(), **more: object
    ) -> Translation:
        request = Request(Originals(texts, keep), "en", "fr", **more)  # type: ignore[arg-type]
        return await self.pipeline.translate(request, deadline=soon())


async def test_segments_come_back_in_order_with_their_marks_and_their_maker() -> None:
    bench = Bench()
    result = await bench.run("See **bus** `x<y`", "Take 25 km")
    assert [one.text for one in result.segments] == ["fr:See **bus** `x<y`", "fr:Take 25 km"]
    assert {(one.status, one.origin, one.engine, one.via) for one in result.segments} == {
        ("machine", "machine", "scripted", None)
    }
    assert not result.partial
    assert bench.translator.texts == [
        'See <x id="0"/>bus<x id="1"/> <x id="2"/>',
        'Take <x id="0"/>',
    ]


async def test_a_repeat_makes_no_call_at_all() -> None:
    bench = Bench()
    first = await bench.run("Bus lane", "Tram")
    bench.translator.batches.clear()
    bench.translator.asked = 0
    again = await bench.run("Tram", "Bus  lane")
    assert [one.text for one in again.segments] == ["fr:Tram", "fr:Bus lane"]
    assert {one.status for one in again.segments} == {"memory"}
    assert {one.engine for one in again.segments} == {one.engine for one in first.segments}
    assert bench.translator.batches == []


async def test_only_new_segments_are_asked_for_and_equal_ones_once() -> None:
    bench = Bench()
    await bench.run("Bus lane")
    bench.translator.batches.clear()
    result = await bench.run("Bus lane", "Tram", "Tram")
    assert bench.translator.texts == ["Tram"]
    assert [one.status for one in result.segments] == ["memory", "machine", "machine"]


async def test_what_a_person_made_is_shown_as_theirs() -> None:
    bench = Bench()
    unit = Unit(segment_key("Bus lane"), "en", "fr", "Bus lane", "Voie de bus", origin="human")
    await bench.memory.store([unit])
    (segment,) = (await bench.run("Bus lane")).segments
    assert (segment.text, segment.status, segment.origin) == ("Voie de bus", "memory", "human")


async def test_what_has_no_words_is_kept_and_is_no_failure() -> None:
    bench = Bench(Scripted(silent=EngineUnavailable()))
    result = await bench.run("https://a.example", "**42**", "")
    assert [one.text for one in result.segments] == ["https://a.example", "**42**", ""]
    assert {(one.status, one.reason) for one in result.segments} == {("kept", "no_words")}
    assert not result.partial
    assert bench.translator.asked == 0


@pytest.mark.parametrize("failure", [EngineUnavailable(), QuotaSpent(), Throttled()])
async def test_a_failed_engine_leaves_the_originals_and_says_why(
    failure: TranslationFailed,
) -> None:
    bench = Bench(Scripted(failures=[failure]))
    result = await bench.run("Bus", "42")
    assert [(one.text, one.reason) for one in result.segments] == [
        ("Bus", failure.code),
        ("42", "no_words"),
    ]
    assert result.partial
    assert not (await bench.run("Bus")).partial


async def test_an_unknown_pair_leaves_the_originals_and_says_so() -> None:
    result = await Bench(Scripted(pairs=[("de", "fr")])).run("Bus", glossary=TERMS)
    assert [one.reason for one in result.segments] == ["no_translation"]


async def test_segments_before_a_failure_are_kept_and_remembered() -> None:
    bench = Bench(Scripted(limits=Limits(items=1), failures=[None, QuotaSpent()]))
    result = await bench.run("Bus", "Tram")
    assert [(one.text, one.reason) for one in result.segments] == [
        ("fr:Bus", None),
        ("Tram", "quota"),
    ]
    assert result.partial
    again = await bench.run("Bus", "Tram")
    assert [one.status for one in again.segments] == ["memory", "machine"]


async def test_a_segment_that_loses_a_mask_keeps_its_original_alone() -> None:
    bench = Bench(
        Scripted(answer=lambda batch: [text.replace('<x id="1"/>', "") for text in batch.texts])
    )
    result = await bench.run("a **b** c", "`d` e")
    assert [(one.text, one.reason) for one in result.segments] == [
        ("a **b** c", "masks_lost"),
        ("`d` e", None),
    ]
    assert result.partial


async def test_a_text_without_an_answer_keeps_its_original() -> None:
    bench = Bench(Scripted(limits=Limits(characters=5)))
    result = await bench.run("Bus", "Tramway")
    assert [(one.text, one.reason) for one in result.segments] == [
        ("fr:Bus", None),
        ("Tramway", "unanswered"),
    ]


async def test_kept_words_and_glossary_words_stand_where_the_engine_puts_them() -> None:
    bench = Bench()
    result = await bench.run(
        "The ASEM working group", keep=frozenset({"ASEM"}), glossary=TERMS, context="Transport"
    )
    assert [one.text for one in result.segments] == ["fr:The ASEM groupe de travail"]
    assert bench.translator.batches == [
        Batch(['The <x id="0"/> <x id="1"/>'], "en", "fr", {}, "Transport")
    ]


async def test_an_engine_with_a_glossary_gets_the_words_and_the_glossary() -> None:
    bench = Bench(Scripted(glossary=True, answer=lambda batch: ["Les groupes de travail"]))
    await bench.run("The working groups", glossary=TERMS)
    assert bench.translator.batches == [Batch(["The working groups"], "en", "fr", GLOSSARY)]


async def test_where_such_an_engine_passes_a_term_over_it_is_masked() -> None:
    bench = Bench(Scripted(glossary=True))
    result = await bench.run("The working groups", "Tram", glossary=TERMS)
    assert [one.text for one in result.segments] == ["fr:The groupe de travail", "fr:Tram"]
    assert bench.translator.texts == ["The working groups", "Tram", 'The <x id="0"/>']


async def test_a_segment_of_terms_alone_needs_no_engine() -> None:
    bench = Bench()
    result = await bench.run("**Working Group**", glossary=TERMS)
    assert [(one.text, one.status) for one in result.segments] == [
        ("**groupe de travail**", "machine")
    ]
    assert bench.translator.batches == []


async def test_what_a_machine_said_before_there_was_a_term_is_made_anew() -> None:
    bench = Bench()
    await bench.run("The working group")
    again = await bench.run("The working group", glossary=TERMS)
    assert [one.text for one in again.segments] == ["fr:The groupe de travail"]
    assert [one.status for one in (await bench.run("The working group")).segments] == ["memory"]


async def test_what_a_person_said_counts_more_than_a_term() -> None:
    bench = Bench()
    key = segment_key("The working group")
    unit = Unit(key, "en", "fr", "The working group", "La commission", origin="human")
    await bench.memory.store([unit])
    (segment,) = (await bench.run("The working group", glossary=TERMS)).segments
    assert segment.text == "La commission"


async def test_what_is_not_translated_stays_as_it_is_written() -> None:
    terms = Glossary([Term("hub", "hub")], "en")
    (segment,) = (await Bench().run("All *Hubs*", glossary=terms)).segments
    assert segment.text == "fr:All *Hubs*"


async def test_what_a_term_becomes_is_no_markup() -> None:
    terms = Glossary([Term("star", "*é*_[x]")], "en")
    (segment,) = (await Bench().run("A star", glossary=terms)).segments
    assert segment.text == r"fr:A \*é\*\_\[x\]"


async def test_what_is_kept_is_kept_to_the_letter() -> None:
    result = await Bench().run("1 2", "1  2", "1\n2")
    assert [one.text for one in result.segments] == ["1 2", "1  2", "1\n2"]


async def test_no_segments_make_no_call() -> None:
    bench = Bench()
    assert (await bench.run()).segments == []
    assert bench.translator.asked == 0


@given(st.lists(st.text("ab *_`[]()<&>\n#@.1"), max_size=6))
async def test_no_segment_is_ever_lost(texts: list[str]) -> None:
    pipeline = Pipeline(MemoryInProcess(), Router([Engine(Pseudo({}))]))
    result = await pipeline.translate(Request(Originals(texts), "en", "fr"), deadline=soon())
    assert len(result.segments) == len(texts)
    assert not result.partial
    for text, segment in zip(texts, result.segments, strict=True):
        assert segment.status == "machine" or segment.text == text

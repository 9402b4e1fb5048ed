import time

import pytest
from pydantic import TypeAdapter

from i18n.translate.refusals import EngineUnavailable, Throttled, TooLate, WrongAnswer
from i18n.translate.service import JsonService
from tests.fakes import faults
from tests.i18n.translate.fixtures import Running

ANY = TypeAdapter(dict[str, object])
GOOD = {"q": ["a"], "source": "en", "target": "fr", "api_key": "secret"}


async def ask(running: Running, *, seconds: float = 5.0, pauses: tuple[float, ...] = ()) -> object:
    service = JsonService(running[1], pauses=pauses)
    request = service.post("/translate", json=GOOD)
    try:
        return await service.ask(request, ANY, deadline=time.monotonic() + seconds)
    finally:
        await service.aclose()


async def test_it_tries_as_often_again_as_there_are_pauses(libretranslate: Running) -> None:
    libretranslate[0].faults.extend([faults.broken, faults.throttled])
    assert await ask(libretranslate, pauses=(0.0, 0.001)) == {"translatedText": ["[fr] a"]}
    libretranslate[0].faults.extend([faults.broken] * 3)
    with pytest.raises(EngineUnavailable):
        await ask(libretranslate, pauses=(0.0, 0.001))
    assert libretranslate[0].faults == []


async def test_it_does_not_wait_past_the_deadline(libretranslate: Running) -> None:
    libretranslate[0].faults.append(faults.throttled_for_an_hour)
    with pytest.raises(Throttled) as raised:
        await ask(libretranslate, pauses=(0.0,))
    assert raised.value.retry_after == 3600
    libretranslate[0].faults.append(faults.broken)
    with pytest.raises(EngineUnavailable):
        await ask(libretranslate, pauses=(60.0,))


async def test_what_does_not_pass_is_not_tried_again(libretranslate: Running) -> None:
    libretranslate[0].faults.extend([faults.not_json, faults.broken])
    with pytest.raises(WrongAnswer):
        await ask(libretranslate, pauses=(0.0,))
    assert libretranslate[0].faults == [faults.broken]


async def test_a_deadline_that_has_passed_is_late(libretranslate: Running) -> None:
    with pytest.raises(TooLate):
        await ask(libretranslate, seconds=-1)


async def test_a_wrongly_packed_answer_is_a_wrong_answer(libretranslate: Running) -> None:
    libretranslate[0].faults.append(faults.not_gzip)
    with pytest.raises(WrongAnswer):
        await ask(libretranslate)


async def test_a_date_to_come_back_at_is_not_read(libretranslate: Running) -> None:
    libretranslate[0].faults.append(faults.throttled_until_a_date)
    with pytest.raises(Throttled) as raised:
        await ask(libretranslate)
    assert raised.value.retry_after is None

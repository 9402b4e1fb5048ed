"""The provider against Apertium itself: its web service APY, and the pair English–Spanish.

Debian has both: `apertium-apy` and `apertium-eng-spa`.
"""

import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx2
import pytest

from forum.__main__ import main
from i18n.translate.apertium import Apertium
from i18n.translate.base import Batch
from i18n.translate.refusals import CallRefused
from tests.factories import prepared
from tests.i18n.translate.fakes import soon
from tests.services.apertium import MODES, PROGRAM, missing_apertium
from tests.services.child import ChildProcess, Command
from tests.services.ports import free_port


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Apertium that this machine has; without one, tests are skipped."""
    if missing := missing_apertium():
        pytest.skip(f"needs {' and '.join(missing)}")
    folder, port = tmp_path_factory.mktemp("apertium"), free_port()
    url = f"http://127.0.0.1:{port}"
    process = ChildProcess(
        Command([PROGRAM, "--port", str(port), str(MODES)], folder, folder / "log")
    )

    def ready() -> bool:
        try:
            return httpx2.get(f"{url}/listPairs").status_code == 200
        except httpx2.HTTPError:
            return False

    process.start()
    process.wait_until(ready, seconds=60)
    yield url
    process.stop(seconds=20)


@pytest.fixture
async def engine(service: str) -> AsyncIterator[Apertium]:
    engine = Apertium({"url": service})
    yield engine
    await engine.aclose()


async def test_it_has_the_pairs_that_are_installed_both_ways(engine: Apertium) -> None:
    covers = (await engine.capabilities()).covers
    assert covers("en", "es")
    assert covers("es", "en")
    assert not covers("en", "th")


async def test_texts_are_translated_and_what_is_masked_stays(engine: Apertium) -> None:
    await engine.capabilities()
    texts = ["The house is big.", 'The house of <x id="0"/> is big.', "One &amp; two."]
    plain, masked, escaped = await engine.translate(Batch(texts, "en", "es"), deadline=soon())
    assert plain == "La casa es grande."
    assert '<x id="0"/>' in masked
    assert masked.startswith("La casa de")
    assert "&amp;" in escaped


async def test_a_pair_that_is_not_installed_is_refused(engine: Apertium) -> None:
    await engine.capabilities()
    with pytest.raises(CallRefused):
        await engine.translate(Batch(["Hello"], "en", "th"), deadline=soon())


def test_the_check_of_the_installation_names_it(
    service: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'forum.db'}"
    prepared(url)
    values = {
        "DATA": str(tmp_path),
        "DATABASE": url,
        "TRANSLATORS": "apertium",
        "APERTIUM_URL": service,
    }
    for name, value in values.items():
        monkeypatch.setenv(f"FORUM_{name}", value)
    main(["check", "--json"])
    engines = json.loads(capsys.readouterr().out)["engines"]
    assert engines["ok"]
    assert engines["detail"].startswith("apertium (")

from pathlib import Path

import pytest

from i18n.translate import ENTRY_POINTS, UnknownTranslator, WrongOptions, open_translators
from i18n.translate.apertium import Apertium
from i18n.translate.pseudo import Pseudo


def test_engines_are_opened_in_the_order_given_with_their_own_options() -> None:
    options = {"apertium": {"url": "http://127.0.0.1:2737"}, "libretranslate": {}}
    engines = open_translators(["pseudo", "apertium", "memory"], options)
    assert [engine.name for engine in engines] == ["pseudo", "apertium", "memory"]
    assert isinstance(engines[1], Apertium)


def test_no_names_open_no_engines() -> None:
    assert open_translators([]) == []


def test_an_unknown_name_is_refused_and_the_known_ones_are_told() -> None:
    with pytest.raises(UnknownTranslator, match=r"babelfish.*libretranslate"):
        open_translators(["babelfish"])


@pytest.mark.parametrize("name", ["pseudo", "memory", "apertium", "libretranslate"])
def test_an_unknown_option_is_refused(name: str) -> None:
    with pytest.raises(WrongOptions):
        open_translators([name], {name: {"url": "http://127.0.0.1", "colour": "blue"}})


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another package on the path that registers two engines."""
    package = tmp_path / "other-1.0.dist-info"
    package.mkdir()
    (package / "METADATA").write_text("Metadata-Version: 2.1\nName: other\nVersion: 1.0\n")
    (package / "entry_points.txt").write_text(
        f"[{ENTRY_POINTS}]\nother = other_engine:Other\npseudo = other_engine:Other\n"
    )
    (tmp_path / "other_engine.py").write_text(
        "class Other:\n    name = 'other'\n\n    def __init__(self, options):\n"
        "        self.options = options\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))


@pytest.mark.usefixtures("installed")
def test_another_package_may_register_an_engine_but_not_replace_one() -> None:
    other, pseudo = open_translators(["other", "pseudo"], {"other": {"key": "x"}})
    assert other.name == "other"
    assert vars(other)["options"] == {"key": "x"}
    assert isinstance(pseudo, Pseudo)

import pytest

from i18n.translate.tags import Pairs, differ, house_tag


def test_a_code_becomes_the_tag_of_the_house() -> None:
    assert house_tag("zlm") == "ms"
    assert house_tag("zt", {"zt": "zh-Hant"}) == "zh-Hant"
    assert house_tag("tlh") is None


@pytest.mark.parametrize("pair", [("en", "en"), ("pt", "pt-BR"), ("en", "??"), ("??", "!!")])
def test_a_language_does_not_differ_from_itself_or_from_none(pair: tuple[str, str]) -> None:
    assert not differ(*pair)


def test_the_first_code_of_a_pair_counts_and_tags_come_in_any_form() -> None:
    pairs = Pairs([("en", "pt-PT", "en|por"), ("en", "pt-PT", "en|por_BR"), (None, "en", "x|en")])
    assert pairs.code("en-GB", "pt") == "en|por"
    assert pairs.covers("en", "pt-BR")
    assert not pairs.covers("pt", "en")
    assert not pairs.covers("tlh", "en")


def test_a_script_is_never_dropped() -> None:
    pairs = Pairs([("en", "zh-Hans", "en|zh")])
    assert pairs.covers("en", "zh-CN")
    assert not pairs.covers("en", "zh-TW")

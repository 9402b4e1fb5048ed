"""What a list of words finds, and by what it is known."""

from forum.blocked_words.rules import Blocklist, Consequence, Entry, digest, strict
from i18n.wordlists import key_of

HINT, HOLD, REFUSE = Consequence


def entry(word: str, language: str = "", consequence: Consequence = HINT) -> Entry:
    return Entry(key_of(word), word, language, consequence)


def test_a_word_counts_in_texts_of_its_language() -> None:
    chat, any_ = entry("chat", "fr"), entry("chat")
    found = Blocklist([chat, any_])
    assert set(found.found_in("Le chat dort.", "fr")) == {chat, any_}
    assert list(found.found_in("Join our chat.", "en")) == [any_]
    chinese = Blocklist([entry("赌博", "zh")])
    assert len(chinese.found_in("网络赌博", "zh-Hans")) == 1


def test_a_list_is_known_by_what_is_in_it_in_any_order() -> None:
    one, other = entry("watch"), entry("casino", consequence=REFUSE)
    assert digest([one, other]) == digest([other, one])
    assert digest([one]) != digest([entry("watch", consequence=HOLD)])
    assert digest([]) == ""
    assert strict([one, other]) == [other]

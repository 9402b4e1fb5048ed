"""An engine that turns a few sentences of Khmer into French, as LibreTranslate would."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from tests.fakes.libretranslate import FakeLibreTranslate

TITLE, TEXT = "មេរៀនអំពីស្រូវ", "វគ្គនេះបង្រៀនអំពីការដាំស្រូវនៅតំបន់ទឹកជំនន់។"
WORDS: Mapping[str, str] = {
    TITLE: "Leçons sur le riz",
    TEXT: "Ce cours enseigne la riziculture en zone inondable.",
}


class KhmerIntoFrench(FakeLibreTranslate):
    """Has this one pair, so that all others are left to the next engine."""

    targets: ClassVar[Mapping[str, list[str]]] = {"km": ["fr"]}

    def __init__(self) -> None:
        super().__init__()
        self.mangle = _in_french


def _in_french(answers: Sequence[str]) -> list[str]:
    texts = [answer.removeprefix("[fr] ") for answer in answers]
    return [WORDS.get(text, text) for text in texts]

"""An engine that turns a few sentences of Lao into French, over DeepL's interface."""

import threading
from collections.abc import Mapping, Sequence

from tests.fakes.deepl import FakeDeepL

GREETING, COURSE, LATER = (
    "ສະບາຍດີທຸກຄົນ",
    "ຫຼັກສູດນີ້ສອນການທໍຜ້າໄໝ",
    "ຫຼັກສູດນີ້ເລີ່ມໃນເດືອນໜ້າ",
)
WORDS: Mapping[str, str] = {
    GREETING: "Salut tout le monde",
    COURSE: "Ce cours enseigne le tissage de la soie",
    LATER: "Ce cours commence le mois prochain",
}
PATIENCE = 20.0
"""Seconds after which an engine that was told to wait answers all the same."""


class LaoIntoFrench(FakeDeepL):
    """Has this one pair, so that all others are left to the next engine.

    Attributes:
        may_answer: while it is not set, answers wait.
    """

    sources = ("LO",)
    targets = ("FR",)

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.mangle = self._in_french

    def _in_french(self, answers: Sequence[str]) -> list[str]:
        self.may_answer.wait(PATIENCE)
        texts = [answer.removeprefix("[FR] ") for answer in answers]
        return [WORDS.get(text, text) for text in texts]

"""What is said in the sessions of the demonstration: articles of the Universal Declaration.

Delegates read an article in their language; a captioner writes down what they say, and an
interpreter says it in English.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forum.decisions.rules import Method
from forum.demo.declaration import Texts, article, title
from forum.demo.hall import Beat, Hall, Words
from forum.demo.people import ADMINISTRATOR, MEMBERS, MODERATOR
from forum.live.captions.rules import Via
from forum.live.captions.schemas import SegmentDraft
from forum.live.floor.commands import Command
from forum.live.floor.rules import SlotState
from forum.live.parts import Part
from i18n.segment import graphemes, sentences

CHAIR = "aminah"
RAPPORTEUR = "zofia"
CAPTIONER = "mette"
INTERPRETER = "sanne"
DELEGATES = {
    "camille": "fr",
    "somchai": "th",
    "linh": "vn",
    "jiwoo": "kr",
    "dewi": "id",
    "sakura": "jp",
}
"""Who speaks, and for which delegation; the last decides nothing for it."""
VOTERS = ("camille", "somchai", "linh", "jiwoo", "dewi")
GUESTS = ("aisha", "lucia", "erik", "xiaoming")
PARTS: Sequence[tuple[str, Part, str | None]] = (
    (CHAIR, Part.CHAIR, None),
    (MODERATOR.handle, Part.VICE_CHAIR, None),
    (RAPPORTEUR, Part.RAPPORTEUR, None),
    (CAPTIONER, Part.CAPTIONER, None),
    (INTERPRETER, Part.INTERPRETER, None),
    *((who, Part.DELEGATE, slug) for who, slug in DELEGATES.items()),
    ("jonas", Part.OBSERVER, "at"),
    *((who, Part.OBSERVER, None) for who in GUESTS),
)
"""Handle, part and delegation of everybody who takes part."""
LANGUAGES = ["en", "fr", "th", "vi", "ko", "id", "ja", "zh-Hans", "ur"]
HOST = ADMINISTRATOR.handle
QUESTIONS = (
    ("lucia", Words("¿Quién reconoce los certificados de los cursos abiertos?", "es")),
    ("erik", Words("Hur når vi dem som saknar uppkoppling?", "sv")),
    ("lucia", Words("¿En qué lenguas se ofrecerán los cursos?", "es")),
    ("erik", Words("Vem betalar för översättningen?", "sv")),
)
POLL = Words("Shall we come back to this article tomorrow?", "en")

_LANGUAGE = {person.handle: person.language for person in MEMBERS}
_NAME = {person.handle: person.name for person in MEMBERS}
_MOST_SENTENCES = 3
_LONGEST = 480


@dataclass(frozen=True, slots=True)
class Debate:
    """What is said on one item: an article, by three delegates.

    Attributes:
        texts: the Declaration by language.
        number: of the article, from 1.
    """

    texts: Texts
    number: int

    @property
    def title(self) -> str:
        """Of the item, in English."""
        return title(article(self.texts["en"], self.number))

    @property
    def speakers(self) -> Sequence[str]:
        """Who speaks, in that order: others on each article."""
        order = [*DELEGATES]
        first = self.number % len(order)
        return [*order[first:], *order[:first]][:3]

    def said(self, who: str) -> Words:
        """What somebody says."""
        return self._in(_LANGUAGE[who])

    def _in(self, language: str) -> Words:
        return Words(" ".join(_lines(self.texts, self.number, language)), language)

    def beats(self, hall: Hall) -> Iterator[Beat]:
        """The debate, from names on the list to the last speaker."""
        for who in self.speakers:
            yield Beat(3, who, hall.ask_floor(who, self.said(who)))
        yield Beat(3, "aisha", hall.say(self._line("aisha")))
        asker, question = QUESTIONS[self.number % len(QUESTIONS)]
        for place, who in enumerate(self.speakers):
            yield from self._speech(hall, who)
            if place == 0:
                yield Beat(2, asker, hall.ask(asker, question))
                yield Beat(2, "xiaoming", hall.upvote(asker))
                yield Beat(3, "xiaoming", hall.say(self._line("xiaoming")))
        yield from self._poll(hall)
        if self.number % 2:
            yield Beat(4, CHAIR, hall.answer(asker))

    def _speech(self, hall: Hall, who: str) -> Iterator[Beat]:
        yield Beat(4, CHAIR, hall.order(who, Command.CALL, SlotState.LISTED))
        yield Beat(3, CHAIR, hall.order(who, Command.START, SlotState.CALLED))
        own = _lines(self.texts, self.number, _LANGUAGE[who])
        english = _lines(self.texts, self.number, "en")
        for place, line in enumerate(own):
            key = f"{self.number}-{who}-{place}"
            segment = SegmentDraft(
                key=key, text=line, language=_LANGUAGE[who], heard=_NAME[who], via=Via.TYPED
            )
            yield from _written(hall, segment)
            if place < len(english):
                told = {"text": english[place], "language": "en", "via": Via.INTERPRETED}
                yield Beat(2, INTERPRETER, hall.caption(segment.model_copy(update=told)))
        yield Beat(4, CHAIR, hall.order(who, Command.STOP, SlotState.SPEAKING))

    def _poll(self, hall: Hall) -> Iterator[Beat]:
        yield Beat(4, CHAIR, hall.propose(Method.STRAW, POLL))
        for place, who in enumerate(VOTERS):
            choice = "abstain" if place == 0 else ("yes", "no")[(self.number + place) % 3 == 0]
            yield Beat(3, who, hall.vote(choice))
        yield Beat(4, CHAIR, hall.close_poll())

    def _line(self, who: str) -> Words:
        return Words(_lines(self.texts, self.number, _LANGUAGE[who])[0], _LANGUAGE[who])


def _written(hall: Hall, segment: SegmentDraft) -> Iterator[Beat]:
    """A segment as a captioner sends it: what is heard of it so far, more of it, and all."""
    whole = [*graphemes(segment.text)]
    for part in (1, 2):
        heard = "".join(whole[: max(1, len(whole) * part // 3)])
        partial = segment.model_copy(update={"text": heard, "final": False})
        yield Beat(1.5, CAPTIONER, hall.caption(partial))
    yield Beat(2, CAPTIONER, hall.caption(segment))


def _lines(texts: Texts, number: int, language: str) -> Sequence[str]:
    """The first sentences of an article, each as a line of captions."""
    paragraphs = article(texts[language], number)["paragraphs"]
    items = [
        line.partition(". ")[2] if line[:1].isdigit() else line
        for text in paragraphs
        for line in text.split("\n")
    ]
    found = [one.strip()[:_LONGEST] for item in items for one in sentences(item)]
    return [one for one in found if one][:_MOST_SENTENCES]

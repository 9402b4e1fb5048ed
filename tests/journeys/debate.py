"""Twenty minutes of a debate: who does what, when, in which language.

In the room are Chanda, the chair; Ploy for Thailand and Camille for France; and Ines, who writes
down what they say. `who` of a caption is who speaks; of all else, who acts.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Beat(NamedTuple):
    """Something that happens.

    Attributes:
        at: minutes and seconds after the beginning.
        who: does or says it: `chanda`, `ploy`, `camille`, or "": nobody in particular.
        act: what; see `player.Player`.
        text: that is said, or names what the act is about.
        language: BCP 47 tag of the text.
    """

    at: str
    who: str
    act: str
    text: str = ""
    language: str = ""

    @property
    def seconds(self) -> int:
        """After the beginning."""
        minutes, _, seconds = self.at.partition(":")
        return int(minutes) * 60 + int(seconds)


COSTS = "Qui paie la traduction des cours ?"
REACH = "จะเข้าถึงผู้ที่ไม่มีอินเทอร์เน็ตอย่างไร"
RECOGNISE, TOMORROW = "Shall certificates be recognised?", "Shall we go on tomorrow?"

SCRIPT: Sequence[Beat] = (
    Beat("00:00", "chanda", "begin"),
    Beat("00:05", "chanda", "open item", "2"),
    Beat("00:10", "chanda", "open list"),
    Beat("00:15", "chanda", "caption", "We turn to the recognition of open courses.", "en"),
    Beat("00:25", "ploy", "ask", "statement"),
    Beat("00:30", "chanda", "caption", "The list of speakers is open.", "en"),
    Beat("00:40", "camille", "ask", "statement"),
    Beat("00:50", "ploy", "chat", "สวัสดีทุกท่าน", "th"),
    Beat("01:00", "chanda", "call", "ploy"),
    Beat("01:05", "chanda", "start", "ploy"),
    Beat("01:10", "ploy", "caption", "ขอบคุณท่านประธาน", "th"),
    Beat("01:30", "ploy", "caption", "หลักสูตรเปิดของเราให้ทุกคนเรียนได้", "th"),
    Beat("01:50", "camille", "chat", "Bonjour à toutes et à tous.", "fr"),
    Beat("02:00", "ploy", "caption", "ปีที่แล้วมีผู้เรียนสองล้านคน", "th"),
    Beat("02:20", "camille", "question", COSTS, "fr"),
    Beat("02:30", "ploy", "caption", "แต่ใบรับรองยังไม่ได้รับการยอมรับ", "th"),
    Beat("02:40", "ploy", "upvote", COSTS),
    Beat("03:00", "ploy", "caption", "เราเสนอให้ยอมรับซึ่งกันและกัน", "th"),
    Beat("03:20", "chanda", "chat", "Two minutes are left.", "en"),
    Beat("03:40", "ploy", "caption", "ขอบคุณค่ะ", "th"),
    Beat("04:05", "chanda", "stop", "ploy"),
    Beat("04:10", "chanda", "caption", "I thank the delegate of Thailand.", "en"),
    Beat("04:20", "chanda", "call", "camille"),
    Beat("04:30", "chanda", "start", "camille"),
    Beat("04:35", "camille", "caption", "Merci, Madame la Présidente.", "fr"),
    Beat("04:50", "ploy", "chat", "ได้ยินชัดเจน", "th"),
    Beat("05:00", "camille", "caption", "La France partage cet avis.", "fr"),
    Beat("05:10", "ploy", "question", REACH, "th"),
    Beat("05:20", "camille", "caption", "Mais qui garantit la qualité ?", "fr"),
    Beat("05:30", "ploy", "point"),
    Beat("05:35", "ploy", "caption", "ขอประท้วง เรื่องนี้อยู่ในวาระอื่น", "th"),
    Beat("05:50", "chanda", "dismiss", "ploy"),
    Beat("05:55", "chanda", "caption", "The point is not well taken; please go on.", "en"),
    Beat("06:00", "chanda", "resume", "camille"),
    Beat("06:10", "camille", "caption", "Je poursuis.", "fr"),
    Beat("06:20", "ploy", "chat", "รับทราบ", "th"),
    # Camille's line goes; she speaks on by the telephone, and Ines writes on.
    Beat("06:30", "", "away"),
    Beat("06:40", "camille", "caption", "Un cadre commun existe déjà.", "fr"),
    Beat("07:00", "ploy", "chat", "Camille หลุดจากห้อง", "th"),
    Beat("07:20", "camille", "caption", "Il suffit de l'appliquer.", "fr"),
    Beat("07:40", "chanda", "chat", "We hear her by telephone.", "en"),
    Beat("08:00", "camille", "caption", "Je vous remercie.", "fr"),
    Beat("08:10", "chanda", "stop", "camille"),
    Beat("08:20", "chanda", "answer", COSTS),
    Beat("08:30", "chanda", "caption", "That question was answered just now.", "en"),
    Beat("09:00", "ploy", "chat", "ขอบคุณ", "th"),
    Beat("09:30", "chanda", "caption", "Are there other speakers?", "en"),
    Beat("10:00", "ploy", "ask", "intervention"),
    Beat("10:10", "chanda", "call", "ploy"),
    Beat("10:15", "chanda", "start", "ploy"),
    Beat("10:20", "ploy", "caption", "ขอเพิ่มเติมสั้น ๆ", "th"),
    Beat("10:40", "ploy", "caption", "ควรเริ่มจากหลักสูตรครู", "th"),
    Beat("11:15", "chanda", "stop", "ploy"),
    Beat("11:30", "", "back"),
    Beat("11:40", "camille", "chat", "Me revoici.", "fr"),
    Beat("12:00", "chanda", "caption", "We come to the vote.", "en"),
    Beat("12:10", "chanda", "propose", RECOGNISE, "show_of_hands"),
    Beat("12:30", "ploy", "vote", RECOGNISE, "yes"),
    Beat("12:50", "camille", "vote", RECOGNISE, "yes"),
    Beat("13:10", "chanda", "close vote", RECOGNISE),
    Beat("13:20", "chanda", "caption", "It is so decided.", "en"),
    Beat("13:40", "ploy", "chat", "ยินดีด้วย", "th"),
    Beat("14:00", "camille", "upvote", REACH),
    Beat("14:20", "chanda", "caption", "One question is open.", "en"),
    Beat("14:40", "camille", "ask", "intervention"),
    Beat("14:50", "chanda", "call", "camille"),
    Beat("15:00", "chanda", "start", "camille"),
    Beat("15:05", "camille", "caption", "Par la radio, comme chez nous.", "fr"),
    Beat("15:30", "ploy", "chat", "วิทยุก็ดี", "th"),
    Beat("16:00", "chanda", "stop", "camille"),
    Beat("16:20", "chanda", "propose", TOMORROW, "roll_call"),
    Beat("16:30", "camille", "vote", TOMORROW, "no"),
    Beat("16:50", "ploy", "vote", TOMORROW, "yes"),
    Beat("17:10", "chanda", "close vote", TOMORROW),
    Beat("17:30", "chanda", "caption", "The votes are equal.", "en"),
    Beat("18:00", "camille", "chat", "Alors, une autre fois.", "fr"),
    Beat("18:30", "chanda", "close list"),
    Beat("19:00", "chanda", "caption", "I thank you all.", "en"),
    Beat("19:30", "ploy", "chat", "ขอบคุณและสวัสดี", "th"),
    Beat("20:00", "chanda", "end"),
)
"""In the order of time."""
SPOKEN = {"ploy": 180 + 60, "camille": 60 + 130 + 60}
"""Seconds that each had the floor for statements and interventions, interruptions left out."""

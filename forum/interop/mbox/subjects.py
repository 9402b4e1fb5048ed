"""Subjects without the marks that mailers and lists put before them."""

import re
import unicodedata
from dataclasses import dataclass

# Kept apart by commas; as mailers write them in the languages of the site.
_REPLY = (
    "re, res, r, rép, réf, ref, rif, aw, antw, antwort, sv, vs, vá, odp, odpo, ynt, cevap, atb,"
    "ats, hs, bls, balas, απ, σχετ, ответ, отв, отг, на, хариу, жауап, tl, trả lời, phúc đáp,"
    "sagot, ตอบ, ตอบกลับ, 回复, 回覆, 答复, 答覆, 返信, 답장, 회신, 답변, जवाब, உத்தரம், جواب"
)
_FORWARD = (
    "fw, fwd, wg, tr, trs, rv, enc, vl, vb, pd, pdl, i, i̇lt, ilt, doorst, továbbítás, πρθ, пересл,"
    "переслать, chuyển tiếp, ส่งต่อ, 转发, 轉寄, 轉發, 転送, 전달"
)
_LONGEST = 400


def _marks(words: str) -> str:
    """Write the alternatives of a pattern, the longest first."""
    each = (re.escape(word.strip()) for word in words.split(","))
    return "|".join(sorted(each, key=len, reverse=True))


_COUNT = r"(?:\s?(?:\[\d{1,4}\]|\(\d{1,4}\)|\*\d{1,4}|\^\d{1,4}|\d{1,3}))?"
_MARK = re.compile(
    rf"(?:(?P<reply>{_marks(_REPLY)})|(?:{_marks(_FORWARD)})){_COUNT}\s?[:：]\s*", re.IGNORECASE
)
_LIST = re.compile(r"\[[^\[\]]{1,60}\]\s*(?=\S)")
_FORWARDED = re.compile(r"\s*\((?:fwd|fw)\)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """A subject as written, what it is about, and whether it carried the mark of a reply."""

    text: str
    topic: str
    is_reply: bool


def parse_subject(text: str) -> Subject:
    """Strip reply and forward marks of many languages and names of lists, in any order.

    What is left is never empty unless `text` is: a mark that nothing follows is the subject.
    """
    rest, is_reply = unicodedata.normalize("NFC", text[:_LONGEST]).strip(), False
    while found := _MARK.match(rest) or _LIST.match(rest):
        if found.end() == len(rest):
            break
        is_reply = is_reply or bool(found.re is _MARK and found["reply"])
        rest = rest[found.end() :]
    return Subject(text, _FORWARDED.sub("", rest) or rest, is_reply)


def topic_key(topic: str) -> str:
    """Fold a topic for comparing: case, width and white space do not matter."""
    return " ".join(unicodedata.normalize("NFKC", topic).casefold().split())

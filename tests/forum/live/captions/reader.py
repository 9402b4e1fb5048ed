"""A strict reader of WebVTT after the grammar of the W3C: whatever it does not name, it refuses."""

import html
import re
from dataclasses import dataclass
from itertools import pairwise

TIME = r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"{TIME} --> {TIME}")
ENTITY = re.compile(r"&(amp|lt|gt|lrm|rlm|nbsp);")
TOKEN = re.compile(r"<(/?)(v|lang)(?: ([^<>\n]+))?>|([^<]+)")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


class NotWebVtt(Exception):
    """The file is not as the grammar wants it."""


@dataclass(frozen=True)
class Cue:
    """A cue as it was read."""

    id: str
    began: int
    ended: int
    text: str
    speaker: str
    language: str
    comment: str


def need(holds: object, what: str) -> None:
    if not holds:
        raise NotWebVtt(what)


def read(file: str) -> list[Cue]:
    """Every cue of a file, with the comment just above it; cues must not overlap."""
    need("\r" not in file and "\x00" not in file, "line ends and characters")
    head, _, body = file.partition("\n\n")
    need(head in ("WEBVTT", "WEBVTT\n"), "signature")
    cues: list[Cue] = []
    comment = ""
    for block in body.removesuffix("\n").split("\n\n") if body else ():
        if re.match(r"NOTE[ \t\n]", block):
            need("-->" not in block, "comment")
            comment = unescaped(block[len("NOTE ") :])
            continue
        cues.append(cue(block, comment))
        comment = ""
    for one, following in pairwise(cues):
        need(one.ended <= following.began, "overlap")
    need(len({one.id for one in cues}) == len(cues), "identifiers")
    return cues


def cue(block: str, comment: str) -> Cue:
    name, _, rest = block.partition("\n")
    times, _, payload = rest.partition("\n")
    need(name and "-->" not in name, "identifier")
    timing = TIMING.fullmatch(times)
    need(timing, "timing")
    assert timing is not None
    began, ended = milliseconds(*timing.groups()[:4]), milliseconds(*timing.groups()[4:])
    need(began < ended, "order of times")
    need(payload and not payload.startswith("\n"), "payload")
    return Cue(name, began, ended, *spans(payload), comment)


def milliseconds(hour: str, minute: str, second: str, rest: str) -> int:
    return ((int(hour) * 60 + int(minute)) * 60 + int(second)) * 1_000 + int(rest)


def spans(payload: str) -> tuple[str, str, str]:
    """Text, voice and language of a payload whose spans go around all of it."""
    need("-->" not in payload, "arrow in payload")
    speaker = language = text = ""
    inside: list[str] = []
    at = 0
    for token in TOKEN.finditer(payload):
        need(token.start() == at, "tag")
        at = token.end()
        is_end, tag, annotation, words = token.groups()
        if words is not None:
            text += unescaped(words)
        elif is_end:
            need(inside and inside.pop() == tag and annotation is None, "end of span")
        else:
            need(not text and annotation, "span")
            inside.append(tag)
            speaker = unescaped(annotation) if tag == "v" else speaker
            language = annotation if tag == "lang" else language
    need(at == len(payload) and not inside, "open span")
    need(not language or LANGUAGE.fullmatch(language), "language")
    return text, speaker, language


def unescaped(text: str) -> str:
    need("&" not in ENTITY.sub("", text), "ampersand")
    need(">" not in text, "greater-than sign")
    return ENTITY.sub(lambda found: html.unescape(found[0]), text)

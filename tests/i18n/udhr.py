"""The Universal Declaration, sentence by sentence: real text in the languages of the interface."""

import json
import re
from functools import cache
from pathlib import Path

from i18n.segment import sentences

_FOLDER = Path(__file__).parents[2] / "forum" / "demo" / "udhr"
_NUMBERING = re.compile(r"^\(?\w{1,3}[.)]\s*", re.MULTILINE)

TAGS = sorted(path.stem for path in _FOLDER.glob("*.json"))


@cache
def declaration(tag: str) -> list[str]:
    """Its sentences of ten characters and more, without the numbers of lists."""
    text = json.loads((_FOLDER / f"{tag}.json").read_text(encoding="utf-8"))
    articles = [paragraph for article in text["articles"] for paragraph in article["paragraphs"]]
    paragraphs = [_NUMBERING.sub("", paragraph) for paragraph in [*text["preamble"], *articles]]
    return [
        sentence
        for paragraph in paragraphs
        for line in paragraph.splitlines()
        for sentence in sentences(line)
        if len(sentence) >= 10
    ]

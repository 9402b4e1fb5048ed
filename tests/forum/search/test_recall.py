"""Words from inside real sentences are found, in each language and on each database.

The truth is what a reader would say: a sentence holds a word if its letters stand there one after
the other. A search cuts text into words by ICU, which takes some compounds for one word; therefore
not every such sentence is found, and the share that is has a floor.
"""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from forum.app import Product
from forum.core.ids import PostId
from forum.search import queries
from forum.search.documents import Source, Wording, documents
from forum.search.rules import place, post_at
from i18n.folding import normalised
from i18n.segment import words
from tests import factories
from tests.i18n.udhr import declaration

LANGUAGES = (
    "th", "lo", "km", "my", "zh-Hans", "ja", "ko", "vi", "hi", "ta", "ur", "el", "ru", "de", "fr",
    "mn", "kk", "id",
)  # fmt: skip
FLOOR = 0.98
_ASKED = 12
"""Words of each language."""

"""What a glossary says of the segments of one request."""

import re
from collections.abc import Collection, Mapping

from i18n.translate.glossary import Found, has_term
from i18n.translate.marks import Place
from i18n.translate.memory import Unit
from i18n.translate.translation import Request

_ACTIVE = re.compile(r"[\\`*_\[\]<>&~]")


class Terms:
    """The terms in each segment, by the segment's key; looked for once.

    Args:
        request: whose glossary counts.
        texts: the segments by their keys.
    """

    def __init__(self, request: Request, texts: Mapping[str, str]) -> None:
        glossary = request.glossary
        self._target, self._texts = request.target, texts
        self._found: Mapping[str, list[Found]] = (
            {key: glossary.find(text) for key, text in texts.items()} if glossary else {}
        )

    def places(self, key: str) -> Mapping[Place, str]:
        """Where terms stand in a segment, and the Markdown that must stand there instead."""
        found = self._found.get(key, ())
        return {(one.start, one.end): self._wanted(key, one) for one in found}

    def glossary(self, keys: Collection[str]) -> Mapping[str, str]:
        """The terms in these segments, for an engine that applies them by itself."""
        found = (one.term for key in keys for one in self._found.get(key, ()))
        return {term.source: term.target for term in found}

    def stand_in(self, key: str, text: str) -> bool:
        """Whether a translation of a segment holds what its terms must become."""
        return all(
            self._wanted(key, one) in text or has_term(text, one.term.target, self._target)
            for one in self._found.get(key, ())
        )

    def _wanted(self, key: str, found: Found) -> str:
        """What a term becomes; one that is not translated stays with its ending."""
        if found.term.target == found.term.source:
            return self._texts[key][found.start : found.end]
        return _ACTIVE.sub(r"\\\g<0>", found.term.target)

    def allow(self, unit: Unit) -> bool:
        """Whether a remembered unit may be shown; what a person has said always may."""
        return unit.origin != "machine" or self.stand_in(unit.key, unit.text)

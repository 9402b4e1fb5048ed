"""From the tags of the house to the codes of an engine, and back."""

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from i18n.languages import UnknownLanguage, canonical

Code = TypeVar("Code")


def house_tag(code: str, own: Mapping[str, str] | None = None) -> str | None:
    """The canonical tag that an engine means by `code`; `None` if the house has no such language.

    Args:
        code: any form that `i18n.languages.canonical` takes.
        own: what the engine calls otherwise than by a language tag.
    """
    try:
        return canonical((own or {}).get(code, code))
    except UnknownLanguage:
        return None


def differ(source: str, target: str) -> bool:
    """Whether both tags are languages of the house, and not the same one."""
    tags = {house_tag(source), house_tag(target)}
    return len(tags) == 2 and None not in tags  # noqa: PLR2004 (a pair)


class Pairs(Generic[Code]):
    """The ordered pairs of languages that an engine lists, each with its own code for the pair.

    Args:
        listed: source tag, target tag, code. Where two entries mean the same pair (`pt` and `pt-BR`
            are one language here), the first one counts.
    """

    def __init__(self, listed: Iterable[tuple[str | None, str | None, Code]] = ()) -> None:
        self._codes: dict[tuple[str | None, str | None], Code] = {}
        for source, target, code in listed:
            if source is not None and target is not None:
                self._codes.setdefault((source, target), code)

    def code(self, source: str, target: str) -> Code | None:
        """The engine's code for a pair of tags in any form; `None` if it has none."""
        return self._codes.get((house_tag(source), house_tag(target)))

    def covers(self, source: str, target: str) -> bool:
        """See `i18n.translate.base.Capabilities`."""
        return differ(source, target) and self.code(source, target) is not None

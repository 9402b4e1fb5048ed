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


def every_pair(
    sources: Iterable[str], targets: Iterable[str], own: Mapping[str, str] | None = None
) -> Pairs[tuple[str, str]]:
    """The pairs of an engine that translates each of `sources` into each of `targets`.

    Args:
        sources: codes as the engine writes them; so are `targets`. Where several mean one language,
            the code that is the tag of the house counts, else the first.
        targets: see `sources`.
        own: as for `house_tag`.
    """
    into = _by_tag(targets, own)
    return Pairs(
        (source, target, (code, other))
        for source, code in _by_tag(sources, own).items()
        for target, other in into.items()
        if source != target
    )


def _by_tag(codes: Iterable[str], own: Mapping[str, str] | None) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for code in codes:
        tag = house_tag(code, own)
        if tag is not None and (tag not in found or code.lower() == tag.lower()):
            found[tag] = code
    return found

"""Machine translation behind one port. To add an engine: its file, and its line in `PROVIDERS`."""

from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import entry_points
from pkgutil import resolve_name

from i18n.translate.base import Options, Translator
from i18n.translate.options import WrongOptions

PROVIDERS: Mapping[str, str] = {
    "apertium": "i18n.translate.apertium:Apertium",
    "azure": "i18n.translate.azure:Azure",
    "deepl": "i18n.translate.deepl:DeepL",
    "google": "i18n.translate.google:Google",
    "libretranslate": "i18n.translate.libretranslate:LibreTranslate",
    "memory": "i18n.translate.memory_only:MemoryOnly",
    "openai": "i18n.translate.openai:OpenAI",
    "pseudo": "i18n.translate.pseudo:Pseudo",
}
"""Where what opens each is, imported when it is asked for: most sites have one or two."""

ENTRY_POINTS = "forum.translators"
"""Group under which other packages register a callable like those of `PROVIDERS`, by its name."""

__all__ = ["ENTRY_POINTS", "PROVIDERS", "UnknownTranslator", "WrongOptions", "open_translators"]


class UnknownTranslator(LookupError):
    """No engine of this name is built in or installed."""


def open_translators(
    names: Iterable[str], options: Mapping[str, Options] | None = None
) -> list[Translator]:
    """Open engines by name, in the order given; nothing is sent yet. The caller closes them.

    Args:
        names: of `PROVIDERS` or of the entry-point group; the built-in one wins.
        options: by name, what is set for each.

    Raises:
        UnknownTranslator: a name is not known.
        WrongOptions: an engine lacks a setting it needs, or is given one that it does not know.
    """
    return [_provider(name)((options or {}).get(name, {})) for name in names]


def _provider(name: str) -> Callable[[Options], Translator]:
    if name in PROVIDERS:
        opening: Callable[[Options], Translator] = resolve_name(PROVIDERS[name])
        return opening
    installed = entry_points(group=ENTRY_POINTS, name=name)
    if not installed:
        raise UnknownTranslator(f"{name}; built in: {', '.join(PROVIDERS)}")
    factory: Callable[[Options], Translator] = next(iter(installed)).load()
    return factory

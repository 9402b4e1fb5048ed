"""Reading what an operator sets for an engine."""

from collections.abc import Collection, Mapping

from i18n.languages import UnknownLanguage, canonical
from i18n.translate.base import Options


class WrongOptions(ValueError):
    """An engine is set up wrongly; said at start, before the first reader comes."""


def checked(
    options: Options, *, needed: Collection[str] = (), known: Collection[str] = ()
) -> Options:
    """Give back `options`, which hold all of `needed` and nothing but these and `known`.

    Raises:
        WrongOptions: something is missing, empty or unknown.
    """
    missing = [name for name in needed if not options.get(name)]
    unknown = sorted(set(options) - {*needed, *known})
    if missing or unknown:
        raise WrongOptions(f"missing: {missing}, unknown: {unknown}")
    return options


def positive(options: Options, name: str, default: int) -> int:
    """Read a whole number of at least 1.

    Raises:
        WrongOptions: it is something else.
    """
    value = options.get(name, str(default))
    if not (value.isascii() and value.isdigit() and int(value) > 0):
        raise WrongOptions(f"{name} is not a whole number above 0: {value!r}")
    return int(value)


def pair_table(options: Options, name: str) -> Mapping[tuple[str, str], str]:
    """Read what is set for pairs of languages, as `en>de=VALUE, fr>ja=VALUE`; none if not set.

    Raises:
        WrongOptions: an entry is not of this form, or names a language that the house lacks.
    """
    entries = [one.strip() for one in options.get(name, "").split(",") if one.strip()]
    return dict(_pair_entry(name, entry) for entry in entries)


def _pair_entry(name: str, entry: str) -> tuple[tuple[str, str], str]:
    pair, _, value = entry.partition("=")
    source, _, target = pair.partition(">")
    try:
        found = canonical(source.strip()), canonical(target.strip())
    except UnknownLanguage as error:
        raise WrongOptions(f"{name}: {error} in {entry!r}") from error
    if not value.strip():
        raise WrongOptions(f"{name}: no value in {entry!r}")
    return found, value.strip()

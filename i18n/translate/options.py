"""Reading what an operator sets for an engine."""

from collections.abc import Collection

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

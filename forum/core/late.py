"""Libraries that only some requests need, imported when the first of them comes."""

import importlib.util
import sys
from types import ModuleType


def late(name: str) -> ModuleType:
    """A module that is carried out when something of it is first asked for.

    What signs, seals or speaks to authenticators takes some 25 MiB, which most processes of the
    forum never need. Beside it, under `TYPE_CHECKING`, stands the plain import for type checkers.

    Raises:
        ModuleNotFoundError: there is no such module.
    """
    if (known := sys.modules.get(name)) is not None:
        return known
    spec = importlib.util.find_spec(name)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"No module named {name!r}", name=name)
    spec.loader = importlib.util.LazyLoader(spec.loader)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module

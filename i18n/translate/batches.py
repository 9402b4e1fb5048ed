"""How many texts go out in one call."""

from collections.abc import Iterator, Sequence

from i18n.translate.base import Limits


def calls(texts: Sequence[str], limits: Limits) -> Iterator[list[int]]:
    """The indexes of the texts of each call, in order.

    Blank texts need no call, and a text longer than a whole call fits in none: both are left out.
    """
    group: list[int] = []
    characters = 0
    for index, text in enumerate(texts):
        length = limits.length(text)
        if not text.strip() or length > limits.characters:
            continue
        if len(group) == limits.items or characters + length > limits.characters:
            yield group
            group, characters = [], 0
        group.append(index)
        characters += length
    if group:
        yield group

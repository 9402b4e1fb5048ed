"""What stand-ins make of a text: `[target] text`, markup left as it is."""

from collections.abc import Sequence


def marked(texts: Sequence[str], target: str) -> list[str]:
    return [f"[{target}] {text}" for text in texts]

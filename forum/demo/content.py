"""All that the demonstration consists of."""

import tomllib
from pathlib import Path

from forum.demo import declaration
from forum.demo.script import Script

_CONVERSATIONS = Path(__file__).parent / "conversations.toml"


def read_script() -> Script:
    """Spaces, the conversations in them, and the topics made of the Declaration."""
    with _CONVERSATIONS.open("rb") as file:
        written = Script.model_validate(tomllib.load(file))
    topics = [*written.topics, *declaration.topics(declaration.read_texts())]
    return written.model_copy(update={"topics": topics})

"""Reactions, as they come in and go out."""

from collections.abc import Mapping

from forum.live.reactions.rules import LiveReaction
from forum.web.shapes import Input, Output


class ReactionDraft(Input):
    """A reaction to what is going on."""

    name: LiveReaction


class ReactionsOut(Output):
    """How often each reaction was given in a session."""

    sums: Mapping[str, int]

"""What a process has done, for its operators."""

from dataclasses import dataclass


@dataclass(slots=True)
class Counters:
    """Totals since the process started.

    Attributes:
        connected: conversations begun (after `connect`).
        commands: commands taken.
        refused: commands turned down.
        published: publications and other pushes handed to channels here.
        delivered: pushes written, one for each reader and frame.
        lagged: times a reader fell behind.
        untold: bulletins to other processes that were lost.
        reloads: readers told to load the state anew.
    """

    connected: int = 0
    commands: int = 0
    refused: int = 0
    published: int = 0
    delivered: int = 0
    lagged: int = 0
    untold: int = 0
    reloads: int = 0

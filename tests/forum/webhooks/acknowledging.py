"""`forum serve` without a worker: it acknowledges, and leaves what follows to others."""

from forum.app import Parts
from forum.commands import serving


def alone() -> None:
    """Have this process serve and do no jobs; to be called first (`copies.FIRST`)."""
    serving.EVERYTHING = Parts(worker=False)

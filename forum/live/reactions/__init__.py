"""Reactions in a live session, of which only sums are known."""

"""Chat in a live session."""

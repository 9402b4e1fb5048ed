"""The agenda of a live session: its items, and which one is being dealt with."""

"""A live session: its states, and who may do what in it."""

"""The room of a live session: its parts on one page, and how they stand, for programs."""

"""What people write in a live session: by whom, for whom, and in the languages present."""

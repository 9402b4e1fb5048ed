"""How long what is written in a session may be, and for how long a language counts as present."""

from datetime import timedelta

LONGEST_LINE = 500
"""Characters of a line of chat, a question or a caption."""
PRESENT_FOR = timedelta(minutes=5)
"""How long a language that somebody read the session in is translated into."""
NOTED_EVERY = timedelta(minutes=1)
"""How often it is noted that a language is being read."""
MOST_LANGUAGES = 30
"""Languages that one session is translated into at a time."""
LEASE = timedelta(seconds=30)
"""How long nobody else begins a translation that is being made."""

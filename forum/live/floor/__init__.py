"""The speakers' list of an agenda item."""

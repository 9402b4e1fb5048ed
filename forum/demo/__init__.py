"""What an empty site is filled with for a demonstration."""

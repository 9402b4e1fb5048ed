"""Limits to how often somebody may do something."""

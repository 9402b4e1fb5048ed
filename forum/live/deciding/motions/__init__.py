"""Procedural motions: moved by delegates, put to the vote by the chair in their order."""

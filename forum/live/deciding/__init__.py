"""Decisions of live sessions: who leads, who votes, by which rules, and their part of the room."""

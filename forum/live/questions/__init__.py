"""Questions that people in a session ask, and what becomes of them."""

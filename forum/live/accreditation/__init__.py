"""Accreditation: who asks to take part in a session, and who lets them in."""

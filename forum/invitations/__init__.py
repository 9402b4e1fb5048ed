"""Invitations: people asked in by mail, by a link that proves their address."""

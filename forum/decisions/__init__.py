"""Decisions: votes, consensus and silence, as intergovernmental meetings take them."""

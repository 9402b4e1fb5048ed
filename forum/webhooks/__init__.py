"""Events sent to other systems as they happen, signed, until they arrive."""

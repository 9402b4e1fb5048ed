"""Files that translators' tools read and write."""

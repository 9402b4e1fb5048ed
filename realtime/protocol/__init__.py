"""The JSON form of the Centrifuge client protocol, version 2: pure values, no I/O."""

"""The record of a session: what its numbered log says, for people who read it afterwards."""

"""What is said in a session, in writing."""

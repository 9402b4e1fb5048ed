"""Live sessions: meetings of delegations, with their rules, speakers, captions and times."""

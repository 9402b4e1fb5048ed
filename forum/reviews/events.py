"""What reviewers' decisions leave for who tells of them."""

DECIDED = "reviews.decided"
"""Kind of the job that a decision leaves (`proposal_id`)."""

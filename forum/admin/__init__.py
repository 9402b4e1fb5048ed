"""What administrators decide about the site: roles, and the words that greet people."""

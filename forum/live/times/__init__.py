"""Times of live sessions: calendars, and the hour that suits people in many zones."""

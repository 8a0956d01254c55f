"""What the pattern gallery shows: every component in every state, with made-up contents."""

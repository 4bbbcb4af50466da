"""Lists of sentences that wait for an answer."""

"""The pages of gatherings: of the desk, of the day, and those that need no account."""

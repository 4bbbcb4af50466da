"""Lists of outreach."""

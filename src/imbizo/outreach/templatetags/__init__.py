"""Tags of outreach."""

"""Files that outreach gives out."""

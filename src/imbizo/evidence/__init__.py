"""Evidence: literature, policies, interviews, what was said; coded, brought together into themes."""

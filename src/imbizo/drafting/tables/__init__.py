"""The lists of drafts."""

"""The verbs of drafting, a module for each part."""

"""Drafting: from components to sections, with their versions, comments and answers."""

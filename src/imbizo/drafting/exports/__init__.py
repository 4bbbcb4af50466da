"""Drafts as files: PDF, Word, tables."""

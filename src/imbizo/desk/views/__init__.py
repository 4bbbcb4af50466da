"""Screens across domains."""

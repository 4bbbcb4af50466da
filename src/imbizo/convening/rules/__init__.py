"""Predicates over gatherings."""

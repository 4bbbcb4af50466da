"""Imbizo: a gathering called so that people can speak and be answered."""

__version__ = "0.1.0"
